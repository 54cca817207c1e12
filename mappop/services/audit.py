"""The audit trail as a whole: sealing the heads, and proving every chain."""

from __future__ import annotations

from dataclasses import dataclass

from mappop.domain.audit import GENESIS, first_break
from mappop.services.deps import Deps


def seal(deps: Deps) -> None:
    """One entry in the chain of seals over all heads of today."""
    with deps.unit_of_work() as uow:
        uow.seal_heads()
        uow.commit()


@dataclass(frozen=True, slots=True)
class TrailReport:
    businesses: int
    breaks: tuple[str, ...]  # "business: what is wrong", the first of each chain


def verify(deps: Deps) -> TrailReport:
    """Walk every chain; one business in memory at a time."""
    with deps.unit_of_work() as uow:
        heads = [(b.id, b.audit_seq, b.audit_head) for b in uow.businesses.where()]
    breaks = []
    for business_id, seq, head in heads:
        with deps.unit_of_work() as uow:
            entries = sorted(uow.audit_entries.where(business_id=business_id), key=lambda e: e.seq)
            if wrong := first_break(entries, seq=seq, head=head):
                breaks.append(f"{business_id}: {wrong}")
    return TrailReport(len(heads), (*breaks, *_broken_seals(deps)))


def _broken_seals(deps: Deps) -> list[str]:
    previous, number = GENESIS, 0
    with deps.unit_of_work() as uow:
        for seal in sorted(uow.seals.where(), key=lambda s: s.number):
            if seal.number != number + 1 or seal.previous != previous or seal.digest() != seal.hash:
                return [f"seals: seal {number + 1} was changed or lost"]
            previous, number = seal.hash, seal.number
    return []
