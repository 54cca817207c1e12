"""Laws of declines and bank returns: every word has its answer, and the networks' limits hold whatever is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.bank_returns import (
    ReturnClass,
    Then,
    all_returns,
    may_debit_again,
    retry_rules,
    return_of,
)
from mappop.domain.declines import DeclineClass, all_declines, decline_of
from mappop.domain.dunning_plan import Cause, cause_of, plan_of
from mappop.domain.payment import MethodKind

FIRST = date(2027, 3, 1)


@given(st.text(max_size=60))
def test_every_word_has_its_answer_and_an_unknown_one_is_never_tried_again_by_itself(word):
    known, _ = all_declines()
    if word not in known:
        assert decline_of(word).kind is DeclineClass.ANOTHER
        assert plan_of(cause_of(MethodKind.CARD, word)[0]).retries == ()
    if return_of(word).code not in all_returns():
        assert plan_of(cause_of(MethodKind.BANK, word)[0]).retries == ()


@pytest.mark.parametrize("code", ["lost_card", "stolen_card", "fraudulent", "pickup_card", "restricted_card"])
def test_of_a_suspected_card_the_owner_hears_no_more_than_that_the_bank_said_no(code):
    assert (decline_of(code).kind, decline_of(code).says) == (DeclineClass.STOP, decline_of("generic_decline").says)


@pytest.mark.parametrize(
    "code", sorted(code for code, row in all_declines()[0].items() if row.kind is DeclineClass.STOP)
)
def test_after_a_hard_decline_nothing_is_tried_again(code):
    assert plan_of(cause_of(MethodKind.CARD, code)[0]).retries == ()


def test_the_networks_classes_are_as_they_count_them():
    by_class = {kind: {r.code for r in all_returns().values() if r.kind is kind} for kind in ReturnClass}
    assert by_class[ReturnClass.UNAUTHORISED] == {"R05", "R07", "R10", "R11", "R29", "R51"}
    assert by_class[ReturnClass.ADMINISTRATIVE] == {"R02", "R03", "R04"}


def test_each_codes_consequence():
    then = {code: row.then for code, row in all_returns().items()}
    assert {code for code in then if then[code] is Then.RETRY} == {"R01", "R09"}
    assert {then[code] for code in ("R02", "R03", "R04")} == {Then.STOP_UNTIL_CORRECTED}
    assert {then[code] for code in ("R05", "R07", "R10", "R29", "R51")} == {Then.NEW_CONSENT}
    assert (then["R08"], then["R11"]) == (Then.ASK, Then.FIX_AND_RESEND)


def test_an_unauthorised_consumer_debit_comes_back_for_sixty_days_and_a_corporate_one_for_two():
    for code in ("R05", "R07", "R10", "R11"):
        assert (all_returns()[code].consumer, all_returns()[code].corporate) == (60, 0)
    assert (all_returns()["R29"].consumer, all_returns()["R29"].corporate) == (0, 2)


@given(
    st.sampled_from(sorted(all_returns())), st.integers(0, 5), st.integers(-10, 400), st.integers(1, 10_000),
    st.integers(1, 10_000),
)  # fmt: skip
def test_a_debit_is_sent_again_at_most_twice_in_180_days_for_the_same_sum_and_only_for_want_of_money(
    code, retries, days, amount, first
):
    may = may_debit_again(
        return_of(code), retries=retries, first_on=FIRST, today=FIRST + timedelta(days=days), amount_minor=amount,
        first_minor=first,
    )  # fmt: skip
    assert may == (code in ("R01", "R09") and retries < 2 and 0 <= days <= 180 and amount == first)


def test_it_is_described_as_the_network_asks():
    assert retry_rules().described_as == "RETRY PYMT"


@pytest.mark.parametrize("cause", list(Cause))
def test_each_plan_tells_tries_and_stops_in_that_order_and_inside_the_networks_limits(cause):
    plan = plan_of(cause)
    assert all(0 < day < plan.grace for day in plan.retries + plan.reminders) and plan.grace < plan.ends
    assert list(plan.retries) == sorted(set(plan.retries))
    assert 1 + len(plan.retries) <= 10  # Visa 15, Mastercard 35 in 30 days
    assert cause is not Cause.BANK_LATER or len(plan.retries) <= retry_rules().most
