"""Differences that the owner has accepted: quiet while they stay as they are, told again when they change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from checkers.compare import FieldVerdict
from checkers.normalise import address, name, phone, website
from checkers.rules import Repair
from checkers.verdict import Verdict

ACCEPTED = "accepted by the owner"
CHANGED_AGAIN = "changed again since it was accepted"
_KEYS = {"name": name.key, "address": address.key, "phone": phone.key, "website": website.key}


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted value; `seen_key` is the key of what was seen when it was accepted, so that form does not count."""

    field: str
    seen_key: str


def accept(verdict: FieldVerdict) -> Accepted:
    return Accepted(verdict.field, _key(verdict))


def with_accepted(verdicts: Iterable[FieldVerdict], accepted: Iterable[Accepted]) -> tuple[FieldVerdict, ...]:
    """An accepted value weighs nothing; another value in its field, right or wrong, is no longer the accepted one.

    A value that is right again needs no word; one that is wrong in a new way keeps its verdict and weight and says
    that it has changed.
    """
    keys: dict[str, set[str]] = {}
    for value in accepted:
        keys.setdefault(value.field, set()).add(value.seen_key)
    return tuple(_judged(verdict, keys.get(verdict.field, set())) for verdict in verdicts)


def _judged(verdict: FieldVerdict, keys: set[str]) -> FieldVerdict:
    if not keys or not verdict.weight:
        return verdict
    if _key(verdict) in keys:
        return replace(verdict, verdict=Verdict.VARIANT, label=ACCEPTED, weight=0, repair=Repair.NOTHING)
    return replace(verdict, label=f"{verdict.label}; {CHANGED_AGAIN}")


def _key(verdict: FieldVerdict) -> str:
    to_key = _KEYS.get(verdict.field)
    return to_key(verdict.seen) if to_key else verdict.seen
