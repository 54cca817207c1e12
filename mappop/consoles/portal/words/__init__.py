"""What owners read, as data in two languages, and how facts are said in them."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.hours import Hours
from mappop.sites.opening import week_rows


@cache
def words(language: str) -> dict[str, Any]:
    """Each table of the language's own files, by its name."""
    files = sorted(file.name for file in resources.files(__package__).iterdir())
    own = [name for name in files if name == f"{language}.toml" or name.endswith(f".{language}.toml")]
    return {table: said for name in own for table, said in _read(name).items()}


def label(text: str, language: str) -> str:
    """What a checker says of a difference; one that was accepted once may say two things."""
    known: dict[str, str] = _spanish()["labels"] if language == "es" else {}
    return "; ".join(known.get(part, part) for part in text.split("; "))


def reason(text: str, language: str) -> str:
    """Why a place could not be read; nothing rather than English on a Spanish page."""
    if language == "en":
        return text
    said = _spanish()["reasons"]
    return said.get(text) or next((own for pattern, own in said.items() if fnmatchcase(text, pattern)), "")


def opening(text: str, language: str) -> list[tuple[str, str]]:
    """“mon 08:00-17:00; tue closed” as the business's own site says it: (days, times)."""
    week = {}
    for part in filter(None, text.split("; ")):
        day, _, spans = part.partition(" ")
        pairs = (span.partition("-") for span in spans.split(",") if "-" in span)
        week[day] = tuple((opens, closes) for opens, _, closes in pairs)
    return [(row.label, ", ".join(row.times)) for row in week_rows(Hours(week), language)]


@cache
def _spanish() -> dict[str, dict[str, str]]:
    return _read("labels_es.toml")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
