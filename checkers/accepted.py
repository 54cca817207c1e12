"""Differences that the owner has accepted: quiet while they stay as they are, told again when they change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from checkers.compare import FieldVerdict
from checkers.normalise import address, name, phone, website
from checkers.rules import Repair
from checkers.score import WHOLE
from checkers.verdict import Verdict

ACCEPTED = "accepted by the owner"
CHANGED_AGAIN = "changed again since it was accepted"
_AGAIN = f"; {CHANGED_AGAIN}"
_KEYS = {WHOLE: name.key, "name": name.key, "address": address.key, "phone": phone.key, "website": website.key}


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted value: the keys of what was seen and of what was true then, so that form does not count."""

    field: str
    seen_key: str
    true_key: str


def accept(verdict: FieldVerdict) -> Accepted:
    seen, true = _key(verdict.field, verdict.seen), _key(verdict.field, verdict.canonical)
    if verdict.field == WHOLE:  # its values are names: of one name, a closed listing is another difference than a twin
        seen = f"{verdict.label.removesuffix(_AGAIN)}: {seen}"
    return Accepted(verdict.field, seen, true)


def with_accepted(verdicts: Iterable[FieldVerdict], accepted: Iterable[Accepted]) -> tuple[FieldVerdict, ...]:
    """An accepted value weighs nothing; another value in its field, right or wrong, is no longer the accepted one.

    A value that is right again needs no word; one that is wrong in a new way keeps its verdict and weight and says
    that it has changed. Once the record itself says something else, nothing is accepted: it was another difference.
    """
    known = frozenset(accepted)
    return tuple(_judged(verdict, known) for verdict in verdicts)


def _judged(verdict: FieldVerdict, known: frozenset[Accepted]) -> FieldVerdict:
    if not verdict.weight:
        return verdict
    this = accept(verdict)
    if this in known:
        return replace(verdict, verdict=Verdict.VARIANT, label=ACCEPTED, weight=0, repair=Repair.NOTHING)
    if any((one.field, one.true_key) == (this.field, this.true_key) for one in known):
        return replace(verdict, label=verdict.label + _AGAIN)
    return verdict


def _key(field: str, text: str) -> str:
    to_key = _KEYS.get(field)
    return to_key(text) if to_key else text
