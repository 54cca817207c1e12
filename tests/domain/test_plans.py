"""What is sold: prices that were sold stay as they were, each has its source, and a coupon keeps its limits."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain import terms
from mappop.domain.coupon import Coupon, coupon, coupons
from mappop.domain.errors import NotFound, Refused
from mappop.domain.plan import Interval, PriceVersion, Sold, add_ons, plan, plans

SOLD = {  # version: its day, a month, a year, the set-up. A new version is a new line here; a line never changes
    "local-1": (date(2026, 1, 1), 39_95, 399_50, 0),
    "local-plus-1": (date(2026, 11, 26), 79_95, 799_50, 49_00),
    "desk-hour-1": (date(2026, 11, 26), 25_00, 250_00, 0),
}
TODAY = date(2027, 3, 31)


def test_a_price_that_was_sold_is_never_edited():
    versions = [version for sold in (*plans().values(), *add_ons().values()) for version in sold.versions]
    assert {v.id: (v.since, v.month_minor, v.year_minor, v.set_up_minor) for v in versions} == SOLD
    assert len({v.id for v in versions}) == len(versions)


@pytest.mark.parametrize("name", ["plans", "coupons"])
def test_every_price_and_coupon_has_its_source_and_both_languages(name):
    data = tomllib.loads(resources.files("mappop.domain").joinpath(f"{name}.toml").read_text("utf-8"))
    rows = [row for kind in ("plan", "add_on", "coupon") for row in data.get(kind, {}).values()]
    assert rows and all(row["title"].keys() == {"en", "es"} for row in rows)
    assert all(one["source"] for row in rows for one in row.get("version", [row]))


def test_the_price_of_a_day_is_that_of_the_newest_version():
    old, new = PriceVersion("a", date(2027, 1, 1), 10_00, 100_00), PriceVersion("b", date(2027, 4, 1), 12_00, 120_00)
    sold = Sold("plan", {"en": "Plan"}, {}, (old, new))
    assert [sold.on(day).id for day in (date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 1))] == ["a", "a", "b"]
    assert new.minor(Interval.YEAR) == 120_00 and sold.version("a") is old
    with pytest.raises(NotFound, match="not sold before 2027-01-01"):
        sold.on(date(2026, 12, 31))


def test_a_sale_offers_the_plan_of_its_day():
    offered = terms.plan(TODAY)
    assert (offered.title, offered.price_minor, offered.version) == ("Map Pop Local", 39_95, "local-1")
    assert plan("local").on(TODAY).set_up_minor == 0  # the script speaks of none
    with pytest.raises(NotFound):
        plan("gold")


@given(st.integers(0, 100), st.integers(0, 100_00), st.integers(0, 1_000_00))
def test_a_coupon_never_takes_off_more_than_the_price(percent, amount, price):
    one = Coupon("one", {"en": "One"}, percent, amount, periods=3)
    assert 0 <= one.off(price) <= price and one.worth(price) == 3 * one.off(price)


def check(key, price=39_95, interval=Interval.MONTH, uses=0, on=TODAY, role="admin"):
    coupon(key).check(price_minor=price, interval=interval, uses=uses, on=on, role=role)


def test_a_coupon_is_given_until_its_day_and_its_number():
    check("launch", uses=499, on=date(2027, 6, 30))
    with pytest.raises(Refused, match="until 2027-06-30"):
        check("launch", on=date(2027, 6, 30) + timedelta(days=1))
    with pytest.raises(Refused, match="500 times"):
        check("launch", uses=500)
    with pytest.raises(Refused, match="by the month"):
        check("launch", interval=Interval.YEAR)


def test_support_gives_coupons_within_its_limit_and_none_without_end():
    check("sorry_month", role="support_agent")
    check("sorry_month", price=129_95, role="support_agent")
    assert coupon("sorry_month").off(129_95) == 80_00, "of a larger plan too it is no more than support may give"
    with pytest.raises(Refused, match="ask an administrator"):
        check("neighbour", role="support_agent")
    check("neighbour")


@pytest.mark.parametrize("key", sorted(coupons()))
def test_nobody_else_gives_a_coupon(key):
    with pytest.raises(Refused):
        check(key, on=date(2026, 12, 1), role="sales_agent")
