"""A coupon given on a customer's page for a reason, and what administrators see of all of them."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from mappop.domain.roles import Role
from tests.consoles.conftest import Visitor
from tests.world import World

SHOP = "/support/customers/delgado-plumbing-austin"


@pytest.fixture
def customer(world: World) -> None:
    """Rosa's free month began on 1 March."""
    world.on("2027-03-01")
    world.confirm(world.sell())
    world.work()


def signed_in(visitor: Visitor, world: World, role: Role) -> Visitor:
    visitor.sign_in(world.person(role, "Sam", "sam@mappop.example", "manila").email)
    return visitor


def text(visitor: Visitor, path: str) -> str:
    return " ".join(visitor.get(path).get_data(as_text=True).split())


def test_an_agent_gives_what_an_agent_may_and_says_why(customer: None, visitor: Visitor, world: World) -> None:
    sam = signed_in(visitor, world, Role.SUPPORT_AGENT)
    page = text(sam, f"{SHOP}/coupon")
    assert (
        "One month on us: 100 %, $80.00 at the most, off one bill" in page
        and "Launch offer: $10.00 off each bill, 3 times" in page
    )
    assert "Neighbor" not in page, "without end, which is more than an agent may give"
    answer = sam.post(f"{SHOP}/coupon", coupon="sorry_month", reason="Their site was down for a day")
    assert answer.location == SHOP
    shown = text(sam, SHOP)
    assert "Was given a coupon: One month on us" in shown and "Their site was down for a day" in shown
    assert "Give a coupon" not in shown, "one at a time"
    assert [row.coupon for row in world.rows("subscriptions")] == ["sorry_month"]


@pytest.mark.parametrize(
    ("coupon", "reason", "fault"),
    [("", "a fault of ours", "is not chosen"), ("neighbour", "they asked", "is not chosen"),
     ("launch", " ", "say why they get it"), ("launch", "x" * 301, "is 301 letters long")],
)  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_stays(
    customer: None, visitor: Visitor, world: World, coupon: str, reason: str, fault: str
) -> None:
    sam = signed_in(visitor, world, Role.SUPPORT_AGENT)
    answer = sam.post(f"{SHOP}/coupon", coupon=coupon, reason=reason)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and fault in page and reason.strip() in page
    assert [row.coupon for row in world.rows("subscriptions")] == [""]


def test_an_administrator_sees_each_coupon_and_who_has_one(customer: None, visitor: Visitor, world: World) -> None:
    mia = signed_in(visitor, world, Role.ADMIN)
    assert "Nobody has one" in text(mia, "/admin/coupons")
    mia.post(f"{SHOP}/coupon", coupon="neighbour", reason="Member of the chamber")
    page = text(mia, "/admin/coupons")
    assert "1 of 100" in page and "0 of 500" in page and "Wed 30 Jun 2027" in page
    assert 'href="/support/customers/delgado-plumbing-austin"' in page and "for good" in page
    world.on("2027-07-01")
    mia.sign_in("sam@mappop.example")
    assert "not given any more" in text(mia, "/admin/coupons")


def test_the_page_asks_the_database_no_more_for_more_customers(visitor: Visitor, world: World, customer: None) -> None:
    mia, asked = signed_in(visitor, world, Role.ADMIN), []
    event.listen(world.app.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    text(mia, "/admin/coupons")
    before = len(asked)
    mia.post(f"{SHOP}/coupon", coupon="neighbour", reason="Member of the chamber")
    asked.clear()
    text(mia, "/admin/coupons")
    assert len(asked) == before
