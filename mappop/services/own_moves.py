"""What moves our balance at the processor and belongs to no customer: payouts to our bank, and the account's fees."""

from __future__ import annotations

from collections.abc import Mapping

from mappop import ids
from mappop.domain.ledger import Account, LedgerEntry, entry
from mappop.domain.postings import paid_out, processor_fee
from mappop.domain.processor import OwnMove, OwnMoveKind
from mappop.services import differences
from mappop.services.deps import Deps, UnitOfWork


def take(deps: Deps, move: OwnMove) -> bool:
    """Into the books, once; False where it is there already, or is a kind that waits for a person."""
    if move.kind is OwnMoveKind.OTHER:
        return False
    booked = entry(ids.new_id("entry"), _cause(move), None, deps.clock.now(), _postings(move))
    with deps.unit_of_work() as uow:
        is_new = uow.book_once(booked)
        if is_new and move.has_failed:
            differences.payout_came_back(deps, uow, move)
        uow.commit()
    return is_new


def find(uow: UnitOfWork, move: OwnMove) -> LedgerEntry | None:
    return uow.ledger_entries.first(cause=_cause(move))


def _cause(move: OwnMove) -> str:
    """Each movement has an id of its own, so that a payout and its coming back are two."""
    return f"{move.kind.value}:{move.ref}"[:120]


def _postings(move: OwnMove) -> Mapping[Account, int]:
    if move.kind is OwnMoveKind.ACCOUNT_FEE:
        return processor_fee(move.fee_minor - move.amount_minor)
    return paid_out(-move.amount_minor, move.fee_minor)
