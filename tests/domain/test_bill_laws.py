"""Laws of a bill: lines sum to it, none is below nothing, and no sequence of changes gains or loses a cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.agreed import AddOn, Agreed
from mappop.domain.bill import Bill, Line, LineKind, line_of, of_change, of_new_period, of_period, unused
from mappop.domain.plan import Interval
from mappop.domain.postings import invoiced
from mappop.domain.proration import Period, prorated

MARCH = Period(date(2027, 3, 1), date(2027, 4, 1))
LOCAL = Agreed("local", Interval.MONTH, 39_95, "local-1")
PLUS = Agreed("local_plus", Interval.MONTH, 79_95, "local-plus-1")
RATES = st.sampled_from([0, 10_000, 50_000, 82_500])
CENTS = st.integers(0, 2_000_00)
ADD_ONS = st.lists(st.builds(AddOn, st.just("desk_hour"), st.integers(1, 10), CENTS, st.just("v")), max_size=1)
AGREED = st.builds(
    Agreed, st.sampled_from(["local", "local_plus"]), st.just(Interval.MONTH), CENTS, st.just("v"),
    ADD_ONS.map(tuple), st.sampled_from(["", "launch", "neighbour", "sorry_month"]), st.none(), CENTS,
)  # fmt: skip
STARTS = st.dates(date(2024, 1, 1), date(2040, 1, 1))
PERIODS = st.builds(lambda start, days: Period(start, start + timedelta(days)), STARTS, st.integers(28, 366))


def money(bill: Bill) -> int:
    """What the customer has to give, less what is kept for them."""
    return bill.total_minor - bill.kept_minor


@given(AGREED, PERIODS, RATES)
def test_lines_and_their_taxes_sum_to_the_bill_and_none_is_below_nothing(agreed, period, rate):
    bill = of_period(agreed, period, rate)
    assert bill.total_minor == sum(line.amount_minor + line.tax_minor for line in bill.lines) >= 0
    assert bill.tax_minor == sum(line.tax_minor for line in bill.lines) and bill.kept_minor == 0
    assert all(line.quantity * line.unit_minor == line.amount_minor for line in bill.lines)


@given(AGREED, PERIODS, RATES)
def test_a_line_comes_back_from_its_row_as_it_was(agreed, period, rate):
    assert all(line_of(line.as_row()) == line for line in of_period(agreed, period, rate).lines)


@given(st.data(), PERIODS, RATES, st.lists(AGREED, min_size=2, max_size=6))
def test_up_and_down_on_one_day_costs_nothing(data, period, rate, wishes):
    """A change there and back again: what the second bill takes is what the first gave, taxes and all."""
    on = period.start + timedelta(data.draw(st.integers(0, period.days - 1)))
    wishes = [replace(wish, set_up_minor=0) for wish in wishes]
    first = of_period(wishes[0], period, rate)
    billed = list(first.lines)
    for wish in [*wishes[1:], wishes[0]]:
        billed += of_change(billed, wish, period, on, rate).lines
    assert sum(line.amount_minor for line in unused(billed, on)) == sum(
        line.amount_minor for line in unused(first.lines, on)
    )
    assert sum(_money(line) for line in billed) == money(first)


@given(st.data(), PERIODS, RATES, st.lists(AGREED, min_size=3, max_size=7))
def test_there_and_back_costs_nothing_after_earlier_changes_too(data, period, rate, wishes):
    """Lines that were cut on earlier days are cut again from their wholes: no cent is won or lost by it."""
    days = sorted(data.draw(st.lists(st.integers(0, period.days - 1), min_size=len(wishes), max_size=len(wishes))))
    wishes = [replace(wish, set_up_minor=0) for wish in wishes]
    billed = list(of_period(wishes[0], period, rate).lines)
    for wish, day in zip(wishes[1:-1], days[1:-1], strict=True):
        billed += of_change(billed, wish, period, period.start + timedelta(day), rate).lines
    on, before = period.start + timedelta(days[-1]), sum(_money(line) for line in billed)
    there = of_change(billed, wishes[-1], period, on, rate)
    back = of_change([*billed, *there.lines], wishes[-2], period, on, rate)
    assert money(there) + money(back) == 0
    assert sum(_money(line) for line in [*billed, *there.lines, *back.lines]) == before


def test_a_part_comes_back_from_its_row_as_it_was_and_an_older_row_as_a_whole():
    (back, part) = of_change(of_period(LOCAL, MARCH, 50_000).lines, PLUS, MARCH, date(2027, 3, 16), 50_000).lines
    assert [line_of(line.as_row()) for line in (back, part)] == [back, part]
    assert back.of_whole().amount_minor == -39_95 and part.of_whole().amount_minor == 79_95
    older = {key: value for key, value in part.as_row().items() if key != "whole"}
    assert line_of(older).of_whole().amount_minor == part.amount_minor == 41_26


def _money(line: Line) -> int:
    return 0 if line.kind is LineKind.KEPT else line.amount_minor + line.tax_minor


@given(st.data(), PERIODS, RATES, st.lists(AGREED, min_size=1, max_size=5))
def test_whatever_is_changed_every_line_is_earned_to_the_cent(data, period, rate, wishes):
    """Leaving on any day: what was asked and not given back is what each line earned by then."""
    days = sorted(data.draw(st.lists(st.integers(0, period.days), min_size=len(wishes), max_size=len(wishes))))
    billed = list(of_period(wishes[0], period, rate).lines)
    for wish, day in zip(wishes[1:], days[1:], strict=True):
        bill = of_change(billed, wish, period, period.start + timedelta(day), rate)
        assert bill.total_minor >= 0 and bill.kept_minor >= 0 and not (bill.total_minor and bill.kept_minor)
        assert sum(invoiced(bill.total_minor, bill.tax_minor, bill.kept_minor).values()) == 0
        billed += bill.lines
    end = period.start + timedelta(days[-1])
    of_days = [line for line in billed if line.kind not in (LineKind.SET_UP, LineKind.KEPT)]
    earned = sum(_earned(line, end) for line in of_days)
    asked = sum(line.amount_minor for line in of_days)
    assert asked + sum(line.amount_minor for line in unused(billed, end)) == earned


def _earned(line: Line, end: date) -> int:
    start = line.period.start
    return prorated(line.of_whole().amount_minor, line.of_whole().period, Period(start, max(start, end)))


def test_half_a_march_on_a_larger_plan():
    """From the 16th, 16 of 31 days: 20.62 of 39.95 come back, 41.26 of 79.95 are asked."""
    billed = of_period(LOCAL, MARCH, 0).lines
    bill = of_change(billed, PLUS, MARCH, date(2027, 3, 16), 0)
    assert [(line.kind.value, line.key, line.amount_minor) for line in bill.lines] == [
        ("unused", "local", -20_62), ("plan", "local_plus", 41_26),
    ]  # fmt: skip
    assert (bill.total_minor, bill.kept_minor) == (20_64, 0)


def test_a_smaller_plan_gives_back_what_is_kept_as_credit():
    bill = of_change(of_period(PLUS, MARCH, 50_000).lines, LOCAL, MARCH, date(2027, 3, 16), 50_000)
    assert bill.total_minor == 0 and bill.kept_minor == 21_67  # 20.64 and its tax of 1.03
    assert [line.key for line in bill.lines] == ["local_plus", "local", "credit"]
    assert bill.tax_minor == -1_03


def test_a_year_begins_in_the_middle_of_a_month():
    year = Agreed("local", Interval.YEAR, 399_50, "local-1")
    bill = of_new_period(of_period(LOCAL, MARCH, 0).lines, year, Period(date(2027, 3, 16), date(2028, 3, 16)), 0)
    assert [line.amount_minor for line in bill.lines] == [-20_62, 399_50] and bill.total_minor == 378_88


def test_a_coupon_takes_off_each_period_and_is_used_up():
    agreed = Agreed("local", Interval.MONTH, 39_95, "local-1", coupon="launch", coupon_left=2, set_up_minor=49_00)
    totals = []
    for _ in range(3):
        totals.append(of_period(agreed, MARCH, 0).total_minor)
        agreed = agreed.billed()
    assert totals == [78_95, 29_95, 39_95] and agreed.coupon == ""
