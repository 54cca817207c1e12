"""From the free month to the first charge, dated: reminded in time and charged through the gate, or not at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mappop.domain.charge_gate import Condition
from mappop.domain.invoice import InvoiceState
from mappop.domain.message import Channel
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.services import billing, cancelling, coupons, dunning, extending, invoicing, messages, reaching, sales
from tests.world import ROSA, World

BY_MAIL = {"name": "Rosa Delgado", "email": "rosa@delgado.example"}


@pytest.fixture
def world(world: World) -> World:
    """Rosa's yes is on Monday 1 March: her first charge stands on Wednesday 31 March."""
    return world.on("2027-03-01")


def started(world, owner=BY_MAIL, *, pays=True):
    trial = world.sell(owner=owner)
    world.confirm(trial)
    world.work()
    if pays:
        billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    return trial


def on(world, day, time="15:10"):
    """That day's run, and everything that it asks for."""
    world.on(day, time)
    done = billing.run(world.deps)
    world.work()
    return done


def report(world, kind, event):
    """What the carrier says of the newest letter of that kind."""
    letter = max((m for m in world.rows("messages") if m.kind == kind), key=lambda m: m.created_at)
    said = {"id": letter.provider_id, "event": event, "received_at": world.clock.now().isoformat()}
    assert messages.take_report(world.deps, said)


def subscription(world):
    return world.rows("subscriptions")[0]


def letters(world):
    return [m.kind for m in world.mail.carried]


def first_charged(world):
    """From the yes to the first charge, on the day that was told."""
    trial = started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    return trial


def delivered_in_time(world):
    on(world, "2027-03-24")
    report(world, "charge_reminder", "delivered")


def test_the_first_charge_follows_a_reminder_that_arrived_seven_days_before(world):
    started(world)
    on(world, "2027-03-23")
    assert "charge_reminder" not in letters(world)
    delivered_in_time(world)
    assert "Wednesday, March 31, 2027" in world.mail.carried[-1].body and "/x/" in world.mail.carried[-1].body
    on(world, "2027-03-28")
    assert letters(world)[-1] == "second_charge_reminder"
    on(world, "2027-03-31", "16:59")  # 11:59 in Austin
    assert world.rows("invoices") == []
    on(world, "2027-03-31", "17:01")
    (invoice,) = world.rows("invoices")
    assert (invoice.title, invoice.amount_minor, invoice.state) == ("MP-000001", 3995, InvoiceState.OPEN)
    assert (invoice.period_start, invoice.period_end) == (date(2027, 3, 31), date(2027, 4, 30))
    assert subscription(world).state is SubscriptionState.ACTIVE and letters(world)[-1] == "invoice"
    (answer,) = world.rows("gate_answers")
    assert answer.is_open and all(proof["evidence"] for proof in answer.proofs)


def test_running_it_again_changes_nothing(world):
    started(world)
    for _ in range(3):
        on(world, "2027-03-24")
    report(world, "charge_reminder", "delivered")
    for time in ("17:01", "17:01", "20:00"):
        on(world, "2027-03-31", time)
    assert letters(world).count("charge_reminder") == 1 and letters(world).count("invoice") == 1
    assert len(world.rows("invoices")) == len(world.rows("gate_answers")) == 1


def test_the_letter_says_why_the_day_moved(world):
    """Her site was down at noon of 31 March; and who had not said how to pay was not hard to reach."""
    trial = started(world)
    delivered_in_time(world)
    with world.app.unit_of_work() as uow:
        uow.sites.get(trial.business_id).published_at = None
        uow.commit()
    on(world, "2027-03-31", "18:00")
    told = world.mail.carried[-1].body
    assert "Your site was not live that day, so nothing was charged on Wednesday, March 31" in told
    assert "could not reach you" not in told and subscription(world).charge_on == date(2027, 4, 7)


def test_who_says_how_to_pay_after_the_free_month_reads_that_this_was_missing(world):
    trial = started(world, pays=False)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    world.on("2027-04-05")
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    world.work()
    told = world.mail.carried[-1].body
    assert "You had not said how you want to pay, so nothing was charged on Wednesday, March 31" in told


def test_a_reminder_that_bounces_closes_the_gate_until_another_arrives_and_moves_the_date(world):
    """Wed 24 Mar it bounces; a new address on Fri 26 Mar; the charge moves to Fri 2 Apr, is told at once, made once."""
    trial = started(world)
    on(world, "2027-03-24")
    report(world, "charge_reminder", "bounced")
    on(world, "2027-03-25")
    assert subscription(world).charge_on == date(2027, 3, 31)
    assert [task.title for task in world.rows("tasks")][-1].startswith("Find out how Delgado Plumbing can be reached")
    world.on("2027-03-26")
    with world.app.unit_of_work() as uow:
        row = uow.trials.get(trial.id)
        row.owner = {**row.owner, "email": "rosa@new.example"}
        uow.commit()
    on(world, "2027-03-26")
    assert subscription(world).charge_on == date(2027, 4, 2)
    told = world.mail.carried[-1]
    assert told.to == "rosa@new.example" and "Friday, April 2, 2027" in told.body
    assert "nothing was charged on Wednesday, March 31, 2027" in told.body
    report(world, "charge_reminder", "delivered")
    on(world, "2027-03-31", "18:00")
    assert world.rows("invoices") == []
    on(world, "2027-04-02", "18:00")
    on(world, "2027-04-03", "18:00")
    (invoice,) = world.rows("invoices")
    assert invoice.period_start == date(2027, 4, 2) and subscription(world).anchor == date(2027, 4, 2)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_an_address_that_is_put_right_after_its_reminder_is_reminded_anew_and_has_its_seven_days(world, lang):
    """Wed 24 Mar it reaches rosa@, a slip of the pen; support puts it right on Mon 29; the charge is on Mon 5 Apr."""
    trial = started(world)
    with world.app.unit_of_work() as uow:
        uow.trials.get(trial.id).language = lang
        uow.commit()
    on(world, "2027-03-24")
    report(world, "charge_reminder", "delivered")
    reaching.change(world.on("2027-03-29").deps, trial.id, mobile="", email="rose@delgado.example", actor="owner")
    on(world, "2027-03-29")
    told = next(m for m in world.mail.carried if m.to == "rose@delgado.example" and m.kind == "charge_reminder")
    assert subscription(world).charge_on == date(2027, 4, 5)
    assert ("we wrote to you before" if lang == "en" else "adonde le escribíamos antes") in told.body
    report(world, "charge_reminder", "delivered")
    on(world, "2027-03-31", "18:00")
    assert world.rows("invoices") == []
    on(world, "2027-04-05", "18:00")
    assert len(world.rows("invoices")) == 1


def test_an_address_that_changes_on_the_day_of_its_reminder_has_it_on_the_next_day_noted_once(world):
    trial = started(world)
    on(world, "2027-03-24")
    report(world, "charge_reminder", "delivered")
    reaching.change(world.deps, trial.id, mobile="", email="rose@delgado.example", actor="owner")
    for time in ("16:10", "17:10"):
        on(world, "2027-03-24", time)
    on(world, "2027-03-25")
    assert [m.to for m in world.rows("messages") if m.kind == "charge_reminder"][-1] == "rose@delgado.example"
    assert subscription(world).charge_on == date(2027, 4, 1)
    assert [e.event for e in world.rows("audit_entries")].count("charge_moved") == 1


def test_a_number_that_had_the_reminder_too_and_stays_keeps_the_day(world):
    trial = started(world, ROSA)
    on(world, "2027-03-24")
    for sent in [m for m in world.rows("messages") if m.kind == "charge_reminder"]:
        said = {"id": sent.provider_id, "event": "delivered", "received_at": world.clock.now().isoformat()}
        messages.take_report(world.deps, said)
    reaching.change(world.deps, trial.id, mobile=ROSA["mobile"], email="rose@delgado.example", actor="owner")
    on(world, "2027-03-31", "18:00")
    assert len(world.rows("invoices")) == 1


@pytest.mark.parametrize(
    ("language", "coupon", "said"),
    [("en", "neighbour", "$35.95 is due. After that it is $35.95 a month, and it renews"),
     ("es", "neighbour", "se pagan $35.95. Después son $35.95 al mes, y se renueva"),
     ("en", "launch", "$29.95 is due. After that it is $29.95 a month for 2 bills, then $39.95 a month, and"),
     ("es", "launch", "se pagan $29.95. Después son $29.95 al mes por 2 facturas, luego $39.95 al mes, y")],
)  # fmt: skip
def test_the_reminder_says_what_each_bill_asks_with_a_coupon(world, language, coupon, said):
    """“After that it is $39.95 a month” stood there of one without end, too."""
    trial = started(world)
    with world.app.unit_of_work() as uow:
        uow.trials.get(trial.id).language = language
        uow.commit()
    coupons.give(world.deps, trial.business_id, coupon, role=Role.ADMIN, actor="person_mia")
    on(world, "2027-03-24")
    [mail] = [mail for mail in world.mail.carried if mail.kind == "charge_reminder"]
    assert said in " ".join(mail.body.split())


def test_who_had_the_reminder_of_a_day_gets_no_other_that_day_though_the_sum_is_another_one(world):
    """Wed 24 Mar: text and mail come back, a coupon is given, there is a new mail address; told anew on Thursday."""
    trial = started(world, ROSA)
    on(world, "2027-03-24")
    for sent in [m for m in world.rows("messages") if m.kind == "charge_reminder"]:
        said = {"id": sent.provider_id, "event": "bounced", "received_at": world.clock.now().isoformat()}
        assert messages.take_report(world.deps, said)
    coupons.give(world.deps, trial.business_id, "neighbour", role=Role.ADMIN, actor="person_mia")
    with world.app.unit_of_work() as uow:
        row = uow.trials.get(trial.id)
        row.owner = {**row.owner, "email": "rosa@new.example"}
        uow.commit()
    on(world, "2027-03-24", "16:10")
    assert [m.channel for m in world.rows("messages") if m.kind == "charge_reminder"] == [Channel.TEXT, Channel.MAIL]
    on(world, "2027-03-25")
    told = world.mail.carried[-1]
    assert (told.kind, told.to) == ("charge_reminder", "rosa@new.example") and "$35.95 is due" in told.body


def test_a_letter_of_which_nothing_is_known_makes_no_bounced_address_good(world):
    """The reminder comes back on Wed 24 March; the link to the payments goes the same way on the 25th."""
    trial = started(world)
    on(world, "2027-03-24")
    report(world, "charge_reminder", "bounced")
    world.on("2027-03-25")
    extending.send_pay_link(world.deps, trial.business_id, who=world.verifier)
    on(world, "2027-03-31", "18:00")
    assert letters(world).count("charge_reminder") == 1 and letters(world)[-1] == "pay_link"
    assert world.rows("invoices") == []


def test_a_reminder_that_arrives_a_day_late_proves_another_date(world):
    started(world)
    on(world, "2027-03-24")
    world.on("2027-03-25")
    report(world, "charge_reminder", "delivered")
    on(world, "2027-03-25")
    assert subscription(world).charge_on == date(2027, 4, 1)
    assert letters(world).count("charge_reminder") == 2


def test_one_that_nobody_heard_of_again_charges_nobody(world):
    started(world)
    on(world, "2027-03-24")
    on(world, "2027-03-31", "18:00")
    assert world.rows("invoices") == [] and subscription(world).charge_on > date(2027, 3, 31)


def test_without_a_way_to_pay_nothing_is_charged_and_the_trial_pauses_as_was_said_before(world):
    trial = started(world, pays=False)
    on(world, "2027-03-24")
    assert "nothing is charged and Map Pop pauses" in world.mail.carried[-1].body
    report(world, "charge_reminder", "delivered")
    on(world, "2027-03-31", "18:00")
    assert subscription(world).state is SubscriptionState.PAUSED and letters(world)[-1] == "paused"
    assert world.rows("gate_answers")[0].closed_by == (Condition.METHOD,)
    assert world.app.site_store.current(trial.business_id)
    world.on("2027-04-05")
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    assert subscription(world).state is SubscriptionState.TRIALING
    assert subscription(world).charge_on == date(2027, 4, 12)


def test_who_cancels_before_noon_of_that_day_pays_nothing(world):
    trial = started(world)
    delivered_in_time(world)
    world.on("2027-03-31", "16:30")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    on(world, "2027-03-31", "18:00")
    assert world.rows("invoices") == [] and subscription(world).state is SubscriptionState.CANCELED
    assert letters(world)[-1] == "ended_now" and "it has ended today" in world.mail.carried[-1].body


def test_who_cancels_later_keeps_what_is_paid_and_is_charged_no_more(world):
    trial = started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    world.on("2027-04-10")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    on(world, "2027-04-30", "18:00")
    assert len(world.rows("invoices")) == 1
    ended = next(m for m in world.mail.carried if m.kind == "ended")
    assert "Friday, April 30, 2027" in ended.body


def test_periods_tile_and_a_long_stop_leaves_out_none(world):
    started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    on(world, "2027-08-31", "18:00")
    periods = sorted((i.period_start, i.period_end) for i in world.rows("invoices"))
    assert [start for start, _ in periods] == [
        date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31), date(2027, 6, 30), date(2027, 7, 31),
        date(2027, 8, 31),
    ]  # fmt: skip
    assert all(end == start for (_, end), (start, _) in zip(periods, periods[1:], strict=False))
    assert sorted(i.number for i in world.rows("invoices")) == [1, 2, 3, 4, 5, 6]


def test_a_check_is_recorded_once_and_the_books_balance(world):
    started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    (invoice,) = world.rows("invoices")
    world.on("2027-04-20")
    assert dunning.begin_overdue(world.deps) == 1
    assert dunning.begin_overdue(world.deps) == 0
    assert subscription(world).state is SubscriptionState.PAST_DUE
    paid = {"amount_minor": 3995, "reference": "check 1107", "who": world.verifier}
    invoicing.record_payment(world.deps, invoice.id, **paid)
    with pytest.raises(Exception, match="is paid already"):
        invoicing.record_payment(world.deps, invoice.id, **paid)
    world.work()
    assert subscription(world).state is SubscriptionState.ACTIVE and letters(world)[-1] == "receipt"
    (payment,) = world.rows("payments")
    assert (payment.ref, payment.amount_minor, payment.state.value) == ("check 1107", 3995, "succeeded")
    totals = {}
    for entry in world.rows("ledger_entries"):
        assert sum(entry.postings.values()) == 0
        for account, amount in entry.postings.items():
            totals[account] = totals.get(account, 0) + amount
    assert totals == {"cash": 3995, "receivable": 0, "revenue": -3995}


def test_another_sum_than_the_invoices_is_refused(world):
    started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    (invoice,) = world.rows("invoices")
    with pytest.raises(Exception, match=r"MP-000001 is for \$39.95, not \$39.59"):
        invoicing.record_payment(world.deps, invoice.id, amount_minor=3959, reference="x", who=world.verifier)


def test_an_owner_whom_nothing_reaches_is_never_charged_and_support_is_told_once_for_a_date(world):
    trial = world.sell(owner={"name": "Rosa Delgado"})
    sales.confirm_by_verifier(
        world.deps, trial.id, who=world.verifier, recording="R-2", number="5125550134", number_from="state register"
    )
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    for day in range(40):
        on(world, str(date(2027, 3, 20) + timedelta(days=day)))
    assert world.rows("invoices") == []
    assert sum("can be reached in writing" in task.title for task in world.rows("tasks")) == 1


def test_spanish_owners_are_told_in_spanish(world):
    trial = started(world)
    with world.app.unit_of_work() as uow:
        uow.trials.get(trial.id).language = "es"
        uow.commit()
    on(world, "2027-03-24")
    assert "miércoles 31 de marzo de 2027" in world.mail.carried[-1].body


def test_both_channels_are_tried_and_one_that_arrives_is_enough(world):
    started(world, owner=ROSA)
    on(world, "2027-03-24")
    assert [m.kind for m in world.texts.carried][-1] == "charge_reminder"
    rows = [m for m in world.rows("messages") if m.kind == "charge_reminder"]
    now = world.clock.now().isoformat()
    for row, event in zip(sorted(rows, key=lambda m: m.channel), ("bounced", "delivered"), strict=True):
        messages.take_report(world.deps, {"id": row.provider_id, "event": event, "received_at": now})
    on(world, "2027-03-31", "18:00")
    assert len(world.rows("invoices")) == 1
