"""The audit trail: one hash chain for each business, so that a changed, lost or reordered entry shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(eq=False)
class AuditEntry:
    business_id: str
    seq: int
    at: datetime
    actor: str
    event: str
    data: dict[str, Any]
    previous: str
    hash: str = ""

    def digest(self) -> str:
        """SHA-256 over the canonical JSON of everything but the hash itself."""
        stamp = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        content = [self.business_id, self.seq, stamp, self.actor, self.event, self.data, self.previous]
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(eq=False)
class Seal:
    """All heads at one time in one chain: what truncating a business's trail can't hide from."""

    number: int
    at: datetime
    heads: str  # SHA-256 over "id:seq:head" of every business, in order of id
    businesses: int
    previous: str
    hash: str = ""

    def digest(self) -> str:
        stamp = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        content = [self.number, stamp, self.heads, self.businesses, self.previous]
        return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def first_break(entries: Iterable[AuditEntry], *, seq: int, head: str) -> str:
    """What is wrong with a chain whose row says it ends at `seq` with `head`; empty when all is well."""
    previous, expected = GENESIS, 1
    for entry in entries:
        if entry.seq != expected:
            return f"entry {expected} is missing"
        if entry.previous != previous or entry.digest() != entry.hash:
            return f"entry {entry.seq} was changed"
        previous, expected = entry.hash, expected + 1
    if expected - 1 != seq or (head or GENESIS) != previous:
        return f"the trail ends at entry {expected - 1}, its head says {seq}"
    return ""
