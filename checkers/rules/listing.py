"""Whose listing is it? Name, door and phone together; said only where it is not simply this business's own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checkers.matching.doors import Door, doors
from checkers.rules.address import AddressFact, address_fact
from checkers.rules.name import NAME, NameFact, name_fact
from checkers.rules.phone import PhoneFact, phone_fact
from checkers.rules.rule import Level, Repair, Rule, always
from checkers.verdict import Verdict

OWN_LISTING = "this business's own listing"
_TITLE = re.compile(r"^\s*(?:dr|drs|doctor|atty|attorney)\b\.?\s+\w", re.IGNORECASE)
# Letters that a person puts behind the name; a firm's own ("LLC", "PLLC", "PC") are not among them.
_LETTERS = re.compile(
    r"[\s,]\(?(?:m\.?\s?d|d\.?\s?o|d\.?d\.?s|d\.?m\.?d|d\.?v\.?m|d\.?p\.?m|d\.?c|o\.?d|ph\.?\s?d|p\.?a\.?-c|n\.?p|r\.?n"
    r"|d\.?p\.?t|l\.?c\.?s\.?w|l\.?p\.?c|l\.?m\.?f\.?t|l\.?m\.?t|c\.?p\.?a|esq|j\.?d|realtor)\b\.?",
    re.IGNORECASE,
)
_OTHER_NAMES = frozenset({"another name", "name agrees in part"})


@dataclass(frozen=True, slots=True)
class ListingFact:
    """`raw_name` keeps the title that the name's key leaves out."""

    name: NameFact
    address: AddressFact
    phone: PhoneFact
    raw_name: str = ""
    is_closed: bool = False

    @property
    def is_person(self) -> bool:
        return bool(_TITLE.search(self.raw_name) or _LETTERS.search(self.raw_name))


def parse(raw: str) -> ListingFact:
    """`name | address | phone`, with `| closed` behind where the page says so; for examples."""
    name, address, phone, *more = (part.strip() for part in raw.split("|"))
    return ListingFact(name_fact(name), address_fact(address), phone_fact(phone), name, "closed" in more)


def _closed(canonical: ListingFact, seen: ListingFact) -> bool:
    return seen.is_closed and not canonical.is_closed


def _other_name_here(canonical: ListingFact, seen: ListingFact) -> bool:
    is_here = doors(canonical.address.parts, seen.address.parts) is Door.SAME
    return is_here and NAME.decide(canonical.name, seen.name).label in _OTHER_NAMES


def _practitioner(canonical: ListingFact, seen: ListingFact) -> bool:
    return _other_name_here(canonical, seen) and seen.is_person and not canonical.is_person


def _practice(canonical: ListingFact, seen: ListingFact) -> bool:
    return _other_name_here(canonical, seen) and canonical.is_person and not seen.is_person


def _neighbour(canonical: ListingFact, seen: ListingFact) -> bool:
    """A name that is not ours and a phone that is not ours, at our door: a tenant beside us, or before us."""
    has_other_phone = seen.phone.is_valid and canonical.phone.is_valid and seen.phone.number != canonical.phone.number
    is_ours = seen.phone.number in (canonical.phone.old | canonical.phone.tracking)
    return has_other_phone and not is_ours and NAME.decide(canonical.name, seen.name).label == "another name"


def _other_business(canonical: ListingFact, seen: ListingFact) -> bool:
    return _other_name_here(canonical, seen) and _neighbour(canonical, seen)


_HOME = "Lakeline Dental | 1204 E 7th St Ste B, Austin, TX 78702 | 512-555-0134"

LISTING = Rule(
    field="listing",
    parse=parse,
    levels=(
        Level("closed here", _closed, Verdict.MISMATCH, 100, Repair.REOPEN),
        Level("practitioner at a practice", _practitioner, Verdict.REVIEW, 30, Repair.LINK),
        Level("the practice of this practitioner", _practice, Verdict.REVIEW, 30, Repair.LINK),
        Level("another business at this address", _other_business, Verdict.MISMATCH, 100, Repair.KEEP_APART),
        Level(OWN_LISTING, always, Verdict.MATCH),
    ),
    examples=(
        (_HOME, f"{_HOME} | closed", "closed here"),
        (
            _HOME,
            "Dr. Maria Roe, DDS | 1204 E 7th St Ste B, Austin, TX 78702 | 512-555-0134",
            "practitioner at a practice",
        ),
        (
            "Dr. Maria Roe, DDS | 1204 E 7th St, Austin, TX 78702 | 512-555-0134",
            _HOME,
            "the practice of this practitioner",
        ),
        (
            _HOME,
            "Banner Title Company | 1204 E 7th St Ste A, Austin, TX 78702 | 512-555-0177",
            "another business at this address",
        ),
        (_HOME, "Lakeline Family Dental | 1204 E 7th St Ste B, Austin, TX 78702 | 512-555-0134", OWN_LISTING),
        (_HOME, "Lakeline Dental | 99 Congress Ave, Austin, TX 78701 | 512-555-0134", OWN_LISTING),
    ),
)
