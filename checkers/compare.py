"""Which fields of a listing differ from the canonical record, and why, in words a customer accepts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from checkers.nap import Nap
from checkers.normalise import address, hours, name, phone, website
from checkers.rules import ADDRESS, HOURS, LISTING, NAME, PHONE, WEBSITE, Repair
from checkers.rules.address import FORMER_DOOR, address_fields_fact
from checkers.rules.listing import OWN_LISTING, ListingFact
from checkers.rules.name import FORMER_NAME, OTHER_NAME, name_fact
from checkers.rules.phone import OLD, TRACKING, phone_fact
from checkers.rules.rule import NEITHER, Rule
from checkers.verdict import Verdict

_OWN_ONCE = frozenset({FORMER_DOOR, FORMER_NAME, OTHER_NAME, OLD, TRACKING})
_PARTS = {"name": ("name",), "address": ("street", "unit", "city", "region", "postal_code"), "phone": ("phone",)}


@dataclass(frozen=True, slots=True)
class Known:
    """What else is true of this business: numbers, doors and names it had, numbers that forward to it, other names."""

    old_phones: tuple[str, ...] = ()  # the latest last
    tracking_phones: tuple[str, ...] = ()
    former_addresses: tuple[str, ...] = ()  # one line each
    other_names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()  # the latest last


@dataclass(frozen=True, slots=True)
class FieldVerdict:
    """`weight` 0..100: how much of the field's points is lost by it; 0 for what is only form."""

    field: str
    verdict: Verdict
    label: str
    canonical: str
    seen: str
    weight: int
    repair: Repair = Repair.NOTHING


def compare(
    canonical: Nap, seen: Nap, known: Known | None = None, *, is_closed: bool = False
) -> tuple[FieldVerdict, ...]:
    """A verdict for name, address, phone, website and hours; fields that neither side says are left out.

    Of the listing as a whole there is a verdict only where it is not simply this business's own, or says `is_closed`.
    """
    known = known or Known()
    former = tuple(address.parse(line) for line in known.former_addresses)
    names = _name(canonical, known), name_fact(seen.name)
    doors = _address(canonical, former), _address(seen)
    phones = _phone(canonical, known), phone_fact(seen.phone)
    whole = (
        ListingFact(names[0], doors[0], phones[0], canonical.name),
        ListingFact(names[1], doors[1], phones[1], seen.name, is_closed),
    )
    facts: tuple[tuple[Rule[Any], Any, Any, str, str], ...] = (
        (NAME, *names, canonical.name, seen.name),
        (ADDRESS, *doors, address_line(canonical), address_line(seen)),
        (PHONE, *phones, canonical.phone, seen.phone),
        (WEBSITE, website.key(canonical.website), website.key(seen.website), canonical.website, seen.website),
        (HOURS, canonical.hours or {}, seen.hours or {}, hours.hours_key(canonical.hours), hours.hours_key(seen.hours)),
        (LISTING, *whole, canonical.name, seen.name),
    )
    verdicts = (_decide(*fact) for fact in facts)
    return tuple(verdict for verdict in verdicts if verdict.label not in (NEITHER, OWN_LISTING))


def as_known(canonical: Nap, seen: Nap, known: Known | None) -> Nap:
    """The record, with what the listing says where that is or was its own: a number it had, a door it left, a name.

    A listing that nobody has touched since the business moved and changed its number is still this business's.
    """
    own = [verdict.field for verdict in compare(canonical, seen, known) if verdict.label in _OWN_ONCE]
    return canonical.with_(**{part: getattr(seen, part) for field in own for part in _PARTS[field]})


def address_line(nap: Nap) -> str:
    """The address on one line, as a letter would carry it."""
    place = " ".join(filter(None, (nap.region, nap.postal_code)))
    return ", ".join(filter(None, (nap.street, nap.unit, nap.city, place)))


def _decide(rule: Rule[Any], canonical: Any, seen: Any, canonical_text: str, seen_text: str) -> FieldVerdict:
    level = rule.decide(canonical, seen)
    return FieldVerdict(rule.field, level.verdict, level.label, canonical_text, seen_text, level.weight, level.repair)


def _name(nap: Nap, known: Known) -> Any:
    return name_fact(nap.name, also=_keys(known.other_names), former=_keys(known.former_names))


def _address(nap: Nap, former: tuple[address.AddressParts, ...] = ()) -> Any:
    return address_fields_fact(nap.street, nap.unit, nap.city, nap.region, nap.postal_code, former=former)


def _phone(nap: Nap, known: Known) -> Any:
    return phone_fact(
        nap.phone,
        old=frozenset(filter(None, map(phone.e164, known.old_phones))),
        tracking=frozenset(filter(None, map(phone.e164, known.tracking_phones))),
    )


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(name.key, names)))
