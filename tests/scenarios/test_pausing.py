"""Pausing and going on, dated: nothing is charged meanwhile, and the charge after it is told as the first was."""

from __future__ import annotations

from datetime import date

import pytest

from mappop.domain.charging import months_after
from mappop.domain.errors import Refused
from mappop.domain.message import MessageState
from mappop.domain.plan import Interval
from mappop.domain.subscription import SubscriptionState
from mappop.services import (
    billing,
    cancelling,
    dunning,
    invoicing,
    messages,
    pausing,
    plan_changes,
    price_changes,
    reaching,
)
from mappop.services.plan_changes import NotNow, Wish
from tests.billing.machine import MIA
from tests.scenarios.test_first_charge import report
from tests.world import World

BY_MAIL = {"name": "Rosa Delgado", "email": "rosa@delgado.example"}
OWNER = {"actor": "owner", "evidence": {"way": "portal"}}


def on(world, day, time="15:10"):
    world.on(day, time)
    billing.run(world.deps)
    world.work()
    for letter in [m for m in world.rows("messages") if m.state is MessageState.SENT]:
        said = {"id": letter.provider_id, "event": "delivered", "received_at": world.clock.now().isoformat()}
        messages.take_report(world.deps, said)


@pytest.fixture
def rosa(world: World):
    """Her first charge was on Wednesday 31 March; April is paid to the 29th."""
    world.on("2027-03-01")
    trial = world.sell(owner=BY_MAIL)
    world.confirm(trial)
    world.work()
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    on(world, "2027-03-24")
    on(world, "2027-03-31", "18:00")
    world.on("2027-04-10")
    return trial


def subscription(world):
    return world.rows("subscriptions")[0]


def periods(world):
    return sorted((i.period_start, i.period_end) for i in world.rows("invoices"))


def letters(world):
    return [m.kind for m in world.mail.carried]


def test_a_pause_begins_where_what_is_paid_ends_and_says_what_stays(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=2, **OWNER)
    world.work()
    told = world.mail.carried[-1].body
    assert (
        "Friday, April 30, 2027" in told and "Wednesday, June 30, 2027" in told and "Wednesday, June 23, 2027" in told
    )
    assert "$39.95" in told and "/x/" in told and "stay as they are" in told
    assert subscription(world).state is SubscriptionState.ACTIVE
    on(world, "2027-04-30", "18:00")
    assert subscription(world).state is SubscriptionState.PAUSED and len(world.rows("invoices")) == 1
    assert world.app.site_store.current(rosa.business_id)


def test_after_it_the_charge_is_reminded_of_and_counted_from_its_own_day(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=2, **OWNER)
    for day in ("2027-04-30", "2027-05-30", "2027-06-22"):
        on(world, day, "18:00")
    assert len(world.rows("invoices")) == 1 and letters(world)[-1] != "charge_reminder"
    on(world, "2027-06-23")
    assert "the pause of Delgado Plumbing is over" in world.mail.carried[-1].body
    assert subscription(world).state is SubscriptionState.ACTIVE
    on(world, "2027-06-30", "18:00")
    on(world, "2027-07-30", "18:00")
    assert periods(world) == [
        (date(2027, 3, 31), date(2027, 4, 30)), (date(2027, 6, 30), date(2027, 7, 30)),
        (date(2027, 7, 30), date(2027, 8, 30)),
    ]  # fmt: skip
    (pause,) = world.rows("pauses")
    assert (pause.starts_on, pause.ended_on) == (date(2027, 4, 30), date(2027, 6, 30))


def test_a_reminder_that_did_not_arrive_moves_the_charge_after_a_pause_too(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    on(world, "2027-04-30", "18:00")
    world.mail.down = True
    on(world, "2027-05-23")
    world.mail.down = False
    on(world, "2027-05-25")
    assert subscription(world).charge_on == date(2027, 6, 1)
    on(world, "2027-05-30", "18:00")
    assert len(world.rows("invoices")) == 1
    on(world, "2027-06-01", "18:00")
    assert periods(world)[-1] == (date(2027, 6, 1), date(2027, 7, 1))


def test_going_on_sooner_charges_seven_days_later_and_nothing_for_the_time_between(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=3, **OWNER)
    on(world, "2027-04-30", "18:00")
    world.on("2027-05-10")
    pausing.resume(world.deps, rosa.business_id, **OWNER)
    on(world, "2027-05-10", "15:20")
    assert subscription(world).charge_on == date(2027, 5, 17)
    assert letters(world).count("charge_reminder") == 2 and "You go on with Map Pop" in world.mail.carried[-1].body
    on(world, "2027-05-17", "18:00")
    assert periods(world)[-1] == (date(2027, 5, 17), date(2027, 6, 17))


def test_the_amount_that_was_told_after_a_pause_stands_until_it_is_charged(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    on(world, "2027-04-30", "18:00")
    on(world, "2027-05-23")
    with pytest.raises(NotNow, match="the amount of the next payment"):
        plan_changes.preview(world.deps, rosa.business_id, Wish(False, "local_plus", Interval.MONTH))
    on(world, "2027-05-30", "18:00")
    assert world.rows("invoices")[-1].amount_minor == 39_95
    assert plan_changes.preview(world.deps, rosa.business_id, Wish(False, "local_plus", Interval.MONTH))


def test_the_reminder_after_a_pause_names_the_set_up_fee_of_the_plan_that_begins_with_it(world, rosa):
    """The larger plan is wished for from May on, then April is followed by a month of pause."""
    plus = Wish(False, "local_plus", Interval.MONTH)
    seal = plan_changes.preview(world.deps, rosa.business_id, plus).seal
    plan_changes.change(world.deps, rosa.business_id, plus, seal=seal, actor="owner")
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    on(world, "2027-04-30", "18:00")
    on(world, "2027-05-23")
    (told,) = [m.body for m in world.mail.carried if m.kind == "charge_reminder" and "pause" in m.body]
    assert "$128.95 is due. After that it is $79.95 a month" in told
    on(world, "2027-05-30", "18:00")
    assert max(world.rows("invoices"), key=lambda one: one.number).amount_minor == 128_95


@pytest.mark.parametrize(("day", "charged"), [("2027-04-30", date(2027, 5, 7)), ("2027-05-02", date(2027, 5, 9))])
def test_a_pause_has_begun_on_its_first_day_though_nothing_ran_on_it_yet(world, rosa, day, charged):
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    world.on(day, "14:10")
    pausing.resume(world.deps, rosa.business_id, **OWNER)
    on(world, day, "18:00")
    assert len(world.rows("invoices")) == 1 and letters(world)[-1] == "charge_reminder"
    on(world, f"{charged}", "18:00")
    assert periods(world)[-1] == (charged, months_after(charged, 1))


def test_who_goes_on_with_a_payment_open_is_charged_seven_days_later_too(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=2, **OWNER)
    dunning.begin_overdue(world.on("2027-04-20").deps)
    assert subscription(world).state is SubscriptionState.PAST_DUE
    world.on("2027-05-01")
    pausing.resume(world.deps, rosa.business_id, **OWNER)
    on(world, "2027-05-01", "18:00")
    [april] = world.rows("invoices")
    invoicing.record_payment(world.deps, april.id, amount_minor=3995, reference="check", who=MIA)
    on(world, "2027-05-07", "18:00")
    assert subscription(world).state is SubscriptionState.ACTIVE and len(world.rows("invoices")) == 1
    on(world, "2027-05-08", "18:00")
    assert periods(world)[-1] == (date(2027, 5, 8), date(2027, 6, 8))


def test_a_pause_that_has_not_begun_is_called_off_and_the_month_goes_on(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    world.on("2027-04-20")
    pausing.resume(world.deps, rosa.business_id, **OWNER)
    on(world, "2027-04-30", "18:00")
    assert periods(world)[-1] == (date(2027, 4, 30), date(2027, 5, 31)) and subscription(world).resume_on is None
    (pause,) = world.rows("pauses")
    assert pause.ended_on == pause.starts_on


def test_two_pauses_a_year_are_the_most_and_one_that_was_called_off_does_not_count(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    pausing.resume(world.deps, rosa.business_id, **OWNER)
    for begin, told, charged in (
        ("2027-04-30", "2027-05-23", "2027-05-30"), ("2027-06-30", "2027-07-23", "2027-07-30")
    ):  # fmt: skip
        pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
        for day in (begin, told, charged):
            on(world, day, "18:00")
    with pytest.raises(Refused, match="2 times within a year"):
        pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)


def test_what_can_not_be_paused_says_why(world, rosa):
    with pytest.raises(Refused, match="to choose from"):
        pausing.pause(world.deps, rosa.business_id, months=12, **OWNER)
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    with pytest.raises(Refused, match="planned already"):
        pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    cancelling.cancel(world.deps, rosa.id, actor="owner", evidence={"way": "link"})
    with pytest.raises(Refused, match="running"):
        pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    with pytest.raises(Refused, match="no pause"):
        pausing.resume(world.deps, rosa.business_id, **OWNER)


def test_a_year_does_not_begin_at_once_before_a_pause_that_is_planned(world, rosa):
    """The pause begins where April ends, and a year that begins on the 12th would end a year later; once the pause is
    called off, the year may begin. From the pause's end on it may be planned."""
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    world.on("2027-04-12")
    year = Wish(True, "local", Interval.YEAR)
    with pytest.raises(NotNow, match="Call it off"):
        plan_changes.preview(world.deps, rosa.business_id, year)
    assert plan_changes.preview(world.deps, rosa.business_id, plan_changes.later(year)).each.each_minor == 399_50
    pausing.resume(world.deps, rosa.business_id, **OWNER)
    seal = plan_changes.preview(world.deps, rosa.business_id, year).seal
    plan_changes.change(world.deps, rosa.business_id, year, seal=seal, actor="owner")
    assert subscription(world).charge_on == date(2028, 4, 12) and subscription(world).resume_on is None


def test_in_a_pause_the_plan_page_names_the_pause_and_not_the_way_to_pay(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    on(world, "2027-04-30", "18:00")
    with pytest.raises(NotNow, match="A pause is planned or runs"):
        plan_changes.preview(world.deps, rosa.business_id, Wish(False, "local_plus", Interval.MONTH))


def change(world, rosa, wish):
    seal = plan_changes.preview(world.deps, rosa.business_id, wish).seal
    plan_changes.change(world.deps, rosa.business_id, wish, seal=seal, actor="owner")


def years_pause(world, rosa, *, then=None):
    """A year from 12 April 2027, and a month of pause after it, to 12 May 2028."""
    change(world.on("2027-04-12"), rosa, Wish(True, "local", Interval.YEAR))
    if then:
        change(world.on("2028-02-01"), rosa, then)
    pausing.pause(world.on("2028-03-01").deps, rosa.business_id, months=1, **OWNER)
    on(world, "2028-04-12", "18:00")
    assert subscription(world).is_paused_by_choice and subscription(world).charge_on == date(2028, 5, 12)


def test_a_year_that_follows_a_pause_is_told_as_long_before_as_every_year_that_renews(world, rosa):
    years_pause(world, rosa)
    assert price_changes.tell(world.on("2028-04-16").deps) == 0
    assert price_changes.tell(world.on("2028-04-17").deps) == 1
    on(world, "2028-04-17")
    (told,) = [m.body for m in world.mail.carried if m.kind == "year_renewal"]
    assert "On Friday, May 12, 2028, the pause of Delgado Plumbing is over" in told and "$399.50" in told
    assert price_changes.tell(world.on("2028-04-18").deps) == 0
    on(world, "2028-05-05")
    assert letters(world)[-1] == "charge_reminder"
    on(world, "2028-05-12", "18:00")
    assert periods(world)[-1] == (date(2028, 5, 12), date(2029, 5, 12))


def test_a_year_whose_notice_did_not_arrive_in_the_pause_begins_no_sooner_than_it_has(world, rosa):
    """Nothing ran from 13 April to 5 May 2028: 25 days before the charge were over."""
    years_pause(world, rosa)
    on(world, "2028-05-05")
    assert subscription(world).is_paused_by_choice and letters(world).count("charge_reminder") == 1
    assert price_changes.tell(world.deps) == 1
    on(world, "2028-05-05", "15:20")
    on(world, "2028-05-12", "18:00")
    assert len(periods(world)) == 2 and subscription(world).charge_on == date(2028, 5, 30)
    on(world, "2028-05-23")
    on(world, "2028-05-30", "18:00")
    assert periods(world)[-1] == (date(2028, 5, 30), date(2029, 5, 30))


def test_a_year_that_is_chosen_once_the_pause_is_over_is_told_as_a_first_charge_is(world, rosa):
    """She had planned months, and mail to her came back: on 20 May, at a new address, she comes back to her year."""
    years_pause(world, rosa, then=Wish(False, "local", Interval.MONTH))
    report(world, "pausing", "bounced")
    on(world, "2028-05-05")
    change(world.on("2028-05-20"), rosa, Wish(False, "local", Interval.YEAR))
    reaching.change(world.deps, rosa.id, email="rosa@new.example", mobile="", actor="owner")
    on(world, "2028-05-20")
    assert letters(world)[-1] == "charge_reminder" and "year_renewal" not in letters(world)
    on(world, "2028-05-26", "18:00")
    assert len(periods(world)) == 2
    on(world, "2028-05-27", "18:00")
    assert periods(world)[-1] == (date(2028, 5, 27), date(2029, 5, 27))


def test_a_free_month_has_nothing_to_pause(world):
    trial = world.on("2027-03-01").sell(owner=BY_MAIL)
    world.confirm(trial)
    with pytest.raises(Refused, match="costs nothing"):
        pausing.pause(world.deps, trial.business_id, months=1, **OWNER)


def test_who_cancels_in_a_pause_is_charged_no_more_and_told_so(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=3, **OWNER)
    on(world, "2027-04-30", "18:00")
    world.on("2027-05-10")
    cancelling.cancel(world.deps, rosa.id, actor="owner", evidence={"way": "link"})
    world.work()
    assert subscription(world).state is SubscriptionState.CANCELED and letters(world)[-1] == "ended_now"
    on(world, "2027-07-30", "18:00")
    assert len(world.rows("invoices")) == 1


def test_a_long_stop_of_the_service_sends_one_reminder_and_charges_no_day_of_the_pause(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    on(world, "2027-09-15", "18:00")
    on(world, "2027-09-15", "18:15")
    assert len(world.rows("invoices")) == 1 and subscription(world).charge_on == date(2027, 9, 22)
    on(world, "2027-09-22", "18:00")
    assert periods(world)[-1] == (date(2027, 9, 22), date(2027, 10, 22))


def test_twice_run_is_once(world, rosa):
    pausing.pause(world.deps, rosa.business_id, months=1, **OWNER)
    for day in ("2027-04-30", "2027-05-23", "2027-05-30"):
        for _ in range(2):
            on(world, day, "18:00")
    assert len(world.rows("invoices")) == 2 and letters(world).count("charge_reminder") == 2
