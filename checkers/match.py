"""Same business? The facts of name, door and phone are weighed together; the answer carries its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checkers.matching.record import Record, record
from checkers.matching.scorecard import reasons, score_of
from checkers.nap import Nap
from checkers.normalise import address, name, phone
from checkers.rules import ADDRESS, NAME, PHONE
from checkers.rules.address import AddressFact, address_fields_fact
from checkers.rules.name import NameFact, name_fact
from checkers.rules.phone import PhoneFact, phone_fact
from checkers.rules.rule import Level
from checkers.verdict import Verdict

EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record read once, for comparing it many times."""

    nap: Nap
    record: Record


@dataclass(frozen=True, slots=True)
class Match:
    """`score` 0..1 is at least 0.5 exactly where `same`. Verdicts and reasons are worked out when asked for."""

    same: bool
    score: float
    canonical: Prepared
    seen: Prepared

    @property
    def name(self) -> Verdict:
        return self._name_level().verdict

    @property
    def address(self) -> Verdict:
        return self._address_level().verdict

    @property
    def phone(self) -> Verdict:
        return self._phone_level().verdict

    @property
    def why(self) -> str:
        """The answer, what each field says, and the facts that weighed most, with their points."""
        levels = (("name", self._name_level()), ("address", self._address_level()), ("phone", self._phone_level()))
        said = "; ".join(f"{field}: {level.label}" for field, level in levels)
        weighed = ", ".join(reasons(self.canonical.record, self.seen.record))
        return f"{'Same business' if self.same else 'Not the same business'}: {said}. Weighed: {weighed}."

    def _name_level(self) -> Level[NameFact]:
        return NAME.decide(name_fact(self.canonical.nap.name), name_fact(self.seen.nap.name))

    def _address_level(self) -> Level[AddressFact]:
        return ADDRESS.decide(_address_fact(self.canonical.nap), _address_fact(self.seen.nap))

    def _phone_level(self) -> Level[PhoneFact]:
        return PHONE.decide(phone_fact(self.canonical.nap.phone), phone_fact(self.seen.nap.phone))


def _address_fact(nap: Nap) -> AddressFact:
    return address_fields_fact(nap.street, nap.unit, nap.city, nap.region, nap.postal_code)


def prepare(nap: Nap) -> Prepared:
    number = phone.parse(nap.phone) if nap.phone else None
    parts = address.parse_fields(nap.street, nap.unit, nap.city, nap.region, nap.postal_code)
    return Prepared(nap, record(name.parse(nap.name), parts, number.e164 if number else ""))


def same_business(a: Nap, b: Nap) -> Match:
    """`a` as canonical, `b` as seen: the answer is the same both ways, the verdicts of single fields are not."""
    return same_prepared(prepare(a), prepare(b))


def same_prepared(a: Prepared, b: Prepared) -> Match:
    score = score_of(a.record, b.record)
    return Match(score >= EVEN, score, a, b)


def match_pairs(ones: Sequence[Nap], twos: Sequence[Nap], pairs: Iterable[tuple[int, int]]) -> list[float]:
    """The score of each pair of positions, as `same_business` gives it; every distinct record is read once."""
    read: dict[tuple[str, ...], Prepared] = {}
    return match_prepared(_prepare_all(ones, read), _prepare_all(twos, read), pairs)


def match_prepared(ones: Sequence[Prepared], twos: Sequence[Prepared], pairs: Iterable[tuple[int, int]]) -> list[float]:
    """As `match_pairs`, of records already read. Each pair is answered alone, whatever stands beside it."""
    mine, yours = [one.record for one in ones], [two.record for two in twos]
    return [score_of(mine[n], yours[m]) for n, m in pairs]


def _prepare_all(naps: Sequence[Nap], read: dict[tuple[str, ...], Prepared]) -> list[Prepared]:
    prepared = []
    for nap in naps:
        said = (nap.name, nap.street, nap.unit, nap.city, nap.region, nap.postal_code, nap.phone)
        found = read.get(said)
        if found is None:
            found = read[said] = prepare(nap)
        prepared.append(found)
    return prepared
