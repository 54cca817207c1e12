"""Laws of a subscription's states: every event has its answer in every state, and service follows from the state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.charging import months_after
from mappop.domain.entitlement import ALWAYS, UNTIL, Service, service, service_of
from mappop.domain.errors import Refused
from mappop.domain.subscription import TRANSITIONS, Change, Otherwise, Subscription, SubscriptionState

NOW = datetime(2027, 3, 31, 18, tzinfo=UTC)
DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))
S, C = SubscriptionState, Change


def subscription(state=S.ACTIVE, charge_on=date(2027, 4, 30)):
    return Subscription("sub_1", "delgado", "trial_1", "local", 3995, "America/Chicago", charge_on, NOW, state)


def test_every_event_of_every_state_is_in_the_table():
    assert set(TRANSITIONS) == {(state, change) for state in S for change in C}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("change", list(C))
def test_each_is_legal_ignored_or_refused_as_the_table_says(state, change):
    row, answer = subscription(state), TRANSITIONS[state, change]
    if answer is Otherwise.REFUSED:
        with pytest.raises(Refused, match="can't be"):
            row.change(change)
        assert row.state is state
    else:
        assert row.change(change) == isinstance(answer, S)
        assert row.state is (answer if isinstance(answer, S) else state)


def test_nothing_leads_into_incomplete_since_each_begins_with_a_free_month():
    """Where the bank asks the owner at the first charge, a bill for service that runs is open: past due."""
    others = set(S) - {S.INCOMPLETE, S.INCOMPLETE_EXPIRED}
    assert not {TRANSITIONS[state, change] for state in others for change in C} & {S.INCOMPLETE, S.INCOMPLETE_EXPIRED}
    charged = subscription(S.TRIALING)
    assert charged.change(C.CHARGED) and charged.change(C.LEFT_UNPAID) and charged.state is S.PAST_DUE


@pytest.mark.parametrize("state", [S.CANCELED, S.INCOMPLETE_EXPIRED])
def test_an_end_is_an_end(state):
    assert not any(isinstance(TRANSITIONS[state, change], S) for change in C)


@pytest.mark.parametrize("state", sorted(set(S) - {S.CANCELED, S.INCOMPLETE_EXPIRED}))
def test_every_other_state_can_be_left_by_canceling(state):
    assert TRANSITIONS[state, C.ENDED] is S.CANCELED


def test_only_a_debt_runs_out_of_grace_and_only_a_payment_brings_service_back():
    assert [state for state in S if TRANSITIONS[state, C.GRACE_ENDED] is S.UNPAID] == [S.PAST_DUE]
    back = {change for change in C if TRANSITIONS[S.UNPAID, change] is S.ACTIVE}
    assert back == {C.PAID}


@given(st.sampled_from(S), st.none() | DAYS, DAYS)
def test_service_is_told_of_every_state_on_every_day(state, until, today):
    assert isinstance(service(state, until, today), Service)


@given(st.sampled_from(S), DAYS, DAYS, st.integers(1, 400))
def test_service_that_has_stopped_does_not_come_back_by_waiting(state, until, today, days):
    if service(state, until, today) is Service.NONE:
        assert service(state, until, today + timedelta(days=days)) is Service.NONE


@given(st.sampled_from(sorted(UNTIL)), DAYS)
def test_the_last_day_is_served_whole_and_the_next_one_not_at_all(state, until):
    assert service(state, until, until - timedelta(days=1)) is Service.FULL
    assert service(state, until, until) is Service.NONE


def test_every_state_either_has_its_service_or_a_day_on_which_it_ends():
    assert set(ALWAYS) | UNTIL == set(S) and not set(ALWAYS) & UNTIL
    assert {state for state in S if ALWAYS.get(state) is Service.NONE} == {S.UNPAID, S.INCOMPLETE, S.INCOMPLETE_EXPIRED}


@given(st.sampled_from([S.TRIALING, S.ACTIVE]), DAYS)
def test_who_cancels_keeps_what_was_promised_and_no_more(state, charge_on):
    row = subscription(state, charge_on)
    row.change(C.ENDED)
    assert row.service_until == charge_on
    assert service(row.state, row.service_until, charge_on - timedelta(days=1)) is Service.FULL
    assert service(row.state, row.service_until, charge_on) is Service.NONE


def test_who_cancels_with_a_payment_open_keeps_the_days_that_were_said_and_not_the_unpaid_month():
    row = subscription(S.PAST_DUE)
    row.service_until = date(2027, 4, 14)
    row.change(C.ENDED)
    assert row.service_until == date(2027, 4, 14) and row.last_day() == date(2027, 4, 13)


def test_a_payment_takes_the_end_away():
    row = subscription(S.UNPAID)
    row.service_until = date(2027, 4, 14)
    row.change(C.PAID)
    assert row.service_until is None and service_of(row, NOW) is Service.FULL


def test_days_are_the_businesss_own():
    row = subscription(S.PAST_DUE)
    row.service_until = date(2027, 4, 14)
    evening = datetime(2027, 4, 14, 4, 59, tzinfo=UTC)  # 23:59 of the 13th in Chicago
    assert service_of(row, evening) is Service.FULL
    assert service_of(row, evening + timedelta(minutes=1)) is Service.NONE


@given(st.sampled_from([S.TRIALING, S.ACTIVE]), DAYS, st.integers(1, 400), st.booleans())
def test_an_end_that_is_taken_back_in_time_leaves_nothing_behind(state, charge_on, days, was_charged):
    row = subscription(state, charge_on)
    row.anchor = charge_on if state is S.ACTIVE else None
    before = vars(row).copy()
    row.change(C.ENDED)
    row.take_back_end(datetime(charge_on.year, charge_on.month, charge_on.day, 18, tzinfo=UTC) - timedelta(days=days))
    assert vars(row) == before


@given(DAYS, st.integers(0, 400))
def test_an_end_that_has_come_stays(charge_on, days):
    row = subscription(S.ACTIVE, charge_on)
    row.change(C.ENDED)
    with pytest.raises(Refused, match="has ended"):
        row.take_back_end(
            datetime(charge_on.year, charge_on.month, charge_on.day, 18, tzinfo=UTC) + timedelta(days=days)
        )


@given(st.dates(date(2027, 1, 1), date(2030, 12, 31)), st.integers(1, 24), st.integers(1, 3), st.integers(0, 90))
def test_periods_before_and_after_a_pause_tile_with_only_the_pause_between(anchor, periods, months, early):
    row = subscription(S.TRIALING, anchor)
    row.pay_by = "invoice"
    told = [row.charged(anchor)]
    told += [row.charged(row.charge_on) for _ in range(periods - 1)]
    assert all(end == start for (_, end), (start, _) in zip(told, told[1:], strict=False))
    paused_from, row.resume_on = row.charge_on, months_after(row.charge_on, months)
    assert row.paid_until == paused_from
    row.begin_pause()
    assert row.paid_until == paused_from and not row.change(C.METHOD_GIVEN) and row.state is S.PAUSED
    again = max(paused_from, row.charge_on - timedelta(days=early))
    row.resume(datetime(again.year, again.month, again.day, 18, tzinfo=UTC), charge_on=again)
    assert row.asks_gate and row.paid_until is None
    start, end = row.charged(again)
    assert start == again >= paused_from and end == months_after(again, 1) and not row.asks_gate
