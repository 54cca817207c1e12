"""Laws of the risk meters, and the limits themselves against what networks publish."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.risk import Level, Reading, rules

METERS = {meter.key: meter for meter in rules().meters}
COUNTS = st.integers(0, 5_000)
NOW = datetime(2027, 5, 20, 15, tzinfo=UTC)
RANK = [Level.CALM, Level.ALARM, Level.OVER]


@given(st.sampled_from(list(METERS.values())), COUNTS, COUNTS)
def test_more_that_goes_wrong_is_never_calmer_and_more_that_goes_well_never_worse(meter, wrong, of):
    here = RANK.index(Reading(meter, wrong, of).level)
    assert RANK.index(Reading(meter, wrong + 1, of).level) >= here
    assert RANK.index(Reading(meter, wrong, of + 1).level) <= here


@given(st.sampled_from(list(METERS.values())), COUNTS)
def test_where_nothing_went_wrong_it_is_calm(meter, of):
    assert Reading(meter, 0, of).level is Level.CALM


@pytest.mark.parametrize(
    ("key", "wrong", "of", "level"),
    [
        ("house", 4, 1000, "over"), ("house", 2, 1000, "alarm"), ("house", 3, 1000, "alarm"),
        ("house", 2, 1001, "calm"), ("house", 1, 10, "calm"),
        ("visa_vamp", 1500, 100_000, "over"), ("visa_vamp", 750, 100_000, "alarm"), ("visa_vamp", 749, 50_000, "calm"),
        ("mastercard_ecm", 100, 6_666, "over"), ("mastercard_ecm", 100, 6_667, "alarm"),
        ("mastercard_hecm", 300, 10_000, "over"), ("mastercard_hecm", 299, 9_000, "alarm"),
        ("ach_unauthorised", 5, 1000, "over"), ("ach_administrative", 30, 1000, "over"), ("ach_all", 150, 1000, "over"),
        ("ach_all", 75, 1000, "alarm"), ("ach_all", 74, 1000, "calm"),
    ],
)  # fmt: skip
def test_the_limits_and_half_of_each(key, wrong, of, level):
    assert Reading(METERS[key], wrong, of).level.value == level


@pytest.mark.parametrize(
    ("key", "wrong", "of", "is_too_few"),
    [("visa_vamp", 12, 1000, True), ("mastercard_ecm", 12, 0, True), ("visa_vamp", 7, 1000, False),
     ("visa_vamp", 750, 50_000, False), ("visa_vamp", 0, 0, False)],
)  # fmt: skip
def test_a_rate_past_half_of_too_few_is_told_from_one_below_half(key, wrong, of, is_too_few):
    """12 of 1,000 are 1.2 %, past half of Visa's 1.5 %: no alarm, as it counts from 1,500 on, yet not “below half”."""
    assert Reading(METERS[key], wrong, of).is_too_few is is_too_few


def test_mastercard_divides_by_the_month_before():
    wrong, of = METERS["mastercard_ecm"].spans(NOW)
    assert (wrong.start, wrong.end) == (datetime(2027, 5, 1, tzinfo=UTC), NOW)
    assert (of.start, of.end) == (datetime(2027, 4, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC))
    same, month = METERS["visa_vamp"].spans(NOW)
    assert same == month == wrong
