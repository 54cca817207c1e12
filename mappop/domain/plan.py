"""Plans and add-ons as they are sold: each price is a version with its day, and a subscription names the one it has."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.errors import NotFound


class Interval(StrEnum):
    """How long the period is that is paid for at once."""

    MONTH = "month"
    YEAR = "year"

    @property
    def months(self) -> int:
        return 12 if self is Interval.YEAR else 1


@dataclass(frozen=True, slots=True)
class PriceVersion:
    """Cents of each period; `since` is the first day on which it is sold."""

    id: str
    since: date
    month_minor: int
    year_minor: int
    set_up_minor: int = 0

    def minor(self, interval: Interval) -> int:
        return self.year_minor if interval is Interval.YEAR else self.month_minor


@dataclass(frozen=True, slots=True)
class Sold:
    """A plan or an add-on; titles by language, versions by day."""

    key: str
    titles: Mapping[str, str]
    whats: Mapping[str, str]
    versions: tuple[PriceVersion, ...]
    most: int = 1

    def on(self, day: date) -> PriceVersion:
        """The newest version of that day. Raises NotFound where it was not sold yet."""
        known = [version for version in self.versions if version.since <= day]
        if not known:
            raise NotFound(f"{self.titles['en']} is not sold before {self.versions[0].since}.")
        return known[-1]

    def version(self, id: str) -> PriceVersion:
        return next(version for version in self.versions if version.id == id)

    def newer(self, id: str, on: date) -> tuple[PriceVersion, ...]:
        """Than that version and sold by that day, the newest last."""
        older = [version.id for version in self.versions].index(id) + 1 if id else 0
        return tuple(version for version in self.versions[older:] if version.since <= on)


@cache
def plans() -> Mapping[str, Sold]:
    return {key: _sold(key, row) for key, row in _data()["plan"].items()}


@cache
def add_ons() -> Mapping[str, Sold]:
    return {key: _sold(key, row) for key, row in _data()["add_on"].items()}


def outdated(on: date) -> frozenset[str]:
    """The versions that are no longer sold on that day."""
    everything = (*plans().values(), *add_ons().values())
    known = {version.id: sold for sold in everything for version in sold.versions if version.since <= on}
    return frozenset(id for id, sold in known.items() if sold.on(on).id != id)


def plan(key: str) -> Sold:
    return _named(plans(), key, "plan")


def add_on(key: str) -> Sold:
    return _named(add_ons(), key, "add-on")


def _named(known: Mapping[str, Sold], key: str, kind: str) -> Sold:
    if key not in known:
        raise NotFound(f"There is no {kind} “{key[:40]}”.")
    return known[key]


def _sold(key: str, row: Mapping[str, Any]) -> Sold:
    versions = [
        PriceVersion(one["id"], one["from"], one["month"], one["year"], one.get("set_up", 0)) for one in row["version"]
    ]
    by_day = tuple(sorted(versions, key=lambda version: version.since))
    return Sold(key, row["title"], row["what"], by_day, row.get("most", 1))


def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("plans.toml").read_text("utf-8"))
