"""What a title names once its page words are gone ("Contact us | Elm Pipes"), and whom the page's sentences name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checkers.extract.lines import Line
from checkers.extract.plain_name_door import TRADES
from checkers.extract.plain_name_words import GENERIC, NAME_MAX, clean_name
from checkers.extract.plain_place import is_street
from checkers.normalise import region
from checkers.normalise.name_words import FILLERS, LEGAL_ENDINGS, TRADE_WORDS
from checkers.normalise.text import fold

LINES_MAX = 5_000
TEXT_MAX = 400
SAID_BEFORE_MAX = 20  # characters before a name in its sentence
TWICE = 2
TOWN_WORDS_MAX = 2
_OF_SOMEBODY = re.compile(r"\w['’]s\b")
_NAMED = re.compile(r"The [A-Z]|[A-Z][\w&-]*['’]s [A-Z]")
# Only whoever does business acts so: "Elm Park Handyman is not liable for …".
_ACTS = re.compile(
    r" (?:offers|provides|specializes|welcomes|strives|is (?:not )?(?:liable|responsible|proud|committed|dedicated"
    r"|pleased|licensed|located|owned|a family))\b"
)
# What stands before a kind of thing and never before a name: "our Drain Cleaning", "an Elm Plumber".
_OF_A_KIND = re.compile(
    r"\b(?:an?|any|all|our|your|their|these|those|best|some|no|more|other|for|of|in)\s+$", re.IGNORECASE
)
_AROUND = frozenset({"header", "nav", "a"})
_PAGES = re.compile(
    r"(?:contact(?: us| info(?:rmation)?)?|get in touch|(?:find|visit) us|(?:hours|locations?|directions|map)"
    r"(?: (?:&|and) (?:hours|locations?|directions|map))?)\W*",
    re.IGNORECASE,
)
_PRAISE = frozenset("best top affordable cheap local near trusted quality professional emergency services".split())
_ENDINGS = tuple(f" {ending}" for ending in LEGAL_ENDINGS)
_WITH_STATE = re.compile(
    r"(?P<before>[A-Z].*?)(?P<comma>,?)\s+(?P<state>[A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?: \d{5})?"
)
_GREETING = re.compile(r"welcome to (?P<name>[A-Z][^.!,:|]{2,60})[.!]?$", re.IGNORECASE)
_FOUNDED = re.compile(
    r"(?P<name>(?:[A-Z][\w&'’.-]*\s+(?:(?:&|and|of|the)\s+)?){1,6}?[A-Z][\w&'’-]*)"
    r"\s+(?:was|has been)\s+(?:\w+\s+)?(?:established|founded|opened|started|family[\s-]owned|serving)\b"
)
_WITH_LEGAL_FORM = re.compile(
    r"\b(?P<name>(?:[A-Z][\w&'’.-]*\s+(?:(?:&|and|of|the)\s+)?){1,6}?"
    r"[A-Z][\w&'’-]*,?\s(?:LLC|L\.L\.C\.|Inc|Incorporated|PLLC|LLP|P\.C\.|P\.A\.))(?!\w)"
)


_SPOKEN = r"(?P<name>(?:[A-Z][\w&'’.-]*\s+(?:(?:&|and|of|the)\s+)?){0,5}?[A-Z][\w&'’-]*)"
# "Here at Elm Pipes, we …": nobody else says so.
_WE = re.compile(rf"\b[Aa]t {_SPOKEN},?\s+(?:we|our (?:team|staff|goal|mission))\b")
_WE_AT = re.compile(rf"\bWe at {_SPOKEN}(?:\s+\([A-Z]+\))?\s+[a-z]")
_WITH_TOWN = re.compile(
    r"(?P<name>[^,]{4,60}), (?P<town>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}), (?P<state>[^,]{2,20})"
)
# What a place or company is at the end of its name ("Kepler's Cafe"), unlike what one does ("Drain Cleaning").
_PLACES = frozenset(
    "cafe caffe restaurant grill grille bistro brewery pizzeria deli diner tavern pub saloon bakery church chapel"
    " temple ministries clinic salon spa studio studios inn lodge motel hotel ranch farm farms pharmacy academy museum"
    " theater theatre motors builders brothers bros".split()
)


def lone_part(parts: Sequence[str], towns: Sequence[str] = ()) -> str:
    """The only part of a title that can be a name, where another says only what the page is.

    Streets and towns are no names, and the page's own town behind one ("Elm Deli Austin, Texas") is no part of it.
    """
    said = [part.strip() for part in parts if part.strip()]
    others = [part for part in said if not GENERIC.match(part)]
    names = [part for part in others if not is_street(part) and not is_town(part)]
    lone = names[0] if len(others) < len(said) and len(names) == 1 else ""
    found = _WITH_STATE.fullmatch(lone)
    if found and region.code(found.group("state")):
        before = found.group("before")
        ends = [re.search(rf"[\s,]+(?:in\s+)?{re.escape(town)}$", before) for town in towns if town]
        lone = next((before[: end.start()] for end in ends if end), lone)
    return lone


def beside_a_search(parts: Sequence[str], towns: Sequence[str]) -> str:
    """ "The Copper Mill - Beach Bar, Austin TX": the one part beside what people search for in the page's own town.

    It must be spelt as a name: "Brake Pads | Auto Repair Austin TX" has none.
    """
    said = [part.strip() for part in parts if part.strip() and not GENERIC.match(part.strip())]
    sought = [part for part in said if any(town and town in part for town in towns) and is_pitched(part)]
    others = [part for part in said if part not in sought and not is_town(part) and not is_street(part)]
    is_named = sought and len(others) == 1 and (_NAMED.match(others[0]) or is_called_a_place(others[0]))
    return others[0] if is_named else ""


def is_town(part: str) -> bool:
    """ "West Elm, TX": two words at most, and a state behind a comma or by its code."""
    found = _WITH_STATE.fullmatch(part)
    if not found or len(found.group("before").split()) > TOWN_WORDS_MAX or not region.code(found.group("state")):
        return False
    if _OF_SOMEBODY.search(found.group("before")) and fold(found.group("before")).split()[-1] in TRADE_WORDS:
        return False  # "Kepler's Kitchen, TX"; towns are possessive too ("Lee's Summit, MO")
    return bool(found.group("comma") or len(found.group("state")) == 2)


def is_called_a_place(text: str) -> bool:
    """ "Kepler's Cafe": a place's kind at the end, and whose it is before."""
    *whose, kind = fold(text).split() or [""]
    return kind in _PLACES and any(word not in TRADE_WORDS | FILLERS for word in whose)


def spoken_by_itself(lines: Sequence[Line], descriptions: Sequence[str] = ()) -> list[str]:
    """Who says "we" on the page or in its description, two words at least: "Here at Elm Pipes, we …"."""
    texts = [*(line.text for line in lines[:LINES_MAX]), *(text[:TEXT_MAX] for text in descriptions)]
    said = [match.group("name") for text in texts for match in _we(text)]
    return [name for name in said if " " in name]


def _we(text: str) -> Iterator[re.Match[str]]:
    yield from _WE.finditer(text)
    if "We at " in text:
        yield from _WE_AT.finditer(text)


def placed(parts: Sequence[str]) -> list[str]:
    """Parts of a title that are a place's name with its town and state ("The Elm Café, Oak Hill, California")."""
    found = [match for part in parts if (match := _WITH_TOWN.fullmatch(part.strip()))]
    names = [match.group("name") for match in found if region.code(match.group("state"))]
    return [name for name in names if _NAMED.match(name) and is_called_a_place(name)]


def is_pitched(text: str) -> bool:
    """Whether it praises, says no more than a trade, or says in which state ("Dentist in Chamblee GA")."""
    if _is_a_company(text):
        return False
    words = fold(text).split()
    if set(words) & _PRAISE or all(word in TRADES | FILLERS for word in words):
        return True
    return any(region.code(word) for word in re.findall(r"\b[A-Z]{2}\b|\b[A-Z][a-z]{3,}\b", text))


def _is_a_company(text: str) -> bool:
    """Whether it ends with a legal form, which nobody searches for and which is no state's code ("Erie PA")."""
    last = text.split()[-1:]
    return bool(last) and f" {fold(last[0])}".replace(".", "") in _ENDINGS and not region.code(last[0].strip(".,"))


def can_be_searched_for(text: str, lines: Sequence[Line]) -> bool:
    """Whether it reads as what people search for ("Best Austin Plumber"): praise, a town of the page, a trade."""
    if _is_a_company(text):
        return False
    if is_pitched(text) or all(word in TRADE_WORDS | FILLERS for word in fold(text).split()):
        return True
    capitals = [word for word in text.split() if word[:1].isupper()]
    held = [(line.text, word) for line in lines[:LINES_MAX] for word in capitals if word in line.text]
    return any(re.search(rf"\b{re.escape(word)}(?: [A-Z]\w+)?,? [A-Z]{{2}}\b", said) for said, word in held)


def is_spoken_of(text: str, lines: Sequence[Line]) -> bool:
    """Whether a sentence says it as one says a name: always with its capitals, and not as one of a kind."""
    if any(text.lower() in line.text for line in lines[:LINES_MAX]):
        return False
    for line in lines[:LINES_MAX]:
        at = line.text.find(text)
        if at < 0 or len(line.text) < len(text) + 12 or "nav" in line.marks:
            continue
        before, after = line.text[max(0, at - SAID_BEFORE_MAX) : at], line.text[at + len(text) :]
        is_whole = not (before[-1:].isalnum() or after[:1].isalnum()) and not re.match(r" (?:[A-Z]|& )", after)
        if is_whole and re.search(r"[a-z]{3}", before + after[:40]) and not _OF_A_KIND.search(before):
            return True
    return False


def does_business(text: str, lines: Sequence[Line]) -> bool:
    """Whether a sentence tells of it what only a business does, at its beginning or behind a colon."""
    starts = re.compile(rf"(?:^|[.:!?] ){re.escape(text)}{_ACTS.pattern}")
    return any(text in line.text and starts.search(line.text) for line in lines[:LINES_MAX])


def opens_as_a_page(lines: Sequence[Line]) -> bool:
    """Whether the first line that no menu, header or link says names the page and not what it is about."""
    first = next((line.text for line in lines[:LINES_MAX] if line.marks.isdisjoint(_AROUND)), "")
    return _PAGES.fullmatch(first) is not None


def greeted(lines: Sequence[Line]) -> list[str]:
    """Whose page it is by its own greeting: "Welcome to Elm Pipes"."""
    welcomes = [line.text for line in lines[:LINES_MAX] if line.text.startswith(("Welcome", "WELCOME", "welcome"))]
    return [found.group("name") for text in welcomes if (found := _GREETING.match(text))]


def begins_with_a_company(title: str, lines: Sequence[Line]) -> list[str]:
    """Lines that are a company's full name with its legal form and begin the title ("Elm Pipes LLC Austin")."""
    title = f"{fold(title, 500)} "
    short = [line.text for line in lines[:LINES_MAX] if len(line.text) <= NAME_MAX]
    full = [clean_name(text) for text in short if text.lower().rstrip(".").endswith(_ENDINGS)]
    return [text for text in full if text and title.startswith(f"{fold(text)} ")]


def founded(lines: Sequence[Line]) -> str:
    """Whose history a sentence begins to tell ("Elm Grove Baptist Church was founded in 1957"), with a trade in it."""
    found = {found.group("name") for line in lines[:LINES_MAX] if (found := _FOUNDED.match(line.text))}
    names = [clean_name(name) for name in found if not TRADES.isdisjoint(fold(name).split())]
    return names[0] if len(names) == 1 else ""


def only_company(lines: Sequence[Line]) -> str:
    """The one company that the page's sentences name with its legal form, twice at least."""
    found = [match.group("name") for line in lines[:LINES_MAX] for match in _WITH_LEGAL_FORM.finditer(line.text)]
    names = {fold(name) for name in found}
    return clean_name(found[0]) if len(names) == 1 and len(found) >= TWICE else ""
