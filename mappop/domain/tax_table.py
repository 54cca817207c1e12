"""The flat table of taxes by state: what is asked of a business, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from mappop.domain.business import Address


@dataclass(frozen=True, slots=True)
class TaxRate:
    """`millionths` of the price, asked from the later of the law's day and the issuer's registration; never without."""

    state: str
    since: date
    millionths: int
    registered: date | None
    source: str


class FlatTaxes:
    """By the state that the business is in; 0 where nothing is known, or where the issuer is not registered."""

    def __init__(self, rates: Sequence[TaxRate] | None = None) -> None:
        self._rates = rates if rates is not None else shipped()

    def rate(self, place: Address, on: date) -> int:
        known = [
            rate
            for rate in self._rates
            if rate.state == place.region and rate.registered is not None and max(rate.since, rate.registered) <= on
        ]
        return max(known, key=lambda rate: rate.since).millionths if known else 0


@cache
def shipped() -> tuple[TaxRate, ...]:
    data = tomllib.loads(resources.files(__package__).joinpath("taxes.toml").read_text("utf-8"))
    return tuple(
        TaxRate(row["state"], row["from"], row["millionths"], row.get("registered"), row["source"])
        for row in data["rate"]
    )
