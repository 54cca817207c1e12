"""Laws of what goes back: never more than came in, never alone above the limit, never decided by who asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.correction import (
    GONE,
    TRANSITIONS,
    Correction,
    CorrectionKind,
    CorrectionReason,
    CorrectionState,
    correctable,
    limits,
    refundable,
    room_alone,
    split_credit,
    tax_share,
)
from mappop.domain.errors import Refused

NOW = datetime(2027, 4, 12, 15, tzinfo=UTC)
KINDS = st.sampled_from(list(CorrectionKind))
ROLES = st.sampled_from(sorted(limits().by_role))
CENTS = st.integers(1, 1_000_00)


def correction(kind=CorrectionKind.REFUND, amount=1000, at=NOW, state=CorrectionState.DONE, by="ana"):
    return Correction(
        "c", "k", kind, "delgado", "inv_1", amount, CorrectionReason.GOODWILL, "", by, at, state=state
    )  # fmt: skip


@given(CENTS, st.lists(st.tuples(CENTS, st.sampled_from(list(CorrectionState)))))
def test_refunds_never_exceed_what_came_in(captured, tries):
    done = []
    for amount, became in tries:
        if amount <= refundable(captured, done):
            done.append(correction(amount=amount, state=became))
    assert sum(one.amount_minor for one in done if one.state not in GONE) <= captured


@given(CENTS, st.lists(CENTS))
def test_no_invoice_is_corrected_below_nothing(invoiced, amounts):
    done = []
    for amount in amounts:
        if amount <= correctable(invoiced, done):
            done.append(correction(CorrectionKind.CREDIT_NOTE, amount))
    assert correctable(invoiced, done) >= 0


@given(ROLES, KINDS, st.lists(st.tuples(CENTS, st.integers(0, 29 * 24))))
def test_nobody_gives_in_pieces_what_may_not_be_given_whole(role, kind, pieces):
    """Within any thirty days what was given alone stays within the limit, in however many pieces."""
    given_alone, at = [], NOW
    for amount, hours in sorted(pieces, key=lambda piece: piece[1]):
        at = NOW + timedelta(hours=hours)
        if amount <= room_alone(kind, role, given_alone, at):
            given_alone.append(correction(kind, amount, at))
    assert sum(one.amount_minor for one in given_alone) <= limits().by_role[role][kind]


def test_what_was_given_a_month_ago_takes_up_no_room():
    old = correction(CorrectionKind.CREDIT_NOTE, 80_00, NOW - limits().within)
    assert room_alone(CorrectionKind.CREDIT_NOTE, "support_agent", [old], NOW) == 80_00
    newer = correction(CorrectionKind.CREDIT_NOTE, 60_00, NOW - limits().within + timedelta(seconds=1))
    assert room_alone(CorrectionKind.CREDIT_NOTE, "support_agent", [old, newer], NOW) == 20_00


@pytest.mark.parametrize("role", ["owner", "sales_agent", "assistant", "verifier", "nobody"])
@pytest.mark.parametrize("kind", list(CorrectionKind))
def test_a_role_without_a_limit_may_not_even_ask(role, kind):
    with pytest.raises(Refused, match="Your role gives no"):
        room_alone(kind, role, [], NOW)


@pytest.mark.parametrize("kind", list(CorrectionKind))
def test_who_stands_higher_may_give_no_less(kind):
    order = ("support_agent", "centre_manager", "programme_manager", "admin")
    amounts = [limits().by_role[role][kind] for role in order]
    assert amounts == sorted(amounts) and set(order) == limits().by_role.keys()


@given(st.sampled_from(sorted(limits().second_roles)), st.booleans())
def test_a_proposal_is_decided_once_and_never_by_who_asked(role, asks_itself):
    proposed = correction(state=CorrectionState.PROPOSED)
    if asks_itself:
        with pytest.raises(Refused, match="second person"):
            proposed.decide(by="ana", role=role, at=NOW)
        assert proposed.decided_by is None
    else:
        proposed.decide(by="ben", role=role, at=NOW)
        proposed.move(CorrectionState.DECLINED, at=NOW)
        with pytest.raises(Refused, match="was decided on already: declined"):
            proposed.decide(by="cleo", role=role, at=NOW)


def test_support_decides_on_no_proposal():
    with pytest.raises(Refused, match="can't decide"):
        correction(state=CorrectionState.PROPOSED).decide(by="ben", role="support_agent", at=NOW)


@given(st.lists(st.sampled_from(list(CorrectionState))))
def test_a_state_only_goes_where_the_table_leads(states):
    one = correction(state=CorrectionState.PROPOSED)
    for state in states:
        before = one.state
        assert one.move(state, at=NOW) == (state in TRANSITIONS[before])
        assert one.state is (state if state in TRANSITIONS[before] else before)


@given(CENTS, st.integers(-10_00, 1_000_00))
def test_a_credit_goes_to_the_open_balance_first_and_loses_no_cent(amount, balance):
    applied, kept = split_credit(amount, balance)
    assert applied + kept == amount and 0 <= applied <= max(balance, 0) and kept >= 0
    assert kept == 0 or applied == max(balance, 0)


@given(st.lists(st.tuples(CENTS, st.booleans()), min_size=1), st.integers(0, 200_00))
def test_one_that_fails_gives_its_tax_back_and_the_rest_still_carries_all_of_it(parts, tax):
    """Each part is booked; one that fails is turned round before the next and asked for again at the end."""
    total, kept = sum(part for part, _ in parts), []
    tax = min(tax, total)
    for part, fails in [*parts, *[(part, False) for part, failed in parts if failed]]:
        before, taken = sum(amount for amount, _ in kept), sum(share for _, share in kept)
        share = tax_share(part, before_minor=before, taken_minor=taken, total_minor=total, tax_minor=tax)
        kept += [] if fails else [(part, share)]
    assert sum(share for _, share in kept) == tax


@given(st.lists(CENTS, min_size=1), st.integers(0, 200_00))
def test_parts_that_make_the_whole_carry_all_of_its_tax(parts, tax):
    total, before, taken = sum(parts), 0, 0
    tax = min(tax, total)
    for part in parts:
        taken += tax_share(part, before_minor=before, taken_minor=taken, total_minor=total, tax_minor=tax)
        before += part
    assert taken == tax


def test_every_kind_has_its_own_reasons():
    assert set(limits().reasons) == set(CorrectionKind)
    assert {reason for reasons in limits().reasons.values() for reason in reasons} == set(CorrectionReason)
