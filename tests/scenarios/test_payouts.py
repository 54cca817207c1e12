"""What the processor moves that belongs to no customer: payouts to our bank and fees of the account, every cent once,
whoever tells of it and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest
from beancount import loader
from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.close import Month
from mappop.domain.ledger import Account
from mappop.domain.processor import Event, OwnMove, OwnMoveKind
from mappop.domain.reconciliation import Flaw, HeldKind
from mappop.services import closing, differences, own_moves, processor_events, reconciling
from tests.billing.memory import Memory
from tests.scenarios.test_closing_the_books import written
from tests.scenarios.test_paying_by_card import balances, first_month
from tests.scenarios.test_reconciling import cases
from tests.world import World

MARCH, APRIL = Month.parse("2027-03"), Month.parse("2027-04")


@pytest.fixture
def world(world: World) -> World:
    """Rosa's card paid $39.95 on 31 March; $1.46 of it went to the processor."""
    first_month(world.on("2027-03-01"))
    return world.on("2027-04-02")


def moves(world, kind, cents, fee=0, *, has_failed=False):
    """At the processor; nobody has told us yet."""
    return world.processor.moved(kind, cents, at=world.clock.now(), fee=fee, has_failed=has_failed)


def told(world, move):
    """The event comes, and is worked."""
    moment = world.clock.now().isoformat()
    event = Event(f"evt {move.ref} {moment}", "payout.paid", move.ref, world.clock.now())
    processor_events.keep(world.deps, event)
    world.work()


def own(world):
    return {e.cause: e.postings for e in world.rows("ledger_entries") if e.business_id is None}


def test_a_payout_goes_from_the_processor_into_our_bank(world):
    told(world, moves(world, OwnMoveKind.PAYOUT, -3000))
    assert own(world) == {"payout:txn_1": {"cash": 3000, "processor": -3000}}
    assert balances(world)["processor"] == world.processor.balance() == 3995 - 146 - 3000


def test_what_an_instant_payout_costs_is_booked_with_it(world):
    told(world, moves(world, OwnMoveKind.PAYOUT, -3000, fee=45))
    assert own(world) == {"payout:txn_1": {"cash": 3000, "fees": 45, "processor": -3045}}


def test_a_payout_that_our_bank_sends_back_leaves_every_account_as_it_was(world):
    before, there = balances(world), moves(world, OwnMoveKind.PAYOUT, -3000)
    world.later(days=3)
    back = moves(world, OwnMoveKind.PAYOUT_BACK, 3000)
    for news in (back, there, back):  # the later one is heard of first, and again
        told(world, news)
    assert balances(world) == before and len(own(world)) == 2


@pytest.mark.parametrize("is_told", [True, False])
def test_a_payout_that_our_bank_did_not_take_waits_for_a_person_from_the_same_day_on(world, is_told):
    """Told by an event or found by the run: both sides agree, and the case stays until somebody says what was done."""
    told(world, moves(world, OwnMoveKind.PAYOUT, -3000))
    back = moves(world.on("2027-04-05"), OwnMoveKind.PAYOUT_BACK, 3000, has_failed=True)
    if is_told:
        told(world, back)
    for _ in range(2):
        assert reconciling.reconcile(world.later(hours=1).deps).open == 1
    told(world, back)
    [case] = [one for one in world.rows("difference_cases") if one.is_open]
    assert (case.flaw, case.name, case.found_at.day) == (Flaw.CAME_BACK, back.ref, 5)
    differences.close(world.deps, case.id, seal=case.seal, note="Account mended", who=world.verifier)
    assert reconciling.reconcile(world.later(days=1).deps).open == 0


def test_a_payout_that_we_canceled_ourselves_is_no_case(world):
    told(world, moves(world, OwnMoveKind.PAYOUT, -3000))
    told(world, moves(world, OwnMoveKind.PAYOUT_BACK, 3000))
    assert reconciling.reconcile(world.later(days=1).deps).open == 0


def test_a_payout_that_nobody_told_us_of_is_found_the_next_day_and_then_both_sides_agree(world):
    moves(world, OwnMoveKind.PAYOUT, -3000)
    done = reconciling.reconcile(world.deps)
    assert cases(world) == [(HeldKind.PAYOUT, Flaw.ONLY_THEIRS, True)] and (done.mended, done.open) == (1, 0)
    assert balances(world)["cash"] == 3000
    assert reconciling.reconcile(world.later(days=1).deps).differing == 0


def test_a_fee_of_the_account_is_heard_of_by_reconciliation_alone_and_is_no_difference(world):
    moves(world, OwnMoveKind.ACCOUNT_FEE, -250)
    moves(world, OwnMoveKind.ACCOUNT_FEE, 50)  # part of it was given back
    for _ in range(2):
        assert reconciling.reconcile(world.later(days=1).deps).differing == 0
    assert balances(world)["fees"] == 146 + 250 - 50 and cases(world) == []


def test_payouts_from_before_they_were_booked_are_taken_in_from_a_day_that_is_named(world):
    world.on("2027-04-02")
    moves(world, OwnMoveKind.PAYOUT, -1000)
    world.on("2027-04-20")
    assert reconciling.reconcile(world.deps).open == 1  # the balance, which nothing in the last days explains
    assert reconciling.reconcile(world.deps, since=datetime(2027, 4, 1, tzinfo=UTC)).open == 0
    assert {kind for kind, _, is_mended in cases(world) if is_mended} == {HeldKind.BALANCE, HeldKind.PAYOUT}


def test_a_movement_of_a_kind_that_we_do_not_know_is_told_and_never_guessed(world):
    moves(world, OwnMoveKind.OTHER, -700)
    assert reconciling.reconcile(world.deps).open == 2  # it, and the balance that has it
    assert (HeldKind.MOVE, Flaw.ONLY_THEIRS, False) in cases(world) and own(world) == {}


def test_a_payout_heard_of_after_its_month_was_closed_stands_in_the_open_month(world):
    world.on("2027-03-31", "20:00")
    late = moves(world, OwnMoveKind.PAYOUT, -3000)
    world.on("2027-04-03")
    closing.close(world.deps, MARCH, by="mia", accept_difference=True)
    told(world, late)
    assert closing.verify(world.deps) == [] and reconciling.reconcile(world.deps).open == 0
    world.on("2027-05-03")
    made = closing.close(world.deps, APRIL, by="mia")
    assert made.processor_minor == made.booked_minor and made.balances["cash"] == 3000


def test_the_accountants_files_have_it_without_a_customer_and_add_up(world):
    told(world, moves(world, OwnMoveKind.PAYOUT, -3000))
    entries, errors, _ = loader.load_string(written(world.later(hours=1), APRIL, "beancount"))
    [paid_out] = [one for one in entries if getattr(one, "narration", "") == "payout"]
    assert errors == [] and paid_out.payee == "Map Pop"
    [row] = [line for line in written(world, APRIL, "entries").splitlines() if "payout" in line]
    assert row.endswith("payout:txn_1,,30.00")


NOW = datetime(2027, 4, 1, tzinfo=UTC)
STORY = st.lists(
    st.tuples(st.sampled_from(OwnMoveKind), st.integers(-100_000, 100_000).filter(bool), st.integers(0, 500)),
    max_size=8,
).map(lambda made: [OwnMove(f"txn_{n}", *one, NOW + timedelta(days=n)) for n, one in enumerate(made)])


@given(STORY, st.data())
def test_in_any_order_and_however_often_told_the_books_follow_the_balance(story, data):
    memory = Memory(NOW)
    again = data.draw(st.lists(st.sampled_from(story), max_size=6)) if story else []
    for move in data.draw(st.permutations([*story, *again])):
        own_moves.take(memory.deps, move)
    entries = memory.ledger_entries.where()
    sums = accumulate(sum(one.postings.values()) for one in entries)
    assert set(sums) <= {0}
    known = [move for move in story if move.kind is not OwnMoveKind.OTHER]
    booked = sum(one.postings.get(Account.PROCESSOR.value, 0) for one in entries)
    assert booked == sum(move.amount_minor - move.fee_minor for move in known) and len(entries) == len(known)
