"""What a title names once its page words are gone ("Contact us | Elm Pipes"), and whom the page's sentences name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checkers.extract.lines import Line
from checkers.extract.plain_name_door import TRADES
from checkers.extract.plain_name_words import GENERIC, NAME_MAX, clean_name
from checkers.normalise import region
from checkers.normalise.name_words import FILLERS, LEGAL_ENDINGS, TRADE_WORDS
from checkers.normalise.text import fold

LINES_MAX = 5_000
SAID_BEFORE_MAX = 20  # characters before a name in its sentence
TWICE = 2
# What stands before a kind of thing and never before a name: "our Drain Cleaning", "an Elm Plumber".
_OF_A_KIND = re.compile(
    r"\b(?:an?|any|all|our|your|their|these|those|best|some|no|more|other|for|of|in)\s+$", re.IGNORECASE
)
_PRAISE = frozenset("best top affordable cheap local near trusted quality professional emergency services".split())
_ENDINGS = tuple(f" {ending}" for ending in LEGAL_ENDINGS)
_GREETING = re.compile(r"welcome to (?P<name>[A-Z][^.!,:|]{2,60})[.!]?$", re.IGNORECASE)
_FOUNDED = re.compile(
    r"(?P<name>(?:[A-Z][\w&'’.-]*\s+(?:(?:&|and|of|the)\s+)?){1,6}?[A-Z][\w&'’-]*)"
    r"\s+(?:was|has been)\s+(?:\w+\s+)?(?:established|founded|opened|started|family[\s-]owned|serving)\b"
)
_WITH_LEGAL_FORM = re.compile(
    r"\b(?P<name>(?:[A-Z][\w&'’.-]*\s+(?:(?:&|and|of|the)\s+)?){1,6}?"
    r"[A-Z][\w&'’-]*,?\s(?:LLC|L\.L\.C\.|Inc|Incorporated|PLLC|LLP|P\.C\.|P\.A\.))(?!\w)"
)


def lone_part(parts: Sequence[str]) -> str:
    """The only part of a title that can be a name, where another says only what the page is."""
    others = [part for part in parts if part.strip() and not GENERIC.match(part.strip())]
    has_topic = len(others) < len([part for part in parts if part.strip()])
    return others[0].strip() if has_topic and len(others) == 1 else ""


def can_be_searched_for(text: str, lines: Sequence[Line]) -> bool:
    """Whether it reads as what people search for ("Best Austin Plumber"): praise, a town of the page, a trade."""
    words = fold(text).split()
    if set(words) & _PRAISE or all(word in TRADE_WORDS | FILLERS for word in words):
        return True
    if any(region.code(word) for word in re.findall(r"\b[A-Z]{2}\b|\b[A-Z][a-z]{3,}\b", text)):
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
