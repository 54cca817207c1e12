"""A town without a street that a page prints as its own: in its footer, under a label, or beside its number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checkers.extract.lines import Line
from checkers.extract.plain_name_words import copyright_name
from checkers.normalise import region
from checkers.normalise.text import fold

NEAR = 3  # lines between such a town and the number
LINE_MAX = 60
PARTED_MAX = 160  # characters of a line whose marks part it ("Elm Pipes | Austin, TX | 512-555-0134")
_OTHERS = frozenset({"h1", "nav", "testimonial", "review", "comment"})
_PLACE = (
    r"(?!(?:Serving|Proudly|Near|Visit|Welcome|Greater|Downtown|All)\b)"
    r"(?P<city>[A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]+){0,3})(?<!County)(?<!Area)(?<!Region)(?<!Metro)"
    r",\s*(?P<state>[A-Z]{2}|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?)\.?(?:\s+(?P<zip>\d{5})(?:-\d{4})?)?"
    r"(?:, (?:USA?|United States)\.?)?"
)
_TOWN = re.compile(
    rf"(?:(?i:(?:principal |main |home |head )?office|location|headquarters|(?:located|based) in):?\s+)?{_PLACE}"
)
_HELD_IN = re.compile(rf",\s+{_PLACE}")
_LABEL = re.compile(
    r"(?:our |main |home |head |office |studio |base )?(?:office|location|headquarters|based in)\W*", re.I
)
_LOCATED = re.compile(rf"\b[Ll]ocated in\b[^.!?]{{0,40}}?\s{_PLACE}")
_PARTS = re.compile(r"\s*[|–—•·]\s*|\s-\s")
_SEATED = re.compile(
    rf"(?:,? (?:LLC|L\.L\.C\.|Inc\.?|Co\.|P\.C\.),?)? is (?:proudly )?(?:located|based|headquartered) in {_PLACE}"
)
_SYMBOL = re.compile(r"^[^\w(]+")  # a pin before the town
_WE_ARE = re.compile(rf"\b[Ww]e(?:['’]re| are) (?:\w+ly )?(?:located|based|headquartered) in {_PLACE}")
_OPENS = re.compile(r"(?:^|[.!?:|–—]\s*|\b[Tt]he )$")  # else the words before are a longer name's
OWN_LINE, RIGHTS, LOCATED = "a line of its own", "beside who holds the rights", "the title and a sentence"
SEATED = "a sentence that says where it is"


def lone_town(lines: Sequence[Line], numbers: Sequence[int], name: str = "") -> dict[str, str]:
    """City and state where the page has one such line; of several towns each is as likely only served.

    It stands in the footer, near a number or under its label, or the business is called by it ("Austin Dental").
    """
    found: dict[str, dict[str, str]] = {}
    at: list[Line] = []
    for line in lines:
        if "," not in line.text or len(line.text) > PARTED_MAX or _OTHERS & line.marks:
            continue
        parts = [part for part in _PARTS.split(_SYMBOL.sub("", line.text)) if len(part) <= LINE_MAX]
        for texts in filter(None, (_texts(_TOWN.fullmatch(part.strip())) for part in parts)):
            found.setdefault(fold(texts["city"]), texts)
            at.append(line)
    if len(found) != 1:
        return {}
    is_own = any("footer" in line.marks or _is_near(line, numbers) or _is_labelled(lines, line) for line in at)
    is_own = is_own or fold(name).startswith(f"{next(iter(found))} ")
    return next(iter(found.values())) if is_own else {}


def rights_town(lines: Sequence[Line], name: str) -> dict[str, str]:
    """City and state behind the business's name where it holds the rights ("© 2026 Elm Roofing, Austin, TX")."""
    held = [text for line in lines if (text := copyright_name(line.text)).startswith(name)] if name else []
    found = [texts for text in held if (texts := _texts(_HELD_IN.fullmatch(text[len(name) :].rstrip())))]
    return found[0] if found else {}


def located_town(title: str, lines: Sequence[Line]) -> dict[str, str]:
    """City and state that the title ends a part with and a sentence says that the business is located in."""
    titled = [texts for part in _PARTS.split(title) if (texts := _texts(_TOWN.fullmatch(part.strip())))]
    said = [line.text for line in lines if "ocated in" in line.text] if titled else []
    seats = [texts for text in said if (texts := _texts(_LOCATED.search(text[:400])))]
    keys = {(fold(texts["city"]), texts["region"]) for texts in seats}
    return next((texts for texts in titled if (fold(texts["city"]), texts["region"]) in keys), {})


def seat(lines: Sequence[Line], name: str) -> dict[str, str]:
    """City and state of the one place that a sentence of the business about itself names ("Elm Roofing is in …")."""
    parted = [line.text[:1000].partition(name) for line in lines if name and name in line.text[:1000]]
    said = [_SEATED.match(rest) for before, _, rest in parted if _OPENS.search(before)]
    said += [_WE_ARE.search(line.text[:1000]) for line in lines if "in" in line.text and not _OTHERS & line.marks]
    seats = [texts for match in said if (texts := _texts(match))]
    return seats[0] if len({(fold(texts["city"]), texts["region"]) for texts in seats}) == 1 else {}


def _texts(match: re.Match[str] | None) -> dict[str, str]:
    state = region.code(match.group("state")) if match else ""
    city = match.group("city") if match else ""
    postal = (match.group("zip") or "") if match else ""
    return {"city": city, "region": state, "postal_code": postal, "country": "US"} if state else {}


def _is_near(line: Line, numbers: Sequence[int]) -> bool:
    return any(abs(line.number - number) <= NEAR for number in numbers)


def _is_labelled(lines: Sequence[Line], line: Line) -> bool:
    return line.number > 0 and _LABEL.fullmatch(lines[line.number - 1].text) is not None
