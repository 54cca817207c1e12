"""Whether a page is a directory's, which lists somebody else: by house (`known_directories.toml`), path or words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from checkers.extract.document import Document
from checkers.extract.lines import Line
from checkers.extract.plain_name_words import GENERIC
from checkers.normalise import name, website
from checkers.normalise.text import fold

LINE_MAX = 60  # characters of a line that is a button or a heading and no sentence
_NONE: frozenset[str] = frozenset()
_PATH = re.compile(r"/(?:biz|listings?|(?:business-?)?directory|members?/profile|list/member)/[^/?#]", re.IGNORECASE)
_TITLE_END = re.compile(r"\s+[|–—-]\s+")
# What is called so lists its members or shops.
_LISTS = re.compile(
    r"^(?:the )?(?:town|city|village|borough|county|township) of [A-Z]"
    r"|\b(?:chamber of commerce|(?:business|member|local|shops?|dining) (?:guide|finder)|directory|yellow ?pages"
    r"|main street(?: association)?|visitors? (?:bureau|center|guide)|(?:downtown|merchants?|trade) association)\W*$",
    re.IGNORECASE,
)
_SIGNS = ("©", "&copy;", "Copyright", "og:site_name")
SIGNED_MAX = 80  # characters from a sign to whose it is
SIGNS_MAX = 20
# What only a page says that lists somebody else.
_SAID = re.compile(
    r"claim (?:this|your) (?:business|listing|profile|page)|(?:is this|own this|do you own this) (?:your )?business"
    r"|(?:similar|related|nearby) (?:businesses|listings|companies)|people also viewed|suggest an edit"
    r"|businesses in related categories|report (?:an? )?(?:error|incorrect|closed)"
    r"|back to (?:the )?(?:business |member )?directory|you might also (?:like|consider)",
    re.IGNORECASE,
)


def own_names(document: Document) -> frozenset[str]:
    """The names, squeezed, of the directory whose page it is: by its address, on a page without one by its print."""
    if not document.own_url:
        return _printed_names(document)
    labels = website.host(document.own_url).split(".")
    known = _by_host()
    return next((known[host] for n in range(len(labels) - 1) if (host := ".".join(labels[n:])) in known), _NONE)


def house_of_title(document: Document, lines: Sequence[Line]) -> str:
    """The town, chamber or directory that ends the title of a page about whom its heading names; empty where none."""
    *before, last = _TITLE_END.split(document.title)
    if not before or len(last) > LINE_MAX or not _LISTS.search(last):
        return ""
    headings = [line.text for line in lines if "h1" in line.marks and not GENERIC.match(line.text)]
    return last if any(fold(text) == fold(before[0]) for text in headings) else ""


def _printed_names(document: Document) -> frozenset[str]:
    """Of the house that ends the title, where it holds the page's rights or is the site's name for networks too."""
    before, _, last = _TITLE_END.sub("\0", document.title).rpartition("\0")
    names = _by_name().get(name.parse(last).squeezed, _NONE) if before and len(last) <= LINE_MAX else _NONE
    if not names:
        return _NONE
    said = [document.text[at : at + SIGNED_MAX].lower() for sign in _SIGNS for at in _places_of(sign, document.text)]
    return names if any(last.lower().removesuffix(".com") in text for text in said) else _NONE


def _places_of(sign: str, text: str) -> Iterator[int]:
    """At most so many: searched by plain words, as a pattern without regard to case takes 7 ms for 450 KB."""
    at = text.find(sign)
    for _ in range(SIGNS_MAX):
        if at < 0:
            return
        yield at
        at = text.find(sign, at + 1)


def lists_others(document: Document, lines: Sequence[Line]) -> bool:
    if own_names(document) or _PATH.search(document.own_url):
        return True
    return any(len(line.text) <= LINE_MAX and _SAID.search(line.text) for line in lines)


@cache
def _by_host() -> Mapping[str, frozenset[str]]:
    return {host: frozenset([name.parse(said).squeezed for said in names]) for host, names in _read()["hosts"].items()}


@cache
def _by_name() -> Mapping[str, frozenset[str]]:
    """A house's names by each of them that is no word of everybody's."""
    common = {name.parse(said).squeezed for said in _read()["common"]["names"]}
    return {said: names for names in _by_host().values() for said in names - common}


def _read() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("known_directories.toml").read_text("utf-8"))
