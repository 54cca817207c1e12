"""Laws of the month's close: months tile, balances follow from entries alone, and what is closed shows each change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.close import Month, balances_from, books, close_month, difference, tally
from mappop.domain.errors import Refused
from mappop.domain.ledger import Account, entry

MONTHS = st.dates(date(2024, 1, 1), date(2060, 12, 1)).map(lambda day: Month(day.replace(day=1)))
MARCH = Month(date(2027, 3, 1))
LATER = datetime(2027, 6, 1, tzinfo=UTC)
MOVES = st.tuples(st.sampled_from(list(Account)), st.sampled_from(list(Account)), st.integers(1, 1_000_00))


def entries(moves, at=datetime(2027, 3, 10, tzinfo=UTC)):
    found = []
    for n, (debit, credit, amount) in enumerate(moves):
        postings = {debit: amount, credit: -amount} if debit is not credit else {debit: 0}
        found.append(entry(f"e{n}", f"c{n}", "delgado", at, postings))
    return found


@given(MONTHS)
def test_months_tile_and_begin_at_midnight_of_the_books_own_zone(month):
    assert month.ends_at == month.after.starts_at and month.after.before == month
    assert month.has(month.starts_at) and not month.has(month.ends_at)
    assert Month.of(month.starts_at) == month and Month.of(month.starts_at - timedelta(seconds=1)) == month.before
    assert Month.parse(str(month)) == month


def test_march_in_new_york():
    assert MARCH.starts_at == datetime(2027, 3, 1, 5, tzinfo=UTC)  # standard time
    assert MARCH.ends_at == datetime(2027, 4, 1, 4, tzinfo=UTC)  # daylight saving time


@given(st.lists(MOVES, max_size=30), st.lists(MOVES, max_size=30))
def test_a_trial_balance_is_the_fold_of_all_entries_and_sums_to_nothing(first, second):
    march = close_month(MARCH, tally(entries(first)), None, now=LATER, by="mia")
    april = close_month(MARCH.after, tally(entries(second)), march, now=LATER, by="mia")
    assert april.balances == balances_from(None, tally([*entries(first), *entries(second)]))
    assert sum(march.balances.values()) == sum(april.balances.values()) == 0
    assert april.previous == march.hash


@given(st.lists(MOVES, min_size=2, max_size=12), st.data())
def test_every_later_change_of_a_closed_month_shows(moves, data):
    kept = entries(moves)
    made = close_month(MARCH, tally(kept), None, now=LATER, by="mia")
    assert difference(made, tally(kept)) == ""
    at = data.draw(st.integers(0, len(kept) - 1))
    for changed in (
        [*kept[:at], *kept[at + 1 :]],
        [*kept[:at], replace(kept[at], cause="another"), *kept[at + 1 :]],
        [*kept[:at], replace(kept[at], postings={"cash": 1, "revenue": -1_000_001}), *kept[at + 1 :]],
        [*kept, kept[at]],
    ):
        assert difference(made, tally(changed))
    made.balances = {**made.balances, "cash": made.balances.get("cash", 0) + 1}
    assert difference(made, tally(kept)) == "the close of 2027-03 was changed"


def test_a_month_is_closed_a_day_after_its_end_and_in_its_turn():
    ready = MARCH.ends_at + books().close_after
    with pytest.raises(Refused, match="2027-03 can be closed from 2027-04-02 04:00 UTC on"):
        close_month(MARCH, tally([]), None, now=ready - timedelta(seconds=1), by="mia")
    march = close_month(MARCH, tally([]), None, now=ready, by="mia")
    with pytest.raises(Refused, match="2027-04 is to be closed first"):
        close_month(MARCH.after.after, tally([]), march, now=LATER + timedelta(days=9), by="mia")


@pytest.mark.parametrize("text", ["2027-13", "2027-3", "march", "", "2027-03-01", "２０２７-03"])
def test_what_is_no_month_is_refused_in_words(text):
    with pytest.raises(Refused, match="write it as 2027-03"):
        Month.parse(text)


def test_every_account_has_a_name_in_the_journal():
    assert books().accounts.keys() == set(Account)
    assert len(set(books().accounts.values())) == len(Account)
