"""Which of a publisher's search results are this business, best first."""

from __future__ import annotations

from collections.abc import Iterable

from checkers.nap import Nap
from checkers.normalise import name, phone
from mappop.domain.business import Business
from provisioners.connector import Found
from provisioners.forms.us import business_nap

CANDIDATES_MAX = 10


def same_place(business: Business, found: Iterable[Found]) -> list[Found]:
    """Results that are this business, each ref once."""
    ours = business_nap(business)
    judged = {row.ref: (_agreement(ours, row.nap), row) for row in list(found)[: 5 * CANDIDATES_MAX] if row.ref}
    kept = [(score, row) for score, row in judged.values() if score]
    return [row for _, row in sorted(kept, key=lambda pair: -pair[0])][:CANDIDATES_MAX]


def _agreement(ours: Nap, theirs: Nap) -> int:
    same_phone = bool(ours.phone) and phone.key(ours.phone) == phone.key(theirs.phone)
    same_name = name.key(ours.name) == name.key(theirs.name) and ours.city.casefold() == theirs.city.casefold()
    return 2 * same_phone + same_name
