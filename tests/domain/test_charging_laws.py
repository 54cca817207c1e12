"""Laws of charging: anniversaries, tiling periods, the gate and the books, whatever the day and the zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.charge_gate import Condition, Proof, answer
from mappop.domain.charging import months_after, rules
from mappop.domain.invoice import InvoiceNumbers
from mappop.domain.ledger import Account, entry
from mappop.domain.subscription import Subscription

DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))
ZONES = st.sampled_from(["America/New_York", "America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico"])
NOW = datetime(2027, 3, 31, 18, tzinfo=UTC)


def subscription(charge_on=date(2027, 3, 31), timezone="America/Chicago"):
    return Subscription("sub_1", "delgado", "trial_1", "local", 3995, timezone, charge_on, NOW)


@given(DAYS, st.integers(0, 240))
def test_an_anniversary_is_the_same_day_or_the_months_last(anchor, months):
    day = months_after(anchor, months)
    assert (day.year * 12 + day.month) - (anchor.year * 12 + anchor.month) == months
    is_last = (day + timedelta(days=1)).month != day.month
    assert day.day == anchor.day or (is_last and day.day < anchor.day)


def test_the_thirty_first_comes_back_after_a_short_month():
    anchor = date(2027, 10, 31)
    days = [months_after(anchor, n) for n in range(6)]
    assert [day.day for day in days] == [31, 30, 31, 31, 29, 31]  # 2028 is a leap year


@given(DAYS, st.integers(1, 60))
def test_periods_tile_time(first, count):
    charged = subscription(first)
    spans = [charged.charged(first) for _ in range(count)]
    assert spans[0][0] == first and charged.charge_on == spans[-1][1]
    assert all(end == start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))
    assert all(start < end for start, end in spans)


@given(DAYS, ZONES, st.integers(-60 * 72, 60 * 72))
def test_nobody_is_charged_before_noon_of_the_day_in_the_businesss_own_zone(day, zone, minutes):
    asked = subscription(day, zone)
    now = datetime(day.year, day.month, day.day, 17, tzinfo=UTC) + timedelta(minutes=minutes)
    here = now.astimezone(ZoneInfo(zone))
    assert asked.may_be_charged(now) == (here.date() > day or (here.date() == day and here.hour >= 12))


def test_the_reminder_fits_every_networks_and_states_window():
    """Visa 7 or more days, Mastercard 3 to 7, California 3 to 21, Massachusetts 5 to 30: only 7 fits all."""
    assert rules().remind_before == timedelta(days=7)
    assert timedelta(days=3) <= rules().remind_again_before < rules().remind_before


@given(st.sets(st.sampled_from(list(Condition))))
def test_the_gate_is_open_only_where_everything_is_proven(proven):
    proofs = [Proof(condition, "seen" if condition in proven else "") for condition in Condition]
    said = answer("gate_1", "sub_1", date(2027, 3, 31), NOW, proofs)
    assert said.is_open == (proven == set(Condition))
    assert set(said.closed_by) == set(Condition) - proven


def test_a_condition_that_nobody_speaks_of_closes_the_gate():
    said = answer("gate_1", "sub_1", date(2027, 3, 31), NOW, [Proof(Condition.CONSENT, "seen")])
    assert not said.is_open and Condition.REMINDED in said.closed_by


@given(st.dictionaries(st.sampled_from(list(Account)), st.integers(-10_000_00, 10_000_00)))
def test_an_entry_that_does_not_balance_is_none(postings):
    if sum(postings.values()) == 0:
        assert sum(entry("e", "c", "b", NOW, postings).postings.values()) == 0
    else:
        with pytest.raises(ValueError, match="not to nothing"):
            entry("e", "c", "b", NOW, postings)


def test_numbers_follow_each_other():
    numbers = InvoiceNumbers("map-pop")
    assert [numbers.take() for _ in range(3)] == [1, 2, 3]
