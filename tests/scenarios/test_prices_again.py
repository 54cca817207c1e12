"""A price list that changes again while its first change waits, dated: what was told in time holds, nothing else."""

from __future__ import annotations

import pytest

from mappop.domain.roles import Role
from mappop.services import coupons, pausing, plan_changes, reaching
from tests.scenarios.test_first_charge import first_charged, letters, on, report, subscription
from tests.scenarios.test_plan_changes import HOUR, PLUS, YEAR, change
from tests.scenarios.test_price_changes import OWNER, charged, in_years, tell
from tests.world import FakeTaxEngine, World


@pytest.fixture
def world(world: World) -> World:
    """Rosa pays 39.95 a month since Wednesday, March 31, 2027."""
    first_charged(world.on("2027-03-01"))
    return world


def told(world: World, day: str, how: str = "delivered", kind: str = "price_change") -> None:
    assert tell(world, day) >= 1
    report(world, kind, how)


@pytest.mark.parametrize(("how", "asked"), [("delivered", 49_95), ("bounced", 44_95)])
def test_a_price_that_was_told_holds_where_a_still_newer_one_was_not(world, lists, how, asked):
    """The second letter, ten days later, bounced: 39.95 was asked, though 44.95 had been told in time."""
    lists("local", "2027-04-15", 44_95, 449_50)
    told(world, "2027-04-05")
    lists("local", "2027-04-25", 49_95, 499_50)
    told(world, "2027-04-15", how)
    assert charged(world, "2027-04-30") == asked


def test_a_year_whose_new_price_was_told_renews_though_the_list_changed_again(world, lists):
    """Five days before the year a third price can't be told any more. The year waited, and a letter named another day,
    at the oldest price of the three."""
    in_years(world.on("2027-04-15"))
    lists("local", "2028-04-01", 44_95, 449_50)
    told(world, "2028-03-22")
    lists("local", "2028-04-10", 49_95, 499_50)
    assert tell(world, "2028-04-05") == 0 and "year_renewal" not in letters(world)
    assert charged(world, "2028-04-15") == 449_50


def test_less_than_was_told_may_be_asked(world, lists):
    """44.95 was told, then the list falls to 42.95 too late for a letter."""
    lists("local", "2027-04-15", 44_95, 449_50)
    told(world, "2027-04-05")
    lists("local", "2027-04-28", 42_95, 429_50)
    tell(world, "2027-04-26")
    assert charged(world, "2027-04-30") == 42_95


def test_a_price_that_is_set_back_before_it_began_is_not_asked_and_a_year_told_of_more_renews(world, lists):
    in_years(world.on("2027-04-15"))
    lists("local", "2028-04-01", 44_95, 449_50)
    told(world, "2028-03-22")
    lists("local", "2028-04-10", 39_95, 399_50)
    assert tell(world, "2028-04-05") == 0
    assert charged(world, "2028-04-15") == 399_50


def test_who_pays_the_same_by_a_new_version_is_written_nothing(world, lists):
    """Only the year is dearer: who pays by the month was told that 39.95 becomes 39.95."""
    lists("local", "2027-04-15", 39_95, 449_50)
    assert tell(world, "2027-04-05") == 0
    assert charged(world, "2027-04-30") == 39_95 and subscription(world).price_version == "local-2"


def test_a_notice_to_a_place_that_was_given_up_does_not_count(world, lists):
    """It may have been a stranger's: the new one is told there, or the old price stands."""
    lists("local", "2027-04-15", 44_95, 449_50)
    told(world, "2027-04-05")
    world.on("2027-04-25")
    reaching.change(world.deps, subscription(world).trial_id, mobile="", email="rosa@other.example", actor="owner")
    assert tell(world, "2027-04-26") == 0
    assert charged(world, "2027-04-30") == 39_95
    told(world, "2027-05-06")
    assert charged(world, "2027-05-31") == 44_95


def test_who_moves_to_another_place_in_time_is_told_there(world, lists):
    lists("local", "2027-04-15", 44_95, 449_50)
    told(world, "2027-04-05")
    world.on("2027-04-20")
    reaching.change(world.deps, subscription(world).trial_id, mobile="", email="rosa@other.example", actor="owner")
    told(world, "2027-04-20")
    assert world.mail.carried[-1].to == "rosa@other.example"
    assert charged(world, "2027-04-30") == 44_95


def test_what_was_agreed_at_the_newest_price_is_not_made_older_by_a_late_charge(world, lists):
    """Nothing runs from 29 April to 20 May; on 10 May two hours are wished for at that day's price."""
    lists("desk_hour", "2027-05-05", 30_00, 300_00)
    change(world.on("2027-05-10"), plan_changes.later(HOUR))
    assert subscription(world).newest_next == subscription(world).agreed_next


def test_a_price_that_was_told_and_does_not_come_is_taken_back_in_writing(world, lists):
    lists("local", "2027-04-15", 44_95, 449_50)
    told(world, "2027-04-05")
    lists("local", "2027-04-25", 39_95, 399_50)
    told(world, "2027-04-10")
    assert "the new price that we wrote of does not come" in world.mail.carried[-1].body.lower()
    assert tell(world, "2027-04-11") == 0
    assert charged(world, "2027-04-30") == 39_95


def test_of_a_plan_to_come_the_letter_says_what_it_was_to_cost_and_what_its_first_bill_asks(world, lists):
    """She pays 39.95 and planned 79.95; the letter said “until then it is $79.95”, and nothing of the set-up fee."""
    lists("local", "2027-04-15", 44_95, 449_50)
    lists("local_plus", "2027-04-15", 89_95, 899_50)
    change(world.on("2027-04-04"), plan_changes.later(PLUS))
    told(world, "2027-04-06")
    body = world.mail.carried[-1].body
    assert "with what you planned, Map Pop costs $89.95 a month" in body and "and not $79.95" in body
    assert "Until then it is" not in body and "The bill of that day asks $138.95." in body
    assert charged(world, "2027-04-30") == 138_95


def test_with_a_coupon_the_letter_without_end_the_letter_names_what_each_bill_asks_in_spanish_too(world, lists):
    with world.app.unit_of_work() as uow:
        uow.trials.get(subscription(world).trial_id).language = "es"
        uow.commit()
    coupons.give(world.deps, subscription(world).business_id, "neighbour", role=Role.ADMIN, actor="person_mia")
    lists("local", "2027-04-15", 44_95, 449_50)
    told(world, "2027-04-05")
    body = world.mail.carried[-1].body
    assert "Map Pop cuesta $40.45 al mes" in body and "Hasta entonces son $35.95." in body
    assert "La factura de ese día" not in body, "each bill asks that, for good"
    assert charged(world, "2027-04-30") == 40_45


def test_the_first_charge_after_a_pause_is_told_by_its_reminder_alone(world, lists):
    """It asks what was agreed: a letter of 44.95 for that Sunday, May 30, would be wrong. The next one asks more."""
    lists("local", "2027-04-15", 44_95, 449_50)
    pausing.pause(world.on("2027-04-10").deps, subscription(world).business_id, months=1, **OWNER)
    charged(world, "2027-04-30")
    on(world, "2027-05-23")
    report(world, "charge_reminder", "delivered")
    assert tell(world, "2027-05-23") == 0
    assert charged(world, "2027-05-30") == 39_95
    told(world, "2027-06-05")
    assert charged(world, "2027-06-30") == 44_95


@pytest.mark.parametrize(("rate", "asked"), [(100_000, 439_45), (50_000, 419_48)])
def test_a_tax_that_changes_after_a_years_notice_makes_no_year_wait(world, rate, asked):
    """8.25 % on 21 March 2028, when $432.46 was told; the bill goes by the rate of its day, as the letter said."""
    world.tax_engine = FakeTaxEngine(82_500)
    change(world.on("2027-04-15"), YEAR)
    told(world, "2028-03-21", kind="year_renewal")
    [letter] = [mail.body for mail in world.mail.carried if mail.kind == "year_renewal"]
    assert "begins for $432.46" in letter and "the bill goes by the rate of its day" in letter
    world.tax_engine.rate = rate
    assert [tell(world, day) for day in ("2028-03-28", "2028-04-10")] == [0, 0]
    assert charged(world, "2028-04-15") == asked
