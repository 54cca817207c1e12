"""Which of a publisher's search results are this business, best first: judged by the same rules as everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from checkers.compare import Known
from checkers.whose import judged, searched_numbers
from mappop.domain.business import Business
from provisioners.connector import Found
from provisioners.forms.us import business_nap

RESULTS_MAX = 100  # looked at in one search, over all that was asked for
CANDIDATES_MAX = 10


def same_place(business: Business, found: Iterable[Found], known: Known | None = None) -> list[Found]:
    """Results that are this business, as it is or as it was, each ref once."""
    ours = business_nap(business)
    rows = {row.ref: row for row in islice(found, RESULTS_MAX) if row.ref}
    matches = [(judged(ours, row.nap, known), row) for row in rows.values()]
    kept = sorted(((match.score, row) for match, row in matches if match.same), key=lambda pair: -pair[0])
    return [row for _, row in kept][:CANDIDATES_MAX]


def numbers_of(business: Business, known: Known | None = None) -> tuple[str, ...]:
    """What to search by where a publisher is searched by phone, bounded: its number, then those it had."""
    return searched_numbers(business_nap(business), known)
