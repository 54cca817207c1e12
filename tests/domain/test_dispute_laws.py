"""Laws of disputes: whatever the order in which news come, and however often, the end and the books are the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.dispute import TRANSITIONS, Booking, Dispute, DisputeState, state_of
from mappop.domain.processor import DisputeState as Told
from mappop.domain.processor import DisputeTold

NOW = datetime(2027, 5, 3, 9, tzinfo=UTC)
DUE = NOW + timedelta(days=9, hours=3)
NEWS = [(state, inquiry) for state in Told for inquiry in (False, True)]
# What each booking does to the money that is disputed, in the account at the processor.
HELD = {Booking.WITHDRAWN: -1, Booking.WON: 1, Booking.WITHDRAWN_AGAIN: -1, Booking.LOST: 0, Booking.FEE: 0}


def dispute(state=DisputeState.NEEDS_RESPONSE):
    return Dispute(
        "d", "du_1", "pay_1", "inv_1", "delgado", "manila", 3995, 0, "general", state, NOW, DUE, NOW
    )  # fmt: skip


def news(state, is_inquiry=False, fee=0):
    return DisputeTold("du_1", "pi_1", 3995, state, "general", NOW, is_inquiry, 0, fee, DUE)


def booked(one, heard):
    """As the books keep them: each once."""
    done = []
    for told in heard:
        one.hear(told, at=NOW)
        done += [booking for booking in one.bookings() if booking not in done]
    return one.state, sum(HELD[booking] for booking in done), Booking.FEE in done


@given(st.lists(st.tuples(st.sampled_from(NEWS), st.sampled_from([0, 1500])), min_size=1), st.randoms())
def test_order_and_repeats_change_nothing(told, shuffle):
    heard = [news(*one, fee) for one, fee in told]
    again = heard + heard
    shuffle.shuffle(again)
    first = DisputeState.WARNING_NEEDS_RESPONSE
    assert booked(dispute(first), heard) == booked(dispute(first), again)


@pytest.mark.parametrize("before", list(DisputeState))
@pytest.mark.parametrize("told", NEWS)
def test_every_news_is_a_step_or_old(before, told):
    one, heard = dispute(before), news(*told)
    assert one.hear(heard, at=NOW) == (state_of(heard) in TRANSITIONS[before])
    assert one.state is (state_of(heard) if state_of(heard) in TRANSITIONS[before] else before)


@pytest.mark.parametrize("told", list(Told))
def test_a_bank_holds_the_money_of_a_dispute_until_it_is_won_and_none_of_an_inquiry(told):
    first = DisputeState.WARNING_NEEDS_RESPONSE
    assert booked(dispute(first), [news(told, is_inquiry=True)])[1] == 0
    assert booked(dispute(first), [news(told)])[1] == (0 if told is Told.WON else -1)


def test_a_won_one_that_is_lost_after_all_takes_the_money_again():
    one = dispute()
    assert booked(one, [news(Told.WON), news(Told.LOST), news(Told.WON)])[:2] == ("lost", -1)


def test_a_refund_waits_while_the_bank_holds_the_money_and_an_inquiry_may_be_ended_by_one():
    blocked = {state for state in DisputeState if dispute(state).blocks_refund}
    assert blocked == {DisputeState.NEEDS_RESPONSE, DisputeState.UNDER_REVIEW, DisputeState.LOST}


def test_days_left_are_whole_days_and_only_where_an_answer_is_waited_for():
    assert dispute().days_left(NOW) == 9
    assert dispute().days_left(DUE + timedelta(days=1)) == 0
    assert dispute(DisputeState.UNDER_REVIEW).days_left(NOW) is None
