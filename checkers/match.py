"""Same business? How alike the names must be depends on what address and phone say; the answer carries its reasons."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from checkers import likeness
from checkers.likeness import Door
from checkers.nap import Nap
from checkers.rules import ADDRESS, NAME, PHONE
from checkers.rules.address import AddressFact, address_fields_fact
from checkers.rules.name import NameFact, name_fact
from checkers.rules.phone import PhoneFact, phone_fact
from checkers.rules.rule import Level
from checkers.verdict import Verdict

# The likeness of names (0..1) at which two listings are taken for one business, by how their doors stand.
NAME_NEEDED: Mapping[Door, float] = {
    Door.SAME: 0.45,
    Door.OTHER_FORM: 0.55,
    Door.SAME_STREET: 0.75,
    Door.UNKNOWN: 0.75,
    Door.NEAR: 0.9,
    Door.OTHER: 1.05,  # the same name behind another door is a branch, unless the phone says otherwise
}
SAME_PHONE = -0.35
OTHER_PHONE = 0.12
LEAST_NEEDED = 0.12  # a shared door and phone join no two names that share nothing: a hotel and its restaurant
OTHER_NUMBER = 0.25  # "Tower 1" is not "Tower 2"
OTHER_TRADE = 0.1  # without an address, a coffee shop and a museum of one name are two
STEEPNESS = 10.0


@dataclass(frozen=True, slots=True)
class Match:
    """`score` 0..1 is at least 0.5 exactly where `same`; the three verdicts take `a` as canonical, `b` as seen."""

    same: bool
    score: float
    name: Verdict
    address: Verdict
    phone: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with its facts parsed once, for comparing it many times."""

    name: NameFact
    address: AddressFact
    phone: PhoneFact


def prepare(nap: Nap) -> Prepared:
    return Prepared(
        name_fact(nap.name),
        address_fields_fact(nap.street, nap.unit, nap.city, nap.region, nap.postal_code),
        phone_fact(nap.phone),
    )


def same_business(a: Nap, b: Nap) -> Match:
    return same_prepared(prepare(a), prepare(b))


def same_prepared(a: Prepared, b: Prepared) -> Match:
    name, address, phone = (
        NAME.decide(a.name, b.name),
        ADDRESS.decide(a.address, b.address),
        PHONE.decide(a.phone, b.phone),
    )
    score = _score(a, b)
    same = score >= 0.5
    return Match(same, score, name.verdict, address.verdict, phone.verdict, _why(same, name, address, phone))


def _score(a: Prepared, b: Prepared) -> float:
    door = likeness.doors(a.address.parts, b.address.parts)
    needed = max(LEAST_NEEDED, NAME_NEEDED[door] + _phone_shift(a.phone, b.phone))
    margin = _name_degree(a, b, door) - needed
    return round(1 / (1 + math.exp(-STEEPNESS * margin)), 4)


def _name_degree(a: Prepared, b: Prepared, door: Door) -> float:
    town = frozenset(f"{a.address.parts.city} {b.address.parts.city}".lower().split())
    like = likeness.names(a.name.parts, b.name.parts, town)
    degree = like.degree - (OTHER_NUMBER if like.has_other_number else 0.0)
    return degree - (OTHER_TRADE if like.has_other_trade and door is Door.UNKNOWN else 0.0)


def _phone_shift(a: PhoneFact, b: PhoneFact) -> float:
    if not (a.is_valid and b.is_valid):
        return 0.0
    return SAME_PHONE if a.number == b.number else OTHER_PHONE


def _why(same: bool, name: Level[NameFact], address: Level[AddressFact], phone: Level[PhoneFact]) -> str:
    said = [f"{field}: {level.label}" for field, level in (("name", name), ("address", address), ("phone", phone))]
    return f"{'Same business' if same else 'Not the same business'}: {'; '.join(said)}."
