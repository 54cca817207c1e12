"""A place's tax as an engine told it, and how far it may be used."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from mappop.domain.business import Address

CURRENT_FOR = timedelta(days=1)  # rates begin on days, mostly the first of a month or quarter


@dataclass(eq=False)
class PlaceRate:
    """`id` names the place, `millionths` of the price are its tax, as answered at that moment."""

    id: str
    millionths: int
    answered_at: datetime

    def known_at(self, now: datetime) -> KnownTax:
        return KnownTax(self.millionths, is_asked=True, is_current=now - self.answered_at < CURRENT_FOR)


@dataclass(frozen=True, slots=True)
class KnownTax:
    """A rate that was never asked for is shown and nothing more; one that is not of today is told and not charged."""

    millionths: int
    is_asked: bool = True
    is_current: bool = True

    @property
    def may_add(self) -> bool:
        """Whether a price of the list is not all that is asked."""
        return self.millionths > 0 or not self.is_asked


def place_id(place: Address) -> str:
    """The same for the same place, however its letters are written."""
    parts = (place.street, place.unit, place.city, place.region, place.postal_code, place.country)
    said = "\n".join(" ".join(part.casefold().split()) for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()
