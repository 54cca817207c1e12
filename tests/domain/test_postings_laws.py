"""Laws of the books: whatever happens, in whatever order, every entry and every trial balance sums to nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mappop.domain import postings
from mappop.domain.close import tally
from mappop.domain.ledger import Account, entry

CENTS = st.integers(1, 1_000_00)
PARTS = st.tuples(CENTS, CENTS).map(sorted).map(tuple)  # a part, and the whole that it is of
THINGS = st.one_of(
    PARTS.map(lambda p: postings.invoiced(p[1], p[0])),
    st.builds(postings.paid, CENTS, st.sampled_from([Account.CASH, Account.PROCESSOR])),
    PARTS.map(lambda p: postings.taken_in(p[1], p[0])),
    st.builds(postings.processor_fee, CENTS),
    st.builds(postings.paid_out, CENTS),
    st.builds(postings.credited, CENTS, CENTS, st.integers(0, 100)),
    st.builds(postings.credit_used, CENTS),
    st.builds(postings.credit_taken_out, CENTS),
    st.builds(postings.credit_lost, CENTS),
    PARTS.map(lambda p: postings.refunded(p[1], Account.PROCESSOR, 0, p[0])),
    PARTS.map(lambda p: postings.refunded(p[1], Account.CASH, p[0])),
    st.builds(postings.written_off, CENTS),
    st.builds(postings.disputed, CENTS),
    st.builds(postings.dispute_fee, CENTS),
    st.builds(postings.dispute_won, CENTS),
    PARTS.map(lambda p: postings.dispute_lost(p[1], p[0])),
)
NOW = datetime(2027, 4, 1, tzinfo=UTC)


@given(st.lists(THINGS, max_size=40))
def test_the_trial_balance_is_nothing_at_every_instant(things):
    book = [entry(f"e{n}", f"c{n}", "delgado", NOW, moved) for n, moved in enumerate(things)]
    for end in range(len(book) + 1):
        assert sum(tally(book[:end]).moved.values()) == 0


@given(THINGS)
def test_what_is_turned_round_leaves_every_account_as_it_was(moved):
    there = entry("e1", "c1", "delgado", NOW, moved)
    back = entry("e2", "c2", "delgado", NOW, postings.reversed_of(there.postings))
    assert set(tally([there, back]).moved.values()) <= {0}


@given(PARTS)
def test_a_dispute_that_is_lost_ends_as_if_the_sale_had_not_been_but_for_the_fee(part):
    tax, total = part
    moved = [
        postings.invoiced(total, tax), postings.paid(total, Account.PROCESSOR), postings.disputed(total),
        postings.dispute_fee(1500), postings.dispute_lost(total, tax),
    ]  # fmt: skip
    ends = tally([entry(str(n), str(n), "d", NOW, one) for n, one in enumerate(moved)]).moved
    assert {account: amount for account, amount in ends.items() if amount} == {"fees": 1500, "processor": -1500}
