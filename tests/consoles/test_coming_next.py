"""What support reads under "What comes next": the days, and the very sums that the owner will be asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from mappop.domain.plan import Interval
from mappop.domain.roles import Role
from mappop.services import cancelling, coupons
from mappop.services.plan_changes import Wish
from tests.consoles.conftest import Visitor
from tests.scenarios.test_first_charge import first_charged, on, subscription
from tests.scenarios.test_plan_changes import HOUR, change
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """Rosa pays 39.95 a month since Wednesday 31 March 2027; the next is due on 30 April."""
    first_charged(world.on("2027-03-01"))
    return world


@pytest.fixture
def carlo(visitor: Visitor, world: World) -> Visitor:
    world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila")
    return visitor


def coming(carlo: Visitor) -> list[str]:
    """A session does not last for weeks."""
    carlo.sign_in("carlo@mappop.example")
    page = carlo.get("/support/customers/delgado-plumbing-austin").get_data(as_text=True)
    return [step.get_text(" ", strip=True) for step in BeautifulSoup(page, "html.parser").select(".dated li")]


def test_a_coupon_and_what_follows_it(world: World, carlo: Visitor) -> None:
    assert coming(carlo) == ["Fri 30 Apr The next month, $39.95, from noon."]
    coupons.give(world.deps, subscription(world).business_id, "sorry_month", role=Role.ADMIN, actor="mia")
    assert coming(carlo) == ["Fri 30 Apr The next month, $0.00, then $39.95 a month, from noon."]


def test_what_was_added_is_in_the_sum_and_in_the_heading(world: World, carlo: Visitor) -> None:
    change(world, replace(HOUR, at_once=False))
    assert coming(carlo) == ["Fri 30 Apr The next month, $89.95, from noon."]
    page = carlo.get("/support/customers/delgado-plumbing-austin").get_data(as_text=True)
    assert '<b class="num">$89.95</b> a month' in page


def test_a_year_that_renews_is_told_of_its_letter(world: World, carlo: Visitor) -> None:
    change(world, Wish(False, "local", Interval.YEAR))
    assert coming(carlo) == ["Fri 30 Apr The next year, $399.50, from noon."]
    on(world, "2027-04-30", "18:00")
    letter, charge = coming(carlo)
    assert letter.startswith("Wed 5 Apr The letter about the year to come")
    assert charge == "Sun 30 Apr The next year, $399.50, from noon."


def test_a_year_whose_letter_did_not_arrive_is_said_to_be_held(world: World, carlo: Visitor) -> None:
    change(world, Wish(False, "local", Interval.YEAR))
    on(world, "2027-04-30", "18:00")
    on(world, "2028-05-02")
    (held,) = coming(carlo)
    assert held.startswith("Waits The charge of")


def test_a_service_that_ended_says_since_when(world: World, carlo: Visitor) -> None:
    trial = world.rows("trials")[0]
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "portal"})
    assert coming(carlo)[0].startswith("Fri 30 Apr The site becomes a plain page")
    on(world, "2027-05-03")
    assert coming(carlo) == [
        "Fri 30 Apr Service ended: the site is a plain page, the listings stay theirs."
    ]  # fmt: skip
