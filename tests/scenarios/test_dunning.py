"""After a payment that failed, is late or came back, dated: told once, tried again where that helps, service kept for
the days that were said and not longer, and back when the money comes in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from mappop.db.queries.dunning import recovered_in, recoveries
from mappop.domain.dunning import DunningState
from mappop.domain.dunning_plan import Cause
from mappop.domain.entitlement import Service, service_of
from mappop.domain.processor import Outcome
from mappop.domain.subscription import SubscriptionState
from mappop.services import billing, cancelling, checking, dunning, dunning_steps, invoicing, payment_methods, payments
from tests.scenarios.test_first_charge import BY_MAIL, report
from tests.world import World

SHOP = "delgado-plumbing-austin"
OWN = ("payment_failed", "payment_reminder", "last_notice", "service_ended", "recovered", "ended_unpaid", "overdue")
DAY = timedelta(days=1)


@pytest.fixture
def world(world: World) -> World:
    """Rosa's yes is on Monday 1 March: her first charge is on Wednesday 31 March, at noon in Austin (17:00 UTC)."""
    return world.on("2027-03-01")


def lives(world, until, time="17:01"):
    """Every day up to that one, in the middle of the business's own day, with all that it brings."""
    last, day = date.fromisoformat(until), world.clock.now().date() + DAY
    while day <= last:
        on(world, day.isoformat(), time)
        day += DAY


def on(world, day, time="17:01"):
    """What the schedule does at that moment, until nothing is left to do."""
    world.on(day, time)
    billing.run(world.deps)
    dunning.begin_overdue(world.deps)
    while world.work() + dunning_steps.pursue(world.deps):
        pass


def enters(world, label="Visa 4242", kind="card"):
    """Rosa goes through the processor's page and comes back."""
    page = payment_methods.open_page(world.deps, SHOP, language="en").rpartition("/")[2]
    world.processor.fill_in(page, kind=kind, label=label, at=world.clock.now())
    method = payment_methods.take_page(world.deps, SHOP, page, actor="owner")
    world.work()
    return method


def first_charge(world, declines="", kind="card"):
    """Up to noon of 31 March; `declines` is what the bank says to it."""
    trial = world.sell(owner=BY_MAIL)
    world.confirm(trial)
    world.work()
    method = enters(world, kind=kind)
    world.processor.declines[method.ref] = declines
    on(world, "2027-03-24")
    report(world, "charge_reminder", "delivered")
    on(world, "2027-03-31")
    return trial


def by_invoice(world):
    trial = world.sell(owner=BY_MAIL)
    world.confirm(trial)
    world.work()
    billing.choose_invoice(world.deps, SHOP, actor="owner")
    on(world, "2027-03-24")
    report(world, "charge_reminder", "delivered")
    on(world, "2027-03-31")
    return trial


def subscription(world):
    return world.rows("subscriptions")[0]


def the_dunning(world):
    (found,) = world.rows("dunnings")
    return found


def letters(world):
    return [m.kind for m in world.mail.carried if m.kind in OWN]


def letter(world, kind):
    (found,) = (m for m in world.mail.carried if m.kind == kind)
    return found.body


def tries(world):
    return sorted(p.asked_at.date().isoformat() for p in world.rows("payments"))


def is_up(world):
    return world.rows("sites")[0].ended_at is None and "/_/contact" in page(world)


def page(world):
    return world.app.site_store.read(SHOP, "index.html")[0].decode()


def events(world):
    return [e.event for e in world.rows("audit_entries")]


def test_a_card_that_keeps_failing_is_tried_on_its_days_then_ends_service_and_the_subscription(world):
    first_charge(world, declines="insufficient_funds")
    assert subscription(world).state is SubscriptionState.PAST_DUE and is_up(world)
    told = letter(world, "payment_failed")
    assert "there was not enough money in the account" in told and "Friday, April 2, 2027" in told
    assert "goes on until Tuesday, April 13, 2027" in told and "to=payments" in told
    lives(world, "2027-04-13")
    assert tries(world) == ["2027-03-31", "2027-04-02", "2027-04-05", "2027-04-09", "2027-04-13"]
    assert subscription(world).state is SubscriptionState.PAST_DUE and is_up(world)
    assert letters(world) == ["payment_failed", "payment_reminder", "last_notice"]
    lives(world, "2027-04-14")
    assert subscription(world).state is SubscriptionState.UNPAID and not is_up(world)
    assert "Delgado Plumbing" in page(world) and "tel:+15125550134" in page(world)
    lives(world, "2027-05-20")
    assert subscription(world).state is SubscriptionState.CANCELED and not is_up(world)
    assert the_dunning(world).ended_at.date() == date(2027, 4, 21) and the_dunning(world).state is DunningState.LOST
    assert letters(world) == ["payment_failed", "payment_reminder", "last_notice", "service_ended", "ended_unpaid"]
    assert len(world.rows("invoices")) == 1 and len(tries(world)) == 5
    assert [e for e in events(world) if e in ("service_stopped", "dunning_lost")] == ["service_stopped", "dunning_lost"]


def test_each_day_the_site_is_up_exactly_where_service_runs(world):
    first_charge(world, declines="insufficient_funds")
    for day in range(25):
        for time in ("05:01", "17:01"):  # a minute after midnight in Austin, and noon
            on(world, str(date(2027, 4, 1) + day * DAY), time)
            assert is_up(world) == (service_of(subscription(world), world.clock.now()) is Service.FULL)
            assert is_up(world) == (day < 13)


def test_a_second_try_that_works_needs_no_word_but_the_receipt(world):
    first_charge(world, declines="insufficient_funds")
    world.processor.declines.clear()
    lives(world, "2027-04-29")
    assert subscription(world).state is SubscriptionState.ACTIVE and subscription(world).service_until is None
    assert the_dunning(world).state is DunningState.RECOVERED and the_dunning(world).ended_at.date() == date(2027, 4, 2)
    assert letters(world) == ["payment_failed"] and [m.kind for m in world.mail.carried].count("receipt") == 1
    assert "payment_recovered" in events(world)
    lives(world, "2027-05-01")
    assert len(world.rows("invoices")) == 2, "the next month is charged on its day"


def test_who_pays_after_service_has_stopped_has_it_back_as_it_was(world):
    first_charge(world, declines="insufficient_funds")
    before = page(world)
    lives(world, "2027-04-16")
    assert not is_up(world)
    assert checks_of_a_day(world) == 0, "nothing is done for a business that is not served"
    on(world, "2027-04-18", "02:00")
    enters(world, label="Mastercard 4444")
    on(world, "2027-04-18", "02:05")
    assert subscription(world).state is SubscriptionState.ACTIVE and is_up(world) and page(world) == before
    assert letters(world)[-1] == "recovered" and "Friday, April 30, 2027" in letter(world, "recovered")
    assert checks_of_a_day(world) > 0
    lives(world, "2027-04-29")
    assert letters(world).count("recovered") == 1 and events(world).count("site_resumed") == 1


def checks_of_a_day(world):
    here, found = world.clock.at, 0
    for _ in range(24):
        found += checking.recheck_due(world.later(hours=1).deps)
    world.clock.at = here
    return found


def test_a_stolen_card_is_never_tried_again_and_a_new_one_at_once(world):
    first_charge(world, declines="stolen_card")
    assert "the bank said no and gave no reason" in letter(world, "payment_failed")
    assert "stolen" not in letter(world, "payment_failed")
    lives(world, "2027-04-12")
    assert tries(world) == ["2027-03-31"] and the_dunning(world).cause is Cause.STOP
    on(world, "2027-04-13", "03:00")
    enters(world, label="Mastercard 4444")
    on(world, "2027-04-13", "03:05")
    assert tries(world) == ["2027-03-31", "2027-04-13"]
    assert subscription(world).state is SubscriptionState.ACTIVE and is_up(world)


def test_a_card_heard_to_be_stolen_only_after_a_check_has_paid_is_not_tried_next_month(world):
    world.processor.troubles = ["after"]  # the processor's answer is lost
    first_charge(world, declines="stolen_card")
    (invoice,) = world.rows("invoices")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 12", who=world.verifier)
    lives(world, "2027-05-03")
    by_card = [one for one in world.rows("payments") if one.method_id]
    assert [(one.asked_at.date().isoformat(), one.reason) for one in by_card] == [("2027-03-31", "stolen_card")]
    assert [method.is_usable for method in world.rows("payment_methods")] == [False]
    assert len(world.rows("invoices")) == 2, "April is paid, and May is billed"


def test_a_new_card_that_fails_too_is_told_with_its_own_reason(world):
    first_charge(world, declines="expired_card")
    on(world, "2027-04-03", "16:00")
    method = payment_methods.open_page(world.deps, SHOP, language="en").rpartition("/")[2]
    world.processor.fill_in(method, label="Mastercard 4444", at=world.clock.now())
    world.processor.declines["method_2"] = "insufficient_funds"
    payment_methods.take_page(world.deps, SHOP, method, actor="owner")
    on(world, "2027-04-03", "16:05")
    reasons = [m.body for m in world.mail.carried if m.kind == "payment_failed"]
    assert "has expired" in reasons[0] and "not enough money" in reasons[1] and len(reasons) == 2
    lives(world, "2027-04-10")
    assert tries(world) == ["2027-03-31", "2027-04-03", "2027-04-05", "2027-04-09"]


def test_canceling_stops_the_tries_and_keeps_the_days_that_were_said(world):
    trial = first_charge(world, declines="insufficient_funds")
    lives(world, "2027-04-03")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    lives(world, "2027-04-13")
    assert tries(world) == ["2027-03-31", "2027-04-02"] and is_up(world)
    assert letters(world) == ["payment_failed"] and the_dunning(world).state is DunningState.STOPPED
    lives(world, "2027-04-14")
    assert subscription(world).state is SubscriptionState.CANCELED and not is_up(world)


def test_a_debit_that_comes_back_for_want_of_money_is_sent_twice_more_and_not_again(world):
    first_charge(world, kind="bank")
    on(world, "2027-04-06")
    comes_in(world)
    assert subscription(world).state is SubscriptionState.ACTIVE
    on(world, "2027-04-08")
    comes_back(world, "R01")
    on(world, "2027-04-08", "17:05")
    assert subscription(world).state is SubscriptionState.PAST_DUE and letters(world) == ["payment_failed"]
    for day in range(9, 29):
        on(world, f"2027-04-{day:02}")
        if day in (14, 20):
            comes_back(world, "R01", Outcome.FAILED)
    assert tries(world) == ["2027-03-31", "2027-04-12", "2027-04-18"]
    assert is_up(world), "service is kept until the last try is known, and the notice has been there"
    lives(world, "2027-05-06")
    assert subscription(world).state is SubscriptionState.CANCELED and len(tries(world)) == 3


def test_where_a_debit_may_not_be_sent_again_the_last_notice_does_not_wait_for_it(world):
    """Nothing of ours ran from April to October: the network's 180 days are over. The notice came a run later."""
    first_charge(world, kind="bank")
    on(world, "2027-04-06")
    comes_in(world)
    on(world, "2027-04-08")
    comes_back(world, "R01")
    on(world, "2027-10-04")
    assert tries(world) == ["2027-03-31"] and letters(world) == ["last_notice"]
    on(world, "2027-10-07")
    assert not is_up(world)


def test_while_a_debit_is_under_way_service_is_owed_as_well_as_kept(world):
    """Sent again on 18 April, and its bank is silent past 29 April, on which service would have stopped."""
    first_charge(world, kind="bank")
    on(world, "2027-04-06")
    comes_in(world)
    on(world, "2027-04-08")
    comes_back(world, "R01")
    lives(world, "2027-04-14")
    comes_back(world, "R01", Outcome.FAILED)
    for day in range(15, 36):
        on(world, str(date(2027, 4, 1) + (day - 1) * DAY))
        assert is_up(world) and service_of(subscription(world), world.clock.now()) is Service.FULL
    assert tries(world) == ["2027-03-31", "2027-04-12", "2027-04-18"]


def comes_in(world):
    payments.take(world.deps, world.processor.becomes(newest(world).key, Outcome.PAID), told_by="processor")


def comes_back(world, code, outcome=Outcome.RETURNED):
    comes_back_of(world, newest(world), code, outcome)


def comes_back_of(world, payment, code, outcome=Outcome.RETURNED):
    answer = world.processor.becomes(payment.key, outcome, reason=code, return_fee=400)
    payments.take(world.deps, answer, told_by="processor")


def debits(world):
    return sorted((p for p in world.rows("payments") if p.method_id), key=lambda payment: payment.asked_at)


def newest(world):
    return debits(world)[-1]


def oldest(world):
    return debits(world)[0]


def test_a_debit_that_the_owner_calls_not_agreed_is_asked_about_and_its_account_left_alone(world):
    """R10 comes seven weeks later, in the second month: the first month is open again."""
    first_charge(world, kind="bank")
    on(world, "2027-04-06")
    comes_in(world)
    on(world, "2027-04-27")
    comes_back(world, "R10")
    lives(world, "2027-05-10")
    assert tries(world) == ["2027-03-31"] and the_dunning(world).cause is Cause.NEW_CONSENT
    assert not world.rows("payment_methods")[0].is_usable
    assert sum("was agreed" in task.title for task in world.rows("tasks")) == 1
    assert "We do not debit that account again" in letter(world, "payment_failed")


def test_an_invoice_that_nobody_pays_is_told_of_and_ends_service_by_its_own_days(world):
    """Issued on 31 March and due on 14 April: late from the 15th on."""
    by_invoice(world)
    lives(world, "2027-04-14")
    assert subscription(world).state is SubscriptionState.ACTIVE and letters(world) == []
    lives(world, "2027-04-15")
    assert subscription(world).state is SubscriptionState.PAST_DUE and letters(world) == ["overdue"]
    lives(world, "2027-04-28")
    assert letters(world) == ["overdue", "payment_reminder", "last_notice"] and is_up(world)
    lives(world, "2027-04-29")
    assert subscription(world).state is SubscriptionState.UNPAID and not is_up(world)
    lives(world, "2027-05-06")
    assert subscription(world).state is SubscriptionState.CANCELED
    assert letters(world)[3:] == ["service_ended", "ended_unpaid"]


def test_a_check_that_comes_in_late_brings_service_back(world):
    by_invoice(world)
    lives(world, "2027-05-01")
    assert not is_up(world)
    (invoice,) = world.rows("invoices")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 12", who=world.verifier)
    on(world, "2027-05-01", "18:00")
    assert is_up(world) and letters(world)[-1] == "recovered"
    assert the_dunning(world).state is DunningState.RECOVERED
    assert len(world.rows("invoices")) == 2, "the month that began meanwhile is billed as it would have been"


def test_after_a_long_stop_of_ours_nobody_loses_service_unwarned_and_no_letters_pile_up(world):
    first_charge(world, declines="insufficient_funds")
    on(world, "2027-04-20")
    assert is_up(world) and letters(world) == ["payment_failed", "last_notice"]
    lives(world, "2027-04-22")
    assert is_up(world)
    lives(world, "2027-04-24")
    assert not is_up(world)


def test_running_it_again_and_again_changes_nothing(world):
    first_charge(world, declines="insufficient_funds")
    for _ in range(3):
        on(world, "2027-04-02", "17:30")
    assert tries(world) == ["2027-03-31", "2027-04-02"] and letters(world) == ["payment_failed"]


def test_our_own_fault_is_our_own_to_mend_and_nothing_is_asked_of_the_owner(world):
    first_charge(world, declines="processing_error")
    told = letter(world, "payment_failed")
    assert "on our side" in told and "stops on" not in told
    assert sum("could not be charged" in task.title for task in world.rows("tasks")) == 1
    lives(world, "2027-04-20")
    assert is_up(world) and len(tries(world)) == 5


def test_what_was_recovered_is_told_of_what_is_over_with_the_open_beside_it(world):
    first_charge(world, declines="insufficient_funds")
    since = world.clock.now() - 90 * DAY
    with Session(world.app.reader) as db:
        (row,) = recoveries(db, since=since).rows
    assert (row.cause, row.over, row.still_open, row.share) == (Cause.LATER, 0, 1, None)
    world.processor.declines.clear()
    lives(world, "2027-04-02")
    with Session(world.app.reader) as db:
        found = recoveries(db, since=since)
        assert recoveries(db, since=world.clock.now()).rows == []
        march, april = recovered_in(db, [date(2027, 3, 1), date(2027, 4, 1)]).values()
    assert (found.total.over, found.total.recovered, found.total.recovered_minor, found.total.share) == (1, 1, 3995, 1)
    assert (march.over_minor, march.recovered, march.share) == (3995, 1, 1) and april.over == 0


def test_spanish_owners_read_all_of_it_in_spanish(world):
    trial = world.sell(owner=BY_MAIL)
    world.confirm(trial)
    world.work()
    with world.app.unit_of_work() as uow:
        uow.trials.get(trial.id).language = "es"
        uow.commit()
    billing.choose_invoice(world.deps, SHOP, actor="owner")
    on(world, "2027-03-24")
    report(world, "charge_reminder", "delivered")
    lives(world, "2027-05-10")
    assert "el jueves 29 de abril de 2027 su sitio pasa a ser" in letter(world, "last_notice")
    assert all("{" not in m.body for m in world.mail.carried)
