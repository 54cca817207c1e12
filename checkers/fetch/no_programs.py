"""Houses whose terms forbid programs on their pages (`no_programs.toml`): what is there is read another way."""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from urllib.parse import unquote

from checkers.fetch.guard import Target
from checkers.fetch.outcome import CouldNotCheck


@dataclass(frozen=True, slots=True)
class House:
    """`instead` is the other way of reading, in words; `standing` and `on` say how and when `terms` were looked at."""

    name: str
    places: tuple[str, ...]
    reason: str
    terms: str
    standing: str
    on: date
    instead: str


@cache
def houses() -> tuple[House, ...]:
    data = tomllib.loads(resources.files(__package__).joinpath("no_programs.toml").read_text("utf-8"))
    return tuple(House(**{**row, "places": tuple(row["places"])}) for row in data["house"])


def check(target: Target) -> None:
    """Raises CouldNotCheck for a page on which its house wants no programs."""
    if house := _house_of(target):
        raise CouldNotCheck("its terms forbid programs on its pages", instead=house.instead)


def _house_of(target: Target) -> House | None:
    parts, known = target.host.split("."), _by_host()
    folder = posixpath.normpath("/" + unquote(target.path.partition("?")[0]).lstrip("/")).lower() + "/"
    for n in range(len(parts) - 1):
        for start, house in known.get(".".join(parts[n:]), ()):
            if folder.startswith(start):
                return house
    return None


@cache
def _by_host() -> Mapping[str, list[tuple[str, House]]]:
    """For each host, the folders of it that are closed to programs, each with its slashes."""
    known: dict[str, list[tuple[str, House]]] = {}
    for house in houses():
        for place in house.places:
            host, _, folder = place.partition("/")
            known.setdefault(host, []).append((f"/{folder}/" if folder else "/", house))
    return known
