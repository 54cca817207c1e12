"""Labelled rows ("Company: …", "City: …", or a table of labels and values), as plain directories print a listing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from checkers.extract.lines import Line
from checkers.extract.plain_place import is_street
from checkers.normalise import region
from checkers.normalise.text import fold

GAP = 3  # lines between two rows of one listing
_LABELS = {
    "company": "name", "company name": "name", "business": "name", "business name": "name", "name": "name",
    "organization name": "name", "legal business name": "name", "facility name": "name", "practice name": "name",
    "provider name": "name", "dba name": "name",
    "address": "street", "street": "street", "street address": "street", "city": "city", "town": "city",
    "state": "region", "zip": "postal_code", "zip code": "postal_code", "postal code": "postal_code",
    "phone": "phone", "telephone": "phone", "tel": "phone", "phone number": "phone",
    "website": "website", "web": "website", "web site": "website", "url": "website", "hours": "hours",
    "opening hours": "hours", "business hours": "hours",
}  # fmt: skip
_STARTS = tuple({label.split()[0] for label in _LABELS})
_ROW = re.compile(r"^([A-Za-z][A-Za-z ]{1,20}?)\s*:\s*(.*)$")


@dataclass(slots=True)
class Rows:
    """The rows of one listing: texts by field, and the number of its last line."""

    texts: dict[str, str] = field(default_factory=dict)
    where: str = ""
    last: int = 0

    @property
    def is_address(self) -> bool:
        """A whole US address: the labels of an empty form are none."""
        texts = self.texts
        has_place = region.code(texts.get("region", "")) or re.fullmatch(
            r"\d{5}(?:-\d{4})?", texts.get("postal_code", "")
        )
        return bool(is_street(texts.get("street", "")) and texts.get("city") and has_place)


def find_rows(lines: list[Line]) -> list[Rows]:
    """Groups of labelled rows in order; a label that comes again, or a gap, begins the next listing."""
    groups: list[Rows] = []
    for line in lines:
        labelled = _labelled(lines, line)
        if labelled is None:
            continue
        key, value = labelled
        if not groups or key in groups[-1].texts or line.number - groups[-1].last > GAP:
            groups.append(Rows(where=line.where))
        groups[-1].texts[key] = value
        groups[-1].last = line.number
    return groups


def _labelled(lines: list[Line], line: Line) -> tuple[str, str] | None:
    """A row's field and value; the value may stand on the next line, as in the cells of a table."""
    if not line.text[:15].lower().startswith(_STARTS):
        return None
    found = _ROW.match(line.text[:400])
    label = fold(found.group(1) if found else line.text[:30]).strip(" :")
    if label not in _LABELS:
        return None
    value = found.group(2).strip() if found else ""
    if not value and line.number + 1 < len(lines):
        value = lines[line.number + 1].text
    return (_LABELS[label], value) if value else None
