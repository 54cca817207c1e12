"""CANCEL by text while money is open, dated: nothing is charged until the owner says that they stay."""

from __future__ import annotations

import pytest

from mappop.domain.plan import Interval
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.domain.terms import long_date
from mappop.services import billing, cancelling, coupons, pausing, plan_changes, price_changes, texts_in
from tests.scenarios.test_dunning import SHOP, enters, letter, lives, on, report, subscription, the_dunning, tries
from tests.world import ROSA, World

EMPTY = "insufficient_funds"


@pytest.fixture
def world(world: World) -> World:
    """Rosa's first charge is on Wednesday 31 March, at noon in Austin (17:00 UTC)."""
    world.on("2027-03-01")
    trial = world.sell(owner=ROSA)
    world.confirm(trial)
    world.work()
    return world


def charged(world, declines=""):
    method = enters(world)
    world.processor.declines[method.ref] = declines
    on(world, "2027-03-24")
    report(world, "charge_reminder", "delivered")
    on(world, "2027-03-31")


def texts_cancel(world, day, time="15:00"):
    world.on(day, time)
    texts_in.keep(world.deps, {"id": f"SM-{day}", "from": "+15125550166", "body": "CANCEL"})
    texts_in.work(world.deps, world.rows("texts_in")[0].id)  # heard before whatever else is due at that moment
    world.work()
    assert subscription(world).cancel_asked_at == world.clock.now()


def stays(world, day):
    cancelling.stay(world.on(day).deps, world.rows("trials")[0].id, actor="owner", evidence={"way": "link"})
    world.work()


def test_an_empty_card_is_not_tried_again_after_cancel_and_is_once_the_owner_stays(world):
    """Tries stand on 2, 5, 9 and 13 April; the text comes on the 1st, the word that she stays on the 6th."""
    charged(world, declines=EMPTY)
    texts_cancel(world, "2027-04-01")
    world.processor.declines.clear()
    lives(world, "2027-04-06")
    assert tries(world) == ["2027-03-31"]
    stays(world, "2027-04-06")
    lives(world, "2027-04-07")
    assert tries(world) == ["2027-03-31", "2027-04-07"] and subscription(world).state is SubscriptionState.ACTIVE


def test_letters_about_an_open_payment_name_no_try_while_the_owner_has_asked_to_leave(world):
    charged(world, declines=EMPTY)
    texts_cancel(world, "2027-04-01")
    lives(world, "2027-04-07")
    told = letter(world, "payment_reminder")
    assert "We try again" not in told and "another card" in told


def test_a_charge_that_was_on_its_way_when_the_text_came_is_not_made_and_is_once_the_owner_stays(world):
    world.processor.troubles = ["before"]
    charged(world)
    texts_cancel(world, "2027-03-31", "17:01")
    lives(world, "2027-04-20")
    assert world.processor.made == {} and the_dunning(world).cause == "overdue"
    stays(world, "2027-04-21")
    on(world, "2027-04-21")
    assert [p.state for p in world.rows("payments")] == ["failed", "succeeded"]
    assert subscription(world).state is SubscriptionState.ACTIVE


def test_a_month_whose_charge_had_not_begun_when_the_text_came_waits_for_the_owners_word(world):
    enters(world)
    on(world, "2027-03-24")
    report(world, "charge_reminder", "delivered")
    billing.run(world.on("2027-03-31", "17:01").deps)
    texts_cancel(world, "2027-03-31", "17:01")
    assert world.rows("payments") == [] and len(world.rows("invoices")) == 1
    stays(world, "2027-04-02")
    assert tries(world) == ["2027-04-02"] and len(world.processor.made) == 1


def test_who_stays_after_the_day_of_a_payment_is_told_that_it_is_asked_for_now(world):
    charged(world)
    texts_cancel(world, "2027-04-29")
    lives(world, "2027-05-02")
    stays(world, "2027-05-03")
    assert "waited since Friday, April 30, 2027 is asked for now: $39.95" in letter(world, "staying")
    on(world, "2027-05-03", "18:00")
    assert tries(world) == ["2027-03-31", "2027-05-03"]


def test_who_stays_after_the_day_of_the_first_payment_is_told_that_it_gets_another(world):
    enters(world)
    texts_cancel(world, "2027-03-10")
    lives(world, "2027-04-01")
    stays(world, "2027-04-02")
    told = letter(world, "staying")
    assert "On Wednesday, March 31, 2027 nothing was charged: we tell you the new day" in told and "next on" not in told


def test_a_card_saved_after_cancel_is_tried_when_the_owner_stays(world):
    charged(world, declines="stolen_card")
    texts_cancel(world, "2027-04-01")
    world.on("2027-04-02")
    enters(world, label="Mastercard 4444")
    assert tries(world) == ["2027-03-31"]
    stays(world, "2027-04-03")
    assert tries(world) == ["2027-03-31", "2027-04-03"] and subscription(world).state is SubscriptionState.ACTIVE


def test_who_finishes_canceling_is_asked_for_nothing_more(world):
    charged(world, declines=EMPTY)
    texts_cancel(world, "2027-04-01")
    world.processor.declines.clear()
    cancelling.cancel(world.deps, world.rows("trials")[0].id, actor="owner", evidence={"way": "link"})
    lives(world, "2027-05-05")
    assert tries(world) == ["2027-03-31"] and subscription(world).business_id == SHOP


def test_the_word_to_who_stays_counts_a_coupons_bills_from_the_one_after(world):
    charged(world)
    coupons.give(world.deps, SHOP, "launch", role=Role.ADMIN, actor="mia")
    texts_cancel(world, "2027-04-29")
    stays(world, "2027-05-03")
    told = letter(world, "staying")
    assert (
        "is asked for now: $29.95" in told and "After that bill it is $29.95 a month for 2 bills, then $39.95" in told
    )


def test_who_stays_before_a_pause_that_is_planned_is_asked_for_nothing_and_told_the_day_after_it(world):
    charged(world)
    pausing.pause(world.deps, SHOP, months=1, actor="owner", evidence={"way": "portal"})
    texts_cancel(world, "2027-04-29")
    stays(world, "2027-05-03")
    told = letter(world, "staying")
    assert "is asked for now" not in told and f"next on {long_date(subscription(world).next_charge_on, 'en')}" in told
    on(world, "2027-05-03", "18:00")
    assert tries(world) == ["2027-03-31"]


def test_a_year_that_was_told_late_is_not_asked_for_before_the_day_of_its_letter(world):
    """Its own day is April 15, 2028; the notice names April 30, and the owner stays on the 20th."""
    charged(world)
    wish = plan_changes.Wish(True, "local", Interval.YEAR)
    seal = plan_changes.preview(world.on("2027-04-15").deps, SHOP, wish).seal
    plan_changes.change(world.deps, SHOP, wish, seal=seal, actor="owner")
    world.work()
    price_changes.tell(world.on("2028-04-05", "15:10").deps)
    world.work()
    report(world, "year_renewal", "delivered")
    texts_cancel(world, "2028-04-15", "12:00")
    stays(world, "2028-04-20")
    told = letter(world, "staying")
    assert "is asked for now" not in told and "next on Sunday, April 30, 2028" in told
