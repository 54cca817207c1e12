"""A name, address and phone as one value: what a page, a publisher or the canonical record says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

Hours = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Nap:
    """Raw texts, as printed; an empty one means "not said", never a guess. Phone is E.164 where it parses."""

    name: str = ""
    street: str = ""
    unit: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    phone: str = ""
    website: str = ""
    hours: Hours | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON form: every field there, null where nothing is said."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    def with_(self, **changes: Any) -> Nap:
        return replace(self, **changes)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {day: [list(pair) for pair in pairs] for day, pairs in value.items()} or None
    return value or None
