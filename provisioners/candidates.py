"""Which of a publisher's search results are this business, best first: judged by the same rules as everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from checkers.match import same_business
from mappop.domain.business import Business
from provisioners.connector import Found
from provisioners.forms.us import business_nap

RESULTS_MAX = 50  # looked at in one search
CANDIDATES_MAX = 10


def same_place(business: Business, found: Iterable[Found]) -> list[Found]:
    """Results that are this business, each ref once."""
    ours = business_nap(business)
    rows = {row.ref: row for row in islice(found, RESULTS_MAX) if row.ref}
    judged = [(same_business(ours, row.nap), row) for row in rows.values()]
    kept = sorted(((match.score, row) for match, row in judged if match.same), key=lambda pair: -pair[0])
    return [row for _, row in kept][:CANDIDATES_MAX]
