"""The evidence pack of a dispute: dated lines in sections, and how they fill the fields that a bank reads."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources

NOTHING = "Nothing of this kind is on record."


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, or one fact without a time."""

    text: str
    at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC: {self.text}" if self.at else self.text


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """`facts` are single values (customer_name …), `sections` lines by the keys of evidence.toml."""

    facts: Mapping[str, str]
    sections: Mapping[str, Sequence[Line]]

    def document(self) -> list[tuple[str, str, Sequence[Line]]]:
        """Key, title and lines of every section in order; an empty one says so rather than being left out."""
        titles = _data().titles
        return [(key, title, self.sections.get(key) or (Line(NOTHING),)) for key, title in titles.items()]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    most: int
    sections: tuple[str, ...]
    fact: str


@dataclass(frozen=True, slots=True)
class _Data:
    fields: tuple[Field, ...]
    titles: Mapping[str, str]
    total: int
    asked_within: timedelta


@cache
def _data() -> _Data:
    data = tomllib.loads(resources.files(__package__).joinpath("evidence.toml").read_text("utf-8"))
    fields = (
        Field(row["name"], row["max"], tuple(row.get("sections", ())), row.get("facts", "")) for row in data["field"]
    )
    return _Data(tuple(fields), data["sections"], data["total_max"], timedelta(days=data["asked_within_days"]))


def asked_within() -> timedelta:
    """How long after a charge its evidence may be asked for."""
    return _data().asked_within


def bank_fields(pack: EvidencePack) -> dict[str, str]:
    """Stripe's evidence fields, each within its limit and all within theirs; what is not known is left out."""
    filled: dict[str, str] = {}
    left = _data().total
    for field in _data().fields:
        text = _cut(_told(pack, field), min(field.most, left))
        if text:
            filled[field.name] = text
            left -= len(text)
    return filled


def _told(pack: EvidencePack, field: Field) -> list[str]:
    if field.fact:
        value = " ".join(pack.facts.get(field.fact, "").split())
        return [value] if value else []
    lines: list[str] = []
    for key in field.sections:
        if found := pack.sections.get(key):
            lines += [f"{_data().titles[key]}:", *map(str, found)]
    return lines


def _cut(lines: Sequence[str], most: int) -> str:
    """Whole lines as far as they fit, then how many more the document holds; one overlong line is cut itself."""
    text = "\n".join(lines)
    if len(text) <= most:
        return text
    kept: list[str] = []
    size = 0
    for line in lines:
        note = _more(len(lines) - len(kept))
        if size + len(line) + 1 + len(note) > most:
            break
        kept.append(line)
        size += len(line) + 1
    return "\n".join([*kept, _more(len(lines) - len(kept))]) if kept else text[:most]


def _more(count: int) -> str:
    return f"({count} more lines in the document.)"
