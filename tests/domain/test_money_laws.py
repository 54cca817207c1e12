"""Laws of money: proration and tax lose no cent, whatever the price, the days, the rates and the cuts."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.money import dollars, rounded
from mappop.domain.proration import Period, prorated
from mappop.domain.tax import WHOLE, taxes

CENTS = st.integers(-10_000_000_00, 10_000_000_00)
DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))
PERIODS = st.builds(lambda start, days: Period(start, start + timedelta(days)), DAYS, st.integers(1, 366))
RATES = st.sampled_from([0, 10_000, 45_000, 62_500, 82_500, 88_750, 102_500]) | st.integers(0, 200_000)
LINES = st.lists(st.tuples(CENTS, RATES), max_size=12)


@given(CENTS, st.integers(1, 10_000))
def test_rounding_is_to_the_nearest_cent_and_a_half_goes_away_from_zero(amount, divisor):
    off = Fraction(amount, divisor) - rounded(amount, divisor)
    assert abs(off) <= Fraction(1, 2) and rounded(-amount, divisor) == -rounded(amount, divisor)
    if abs(off) == Fraction(1, 2):
        assert abs(rounded(amount, divisor)) > abs(Fraction(amount, divisor))


@given(st.data(), CENTS, PERIODS)
def test_the_parts_of_a_period_sum_to_its_price(data, price, whole):
    offsets = data.draw(st.lists(st.integers(0, whole.days), max_size=8))
    days = sorted({0, whole.days, *offsets})
    cuts = [whole.start + timedelta(day) for day in days]
    parts = [prorated(price, whole, Period(a, b)) for a, b in zip(cuts, cuts[1:], strict=False)]
    assert sum(parts) == price
    for part, (a, b) in zip(parts, zip(days, days[1:], strict=False), strict=True):
        assert abs(part - Fraction(price * (b - a), whole.days)) <= 1


@given(st.data(), CENTS, CENTS, PERIODS)
def test_up_and_down_on_one_day_costs_nothing(data, old, new, whole):
    left = whole.since(whole.start + timedelta(data.draw(st.integers(0, whole.days))))
    up = prorated(-old, whole, left) + prorated(new, whole, left)
    down = prorated(-new, whole, left) + prorated(old, whole, left)
    assert up + down == 0


def test_a_part_outside_of_its_period_has_no_price():
    march, april = Period(date(2027, 3, 1), date(2027, 4, 1)), Period(date(2027, 4, 1), date(2027, 5, 1))
    with pytest.raises(ValueError, match="no part of"):
        prorated(3995, march, april)
    with pytest.raises(ValueError, match="before it starts"):
        Period(april.start, march.start)


def test_half_a_march():
    """3995 for 31 days: 15 days earn 1933.06 cents, the other 16 are the rest."""
    march = Period(date(2027, 3, 1), date(2027, 4, 1))
    first, second = Period(march.start, date(2027, 3, 16)), march.since(date(2027, 3, 16))
    assert (prorated(3995, march, first), prorated(3995, march, second)) == (1933, 2062)


@given(LINES)
def test_the_lines_taxes_sum_to_the_invoices_rounded_once(lines):
    assert sum(taxes(lines)) == rounded(sum(amount * rate for amount, rate in lines), WHOLE)


@given(LINES)
def test_each_line_is_less_than_a_cent_from_its_exact_tax(lines):
    for tax, (amount, rate) in zip(taxes(lines), lines, strict=True):
        assert abs(tax - Fraction(amount * rate, WHOLE)) < 1


@given(LINES)
def test_what_is_taken_back_takes_its_tax_back(lines):
    assert taxes([(-amount, rate) for amount, rate in lines]) == [-tax for tax in taxes(lines)]


@given(LINES)
def test_a_line_without_tax_gets_no_cent_of_it(lines):
    assert all(tax == 0 for tax, (_, rate) in zip(taxes(lines), lines, strict=True) if rate == 0)


def test_a_cent_goes_to_the_largest_part():
    assert taxes([(1010, 82_500), (1020, 82_500), (1030, 0)]) == [83, 84, 0]  # 83.325 and 84.15 make 167.475
    assert taxes([(606, 82_500), (606, 82_500)]) == [50, 50]  # 49.995 twice make 99.99
    assert taxes([(5, 100_000)]) == [1] and taxes([(-5, 100_000)]) == [-1]  # half a cent goes up


@given(st.integers())
def test_an_amount_as_it_is_written_is_read_back_to_the_cent(minor):
    assert Fraction(dollars(minor)) * 100 == minor and dollars(minor)[-3] == "."
