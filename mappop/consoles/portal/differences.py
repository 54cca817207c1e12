"""What differs between two records, said as an owner would: each fact with its lines before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mappop.consoles.filters import phone
from mappop.consoles.portal.words import words
from mappop.domain.business import LISTED_WEBSITE, OUR_SITE, Business
from mappop.domain.picture import KEPT
from mappop.domain.proposal import LOOK, changed_fields
from mappop.sites.opening import exception_rows, week_rows
from site_templates import themes, trades
from site_templates import words as site_words

LETTERS_SHOWN = 400

Lines = Callable[[Business, str], Sequence[str]]


def differences(
    before: Business, after: Business, language: str, *, looks: tuple[str, str] = ("", "")
) -> list[dict[str, Any]]:
    """Of lists, such as services, only the lines that differ; `looks` are the themes."""
    said = words(language)["facts"]
    rows = [
        {"label": said[field], **_sides(_lines(before, field, language), _lines(after, field, language))}
        for field in fields_between(before.to_dict(), after.to_dict())
    ]
    if looks[0] != looks[1]:
        titles = [[themes()[name].title if name in themes() else name] for name in looks]
        rows.append({"label": said[LOOK], **_sides(*titles)})
    return rows


def labels(before: Mapping[str, Any], after: Mapping[str, Any], language: str, *, new_look: bool = False) -> list[str]:
    """The names of the facts that differ between two records' JSON forms."""
    said = words(language)["facts"]
    fields = fields_between(dict(before), dict(after)) + ([LOOK] if new_look else [])
    return [said[field] for field in fields]


def fields_between(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """As `changed_fields`, where the website on listings stands for itself."""
    fields = [field for field in changed_fields(before, after) if field in words("en")["facts"]]
    if "attributes" in fields:
        old, new = (dict(record.get("attributes") or {}) for record in (before, after))
        is_listed = old.pop(LISTED_WEBSITE, None) != new.pop(LISTED_WEBSITE, None)
        others = [field for field in fields if field != "attributes"]
        fields = others + (["attributes"] if old != new else []) + (["listed"] if is_listed else [])
    return fields


def _sides(before: Sequence[str], after: Sequence[str]) -> dict[str, Sequence[str]]:
    gone, new = [x for x in before if x not in after], [x for x in after if x not in before]
    return {"before": gone, "after": new} if gone or new else {"before": before, "after": after}


def _lines(business: Business, field: str, language: str) -> list[str]:
    found = _SAID[field](business, language) if field in _SAID else _plain(getattr(business, field), language)
    return [line if len(line) <= LETTERS_SHOWN else f"{line[:LETTERS_SHOWN]}…" for line in found if line]


def _plain(value: Any, language: str) -> list[str]:
    if isinstance(value, bool):
        return [words(language)["facts"]["yes" if value else "no"]]
    if isinstance(value, tuple):
        return [str(item) for item in value]
    if isinstance(value, Mapping):
        return [f"{key}: {item}" for key, item in value.items() if key != LISTED_WEBSITE]
    return str(value).splitlines() if value not in (None, "") else []


def _hours(business: Business, language: str) -> list[str]:
    return [f"{row.label}: {', '.join(row.times)}" for row in week_rows(business.hours, language)]


def _special(business: Business, language: str) -> list[str]:
    said = site_words()[language]
    rows = [row for e in business.hours.exceptions for row in exception_rows((e,), e.date, said)]
    return [f"{row.label}: {', '.join(row.times)}{f' ({row.note})' if row.note else ''}" for row in rows]


def _services(business: Business, _language: str) -> list[str]:
    return [" · ".join(filter(None, (row.name, row.price, row.description))) for row in business.services]


def _photos(business: Business, language: str) -> list[str]:
    """By caption; an upload without one by its place, since its name says nothing."""
    numbered = words(language)["photos"]["photo"]
    return [
        row.alt or (numbered.format(n=n) if row.src.startswith(KEPT) else row.src)
        for n, row in enumerate(business.photos, 1)
    ]


def _listed(business: Business, language: str) -> list[str]:
    is_ours = business.attributes.get(LISTED_WEBSITE) == OUR_SITE
    return [words(language)["listed"]["is_ours" if is_ours else "is_own"]]


_SAID: Mapping[str, Lines] = {
    "languages": lambda b, language: [words(language)["change"]["pages_in"][code] for code in b.languages],
    "address": lambda b, _: [b.address.line()],
    "phones": lambda b, _: [phone(row.number) for row in b.phones],
    "trade": lambda b, language: [trades()[b.trade].copy[language].label if b.trade in trades() else b.trade],
    "hours": _hours,
    "hours_exceptions": _special,
    "services": _services,
    "listed": _listed,
    "geo": lambda b, _: [f"{b.geo.lat:.5f}, {b.geo.lon:.5f}"] if b.geo else [],
    "faqs": lambda b, _: [f"{row.q} {row.a}" for row in b.faqs],
    "photos": _photos,
    "reviews": lambda b, _: [f"{row.author}: {row.text}" for row in b.reviews],
}
