"""New prices and yearly renewals, dated: asked only where their notice arrived in time, and never without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from mappop.domain import plan
from mappop.domain.notice import Notice, fits, renewal_notice, windows
from mappop.domain.plan import Interval
from mappop.domain.roles import Role
from mappop.services import billing, coupons, pausing, plan_changes, price_changes
from mappop.services.plan_changes import Wish
from tests.scenarios.test_first_charge import first_charged, letters, on, report, subscription
from tests.scenarios.test_plan_changes import HOUR, LOCAL, YEAR, change
from tests.world import World

OWNER = {"actor": "owner", "evidence": {"way": "portal"}}


@pytest.fixture
def world(world: World) -> World:
    """Rosa pays 39.95 a month since Wednesday, March 31, 2027."""
    first_charged(world.on("2027-03-01"))
    return world


@pytest.fixture
def dearer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A price list to come, which the shipped one can't hold: from 15 April 2027 44.95 a month, 449.50 a year, and
    30.00 a month for an hour of the desk."""
    yield from listed(monkeypatch, date(2027, 4, 15))


@pytest.fixture
def dearer_next_year(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from listed(monkeypatch, date(2028, 4, 1))


def listed(monkeypatch, since):
    data = plan._data()
    new = {"id": "local-2", "from": since, "month": 44_95, "year": 449_50, "source": "a test"}
    data["plan"]["local"]["version"].append(new)
    hour = {"id": "desk-hour-2", "from": since, "month": 30_00, "year": 300_00, "source": "a test"}
    data["add_on"]["desk_hour"]["version"].append(hour)
    monkeypatch.setattr(plan, "_data", lambda: data)
    for known in (plan.plans, plan.add_ons):
        known.cache_clear()
    yield
    for known in (plan.plans, plan.add_ons):
        known.cache_clear()


def tell(world, day, time="15:10"):
    told = price_changes.tell(world.on(day, time).deps)
    world.work()
    return told


def charged(world, day):
    on(world, day, "18:00")
    return max(world.rows("invoices"), key=lambda invoice: invoice.number).amount_minor


def test_a_new_price_is_asked_after_its_notice_arrived(world, dearer):
    assert tell(world, "2027-04-04") == 0
    assert tell(world, "2027-04-05") == 1 and tell(world, "2027-04-06") == 0  # 25 days before the 30th, once
    said = world.mail.carried[-1]
    assert said.kind == "price_change" and "$44.95 a month" in said.body and "$39.95" in said.body
    assert "Thursday, April 29, 2027" in said.body and "/x/" in said.body
    report(world, "price_change", "delivered")
    assert charged(world, "2027-04-30") == 44_95 and subscription(world).price_version == "local-2"
    assert tell(world, "2027-05-10") == 0


@pytest.mark.parametrize("event", ["bounced", None])
def test_without_proof_that_it_arrived_the_old_price_stands_and_the_next_is_told_anew(world, dearer, event):
    tell(world, "2027-04-05")
    if event:
        report(world, "price_change", event)
    assert charged(world, "2027-04-30") == 39_95
    if event is None:
        assert tell(world, "2027-05-06") == 1
        report(world, "price_change", "delivered")
        assert charged(world, "2027-05-31") == 44_95


def test_a_notice_that_arrives_too_late_does_not_count(world, dearer):
    tell(world, "2027-04-05")
    world.on("2027-04-24")
    report(world, "price_change", "delivered")
    assert charged(world, "2027-04-30") == 39_95


def in_years(world):
    wish, business = Wish(True, "local", Interval.YEAR), subscription(world).business_id
    seal = plan_changes.preview(world.deps, business, wish).seal
    plan_changes.change(world.deps, business, wish, seal=seal, actor="owner")
    world.work()


def test_a_year_renews_after_its_notice_and_is_held_without(world):
    in_years(world.on("2027-04-15"))
    assert tell(world, "2028-03-20") == 1 and subscription(world).terms_on == date(2029, 2, 28)  # the terms
    assert charged(world, "2028-04-15") == 399_50 - 19_97  # nothing new: nobody was told of the renewal
    assert len(world.rows("invoices")) == 2 and tell(world, "2028-04-16") == 1
    assert "Thursday, May 11, 2028" in world.mail.carried[-1].body
    report(world, "year_renewal", "delivered")
    on(world, "2028-05-10", "18:00")
    assert len(world.rows("invoices")) == 2
    assert charged(world, "2028-05-11") == 399_50
    assert max(i.period_start for i in world.rows("invoices")) == date(2028, 4, 15)


@pytest.mark.parametrize("told", ["2028-04-05", "2028-04-18"])
def test_a_year_that_is_told_late_says_to_which_day_it_is_paid_and_what_is_charged_when(world, told):
    """Ten days before its end, or three after it; “On Sunday, April 30, the year of … ends” stood there."""
    in_years(world.on("2027-04-15"))
    tell(world, told)
    day = {"2028-04-05": "Sunday, April 30", "2028-04-18": "Saturday, May 13"}[told]
    [mail] = [mail for mail in world.mail.carried if mail.kind == "year_renewal"]
    assert mail.subject == f"Your next year for Delgado Plumbing is charged on {day}, 2028"
    said = " ".join(mail.body.split())
    assert "is paid to Friday, April 14, 2028." in said and f"nothing is charged before {day}, 2028" in said
    assert "$399.50 is due for the year from Saturday, April 15, 2028 to Saturday, April 14, 2029." in said
    assert f"On {day}, 2028, the year" not in said
    report(world, "year_renewal", "delivered")
    on(world, {"2028-04-05": "2028-04-30", "2028-04-18": "2028-05-13"}[told], "18:00")
    bill = max(world.rows("invoices"), key=lambda invoice: invoice.number)
    assert (bill.period_start, bill.period_end) == (date(2028, 4, 15), date(2029, 4, 15))


def test_a_late_year_is_told_in_spanish_too(world):
    with world.app.unit_of_work() as uow:
        uow.trials.get(subscription(world).trial_id).language = "es"
        uow.commit()
    in_years(world.on("2027-04-15"))
    tell(world, "2028-04-05")
    [mail] = [mail for mail in world.mail.carried if mail.kind == "year_renewal"]
    said = " ".join(mail.body.split())
    assert "está pagado hasta el viernes 14 de abril de 2028" in said
    assert "El domingo 30 de abril de 2028 se pagan $399.50 por el año del sábado 15 de abril de 2028" in said


def test_a_year_that_was_told_in_time_renews_on_its_day(world):
    in_years(world.on("2027-04-15"))
    tell(world, "2028-03-21")
    report(world, "year_renewal", "delivered")
    assert charged(world, "2028-04-15") == 399_50 and subscription(world).charge_on == date(2029, 4, 15)


@pytest.mark.parametrize(
    ("told", "named", "year"), [("2028-03-22", "2028-04-15", 449_50), ("2028-04-05", "2028-04-30", 399_50)]
)
def test_a_year_renews_at_a_new_price_where_that_was_told_as_early_as_a_renewal(
    world, dearer_next_year, told, named, year
):
    """24 days before is in time for both. Ten are enough for a new price and too few for a year: that one is held, and
    renews at the price that it had once its own notice is 25 days old."""
    in_years(world.on("2027-04-15"))
    assert tell(world, told) == 2  # with the yearly terms
    report(world, "price_change" if year == 449_50 else "year_renewal", "delivered")
    assert charged(world, "2028-04-15") == (449_50 if year == 449_50 else 399_50 - 19_97)
    assert charged(world, named) == year


def test_who_pauses_at_the_end_of_the_year_is_not_told_that_it_renews_that_day(world):
    in_years(world.on("2027-04-15"))
    pausing.pause(world.on("2028-03-10").deps, subscription(world).business_id, months=1, **OWNER)
    assert tell(world, "2028-03-21") == 1 and letters(world)[-1] == "yearly_terms"
    pausing.resume(world.on("2028-03-22").deps, subscription(world).business_id, **OWNER)
    assert tell(world, "2028-03-22", "16:10") == 1 and letters(world)[-1] == "year_renewal"


def test_hours_that_run_keep_their_price_when_a_planned_year_is_given_up(world, dearer):
    change(world.on("2027-04-10"), HOUR)
    for wish in (YEAR, LOCAL):
        change(world.on("2027-04-20"), plan_changes.later(wish))
    assert charged(world, "2027-04-30") == 39_95 + 2 * 25_00


def test_a_year_whose_owner_nothing_reaches_is_a_case_for_support_once(world):
    in_years(world.on("2027-04-15"))
    for kind in {letter.kind for letter in world.mail.carried}:
        report(world, kind, "bounced")
    for day in ("2028-03-21", "2028-03-22"):
        tell(world, day)
    assert "year_renewal" not in letters(world)
    cases = [task for task in world.rows("tasks") if "can be reached in writing" in task.title]
    assert [task.role for task in cases] == [Role.SUPPORT_AGENT]


def test_once_a_year_the_terms_are_told(world):
    for day, count in (("2028-02-28", 0), ("2028-02-29", 1), ("2028-03-01", 1)):
        billing.run(world.on(day, "18:00").deps)
        tell(world, day, "18:00")
        assert letters(world).count("yearly_terms") == count
    assert "Map Pop Local" in world.mail.carried[-1].body


def test_after_years_in_which_nothing_ran_the_terms_are_told_once(world):
    """Due on 29 February 2028 and on 28 February 2029; the next is a year after that."""
    subscription_id = subscription(world).id
    assert [tell(world, "2029-06-08") for _ in range(3)] == [1, 0, 0]
    assert letters(world).count("yearly_terms") == 1
    assert subscription(world).terms_on == date(2030, 2, 28)
    (letter,) = [one for one in world.rows("messages") if one.kind == "yearly_terms"]
    assert letter.key.endswith(f"{subscription_id}:2029-02-28")


def test_the_days_that_were_chosen_fit_every_rule():
    """Seven days before the first charge, for an extended free month too; twenty-five before a dearer or yearly one."""
    assert {window.notice for window in windows()} == set(Notice) - {Notice.YEARLY_TERMS}
    assert fits(Notice.FIRST_CHARGE, 7) and not fits(Notice.FIRST_CHARGE, 6) and not fits(Notice.FIRST_CHARGE, 8)
    days = renewal_notice().days
    assert fits(Notice.PRICE_CHANGE, days) and fits(Notice.YEAR_RENEWAL, days) and days < 28
    assert all(window.source for window in windows())


def test_a_change_is_looked_at_by_the_price_that_its_next_bill_will_have(world, dearer):
    """44.95 was told for 30 April; two hours of the desk from then on were shown as 39.95 and 50.00, and billed as more
    a day later."""
    tell(world, "2027-04-05")
    report(world, "price_change", "delivered")
    drawn = change(world.on("2027-04-06"), plan_changes.later(HOUR))
    assert drawn.each.each_minor == 44_95 + 2 * 30_00
    world.work()
    assert "Map Pop costs $104.95 a month" in world.mail.carried[-1].body
    tell(world, "2027-04-07")
    report(world, "price_change", "delivered")
    assert charged(world, "2027-04-30") == 104_95


def test_a_change_too_late_for_a_notice_is_looked_at_by_the_price_that_was_agreed(world, dearer):
    drawn = change(world.on("2027-04-29"), plan_changes.later(HOUR))
    assert drawn.each.each_minor == 39_95 + 2 * 30_00
    tell(world, "2027-04-29", "20:00")
    assert charged(world, "2027-04-30") == 39_95 + 2 * 30_00


def test_a_coupon_of_some_months_is_told_with_the_new_price(world, dearer):
    coupons.give(world.deps, subscription(world).business_id, "launch", role=Role.ADMIN, actor="mia")
    tell(world, "2027-04-05")
    said = world.mail.carried[-1].body
    assert "costs $44.95 a month" in said and "With your coupon it is $34.95 for 3 bills first." in said
    assert "The bill of that day" not in said
