"""Same business? The facts of name, door and phone are weighed together; the answer carries its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from checkers.matching.facts import Facts
from checkers.matching.record import Record, record
from checkers.matching.rivals import UNKNOWN, Beside, Rivalled, Rivals, said_by
from checkers.matching.scorecard import points_of, reasons, score_of_points, weighed
from checkers.nap import Nap
from checkers.normalise import address, name, phone
from checkers.rules import ADDRESS, NAME, PHONE
from checkers.rules.address import AddressFact, address_fields_fact
from checkers.rules.name import NameFact, name_fact
from checkers.rules.phone import PhoneFact, phone_fact
from checkers.rules.rule import Level
from checkers.verdict import Verdict

EVEN = 0.5
KEPT = 8_192  # texts and pairs of texts read last: a file of pairs says most of them several times


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record read once, for comparing it many times."""

    nap: Nap
    record: Record


@dataclass(frozen=True, slots=True)
class Match:
    """`score` 0..1 is at least 0.5 exactly where `same`. Verdicts and reasons are worked out when asked for.

    `beside` is what its rivals say, of a pair of two lists.
    """

    same: bool
    score: float
    canonical: Prepared
    seen: Prepared
    facts: Facts | None
    beside: Beside = UNKNOWN

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
    def said(self) -> str:
        """What each field says."""
        levels = (("name", self._name_level()), ("address", self._address_level()), ("phone", self._phone_level()))
        return "; ".join(f"{field}: {level.label}" for field, level in levels)

    @property
    def why(self) -> str:
        """The answer, what each field says, and the facts that weighed most, with their points."""
        heaviest = ", ".join(reasons(self.facts, self.beside))
        return f"{'Same business' if self.same else 'Not the same business'}: {self.said}. Weighed: {heaviest}."

    def _name_level(self) -> Level[NameFact]:
        return _name_level(self.canonical.nap.name, self.seen.nap.name)

    def _address_level(self) -> Level[AddressFact]:
        return _address_level(_address(self.canonical.nap), _address(self.seen.nap))

    def _phone_level(self) -> Level[PhoneFact]:
        return _phone_level(self.canonical.nap.phone, self.seen.nap.phone)


Address = tuple[str, str, str, str, str]


def _address(nap: Nap) -> Address:
    return nap.street, nap.unit, nap.city, nap.region, nap.postal_code


@lru_cache(maxsize=KEPT)
def _name_level(canonical: str, seen: str) -> Level[NameFact]:
    return NAME.decide(_name_fact(canonical), _name_fact(seen))


@lru_cache(maxsize=KEPT)
def _address_level(canonical: Address, seen: Address) -> Level[AddressFact]:
    return ADDRESS.decide(_address_fact(canonical), _address_fact(seen))


@lru_cache(maxsize=KEPT)
def _phone_level(canonical: str, seen: str) -> Level[PhoneFact]:
    return PHONE.decide(_phone_fact(canonical), _phone_fact(seen))


@lru_cache(maxsize=KEPT)
def _name_fact(raw: str) -> NameFact:
    return name_fact(raw)


@lru_cache(maxsize=KEPT)
def _address_fact(said: Address) -> AddressFact:
    return address_fields_fact(*said)


@lru_cache(maxsize=KEPT)
def _phone_fact(raw: str) -> PhoneFact:
    return phone_fact(raw)


def prepare(nap: Nap) -> Prepared:
    number = phone.parse(nap.phone) if nap.phone else None
    parts = address.parse_fields(nap.street, nap.unit, nap.city, nap.region, nap.postal_code)
    return Prepared(nap, record(name.parse(nap.name), parts, number.e164 if number else ""))


def same_business(a: Nap, b: Nap) -> Match:
    """`a` as canonical, `b` as seen: the answer is the same both ways, the verdicts of single fields are not."""
    return same_prepared(prepare(a), prepare(b))


def same_prepared(a: Prepared, b: Prepared) -> Match:
    facts = weighed(a.record, b.record)
    score = score_of_points(points_of(facts))
    return Match(score >= EVEN, score, a, b, facts)


def beside_rivals(answers: Sequence[Match], ids: Sequence[tuple[str, str]] = ()) -> list[Match]:
    """Answers of all pairs of two lists, each weighed again beside the others of its two records.

    Two lists hold a business once each, as a rule: of two candidates the better is likelier, and of two that fit alike
    each is less likely than alone. `ids` say which record of each list stands in a pair; without them, or where each
    stands in one pair, records that say the same are one. The answer to one pair by itself is `same_business`.
    """
    rivals = Rivals()
    points = [points_of(answer.facts) for answer in answers]
    known = ids if len({one for one, _ in ids}) < len(ids) or len({two for _, two in ids}) < len(ids) else ()
    for pair, reached in zip(_rivalled(answers, known), points, strict=True):
        if reached is not None:
            rivals.add(pair, reached)
    return [_beside(*all_of_it, rivals) for all_of_it in zip(answers, _rivalled(answers, known), points, strict=True)]


def _rivalled(answers: Sequence[Match], ids: Sequence[tuple[str, str]]) -> Iterator[Rivalled]:
    """Strangers' pairs too, to keep the order."""
    for n, answer in enumerate(answers):
        one, two = answer.canonical.record, answer.seen.record
        who, other = ids[n] if ids else (said_by(one), said_by(two))
        yield Rivalled(one, two, who, other, answer.facts is not None and answer.facts.words_shared == 1)


def _beside(answer: Match, pair: Rivalled, points: float | None, rivals: Rivals) -> Match:
    if points is None:
        return answer
    beside = rivals.beside(pair, points)
    score = score_of_points(points + beside.points)
    return replace(answer, same=score >= EVEN, score=score, beside=beside)
