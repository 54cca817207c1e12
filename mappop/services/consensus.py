"""What the places of a scan are compared with while nobody has told us the street: the address most of them show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from checkers.nap import Nap
from checkers.normalise import address

WITNESSES = 2  # one place alone proves nothing


def reference(asked: Nap, seen: Iterable[Nap]) -> Nap:
    """The asked facts; a missing street is filled in with the address that most places agree on, at least two."""
    if asked.street:
        return asked
    first: dict[str, Nap] = {}
    said: Counter[str] = Counter()
    for nap in seen:
        if nap.street:
            parts = address.parse_fields(nap.street, nap.unit, nap.city, nap.region, nap.postal_code)
            key = address.parts_key(parts)
            first.setdefault(key, nap)
            said[key] += 1
    if not said or said.most_common(1)[0][1] < WITNESSES:
        return asked
    agreed = first[said.most_common(1)[0][0]]
    return asked.with_(
        street=agreed.street, unit=agreed.unit, city=asked.city or agreed.city, region=asked.region or agreed.region,
        postal_code=agreed.postal_code,
    )  # fmt: skip
