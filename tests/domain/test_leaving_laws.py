"""Laws of leaving: what is given back is never more than was paid, no free month grows past its bound or out of the
notice that its state asks for, and one offer is made only where the state's law allows it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.agreed import Agreed
from mappop.domain.bill import LineKind, of_period
from mappop.domain.business import REGIONS
from mappop.domain.charging import months_after
from mappop.domain.errors import Refused
from mappop.domain.extension import days_open, extended, notice_fits
from mappop.domain.invoice import Invoice, InvoiceState
from mappop.domain.leaving import rest_of
from mappop.domain.plan import Interval
from mappop.domain.proration import Period
from mappop.domain.save_offer import offer_for
from mappop.domain.subscription import Subscription, SubscriptionState

NOW = datetime(2027, 3, 1, 18, tzinfo=UTC)
BEGAN = date(2027, 3, 1)
CENTS = st.integers(0, 100_000)


def trialing(days=30):
    return Subscription("sub_1", "d", "t", "local", 3995, "America/Chicago", BEGAN + timedelta(days=days), NOW)


def active():
    row = trialing()
    row.charged(row.charge_on)
    return row


@given(st.dates(date(2027, 1, 1), date(2030, 1, 1)), st.integers(0, 40), CENTS, CENTS, st.integers(0, 100_000))
def test_what_is_given_back_is_of_the_days_from_tomorrow_on_and_never_more_than_was_asked(
    start, day, price, fee, given
):
    whole = Period(start, months_after(start, 1))
    lines = of_period(Agreed("local", Interval.MONTH, price, "v", set_up_minor=fee), whole, 82_500).lines
    asked = sum(line.amount_minor + line.tax_minor for line in lines)
    bill = Invoice("i", "map-pop", 1, "s", "b", start, whole.end, asked, NOW, start, InvoiceState.PAID)
    rest = rest_of([(bill, lines)], [(bill, asked - given)], start + timedelta(days=day)).back_minor
    of_days = asked - sum(line.amount_minor + line.tax_minor for line in lines if line.kind is LineKind.SET_UP)
    left = max(whole.days - day - 1, 0)
    assert 0 <= rest <= max(asked - given, 0)
    assert rest <= of_days * left / whole.days + 1 and (given or rest >= of_days * left / whole.days - 1)


@given(st.lists(st.sampled_from([7, 14, 30]), max_size=8), st.sampled_from(sorted(REGIONS)))
def test_no_free_month_is_longer_than_sixty_days_and_each_step_keeps_the_states_notice(steps, region):
    row = trialing()
    for days in steps:
        try:
            row.charge_on = extended(row, BEGAN, region, days, BEGAN)
        except Refused:
            assert days not in days_open(row, BEGAN, BEGAN)
        assert (row.charge_on - BEGAN).days <= 60 and notice_fits(region, (row.charge_on - BEGAN).days)


@given(st.integers(-10, 40))
def test_the_reminder_of_the_new_day_is_always_still_to_come(late):
    """31 March was the day of a charge that waits, as its owner can't be reached; so many days are over since."""
    row = trialing()
    today = row.charge_on + timedelta(days=late)
    for days in days_open(row, BEGAN, today):
        assert extended(row, BEGAN, "TX", days, today) - timedelta(days=7) >= today
    assert bool(days_open(row, BEGAN, today)) == (late <= 23)


def test_only_a_free_month_that_is_not_being_left_can_be_longer():
    leaving = trialing()
    leaving.ask_to_cancel(NOW)
    for row in (leaving, active()):
        with pytest.raises(Refused, match="can't be made longer"):
            extended(row, BEGAN, "TX", 7, BEGAN)


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_one_offer_everywhere_but_in_minnesota_and_the_button_is_told_first(region):
    offer = offer_for(region, active(), [])
    assert (offer is None) == (region == "MN")
    assert offer is None or (offer.months == (1, 2, 3) and offer.says_first)


@pytest.mark.parametrize("state", [s for s in SubscriptionState if s is not SubscriptionState.ACTIVE])
def test_there_is_nothing_to_offer_where_nothing_is_paid(state):
    row = active()
    row.state = state
    assert offer_for("TX", row, []) is None
