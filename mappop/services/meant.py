"""What an owner means to be said otherwise at one place, and so what a push leaves there as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from checkers.accepted import Accepted, accept
from checkers.compare import compare
from checkers.nap import Nap
from mappop.domain.listing import Listing
from mappop.services.deps import UnitOfWork
from mappop.services.scanning import verdict_from

_FACTS = {"address": ("street", "unit", "city", "region", "postal_code")}


def accepted_there(uow: UnitOfWork, listing: Listing) -> list[Accepted]:
    """Differences that the owner means, at this place."""
    where = {"business_id": listing.business_id, "publisher": listing.publisher, "taken_back_at": None}
    return [accept(verdict_from(row.verdict)) for row in uow.accepted_differences.where(**where)]


def meant_of(canonical: Nap, shown: Nap, accepted: Iterable[Accepted]) -> Mapping[str, Any]:
    """The facts of `shown` that differ as the owner accepted, by the names of Nap's fields.

    A fact whose canonical value is another one than then is not among them, and neither is a value that has changed.
    """
    known = frozenset(accepted)
    fields = [verdict.field for verdict in compare(canonical, shown) if known and accept(verdict) in known]
    names = [name for field in fields for name in _FACTS.get(field, (field,))]
    return {name: getattr(shown, name) for name in names}
