"""Whether a page is a directory's, which lists somebody else: by house (`known_directories.toml`), path or words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from checkers.extract.document import Document
from checkers.extract.lines import Line
from checkers.normalise import name, website

LINE_MAX = 60  # characters of a line that is a button or a heading and no sentence
_NONE: frozenset[str] = frozenset()
_PATH = re.compile(r"/(?:biz|listings?|(?:business-?)?directory|members?/profile|list/member)/[^/?#]", re.IGNORECASE)
# What only a page says that lists somebody else.
_SAID = re.compile(
    r"claim (?:this|your) (?:business|listing|profile|page)|(?:is this|own this|do you own this) (?:your )?business"
    r"|(?:similar|related|nearby) (?:businesses|listings|companies)|people also viewed|suggest an edit"
    r"|businesses in related categories|report (?:an? )?(?:error|incorrect|closed)"
    r"|back to (?:the )?(?:business |member )?directory|you might also (?:like|consider)",
    re.IGNORECASE,
)


def own_names(document: Document) -> frozenset[str]:
    """The names, squeezed, of the directory whose page it is by its address; none where it is no directory's."""
    if not document.own_url:
        return _NONE
    labels = website.host(document.own_url).split(".")
    known = _by_host()
    return next((known[host] for n in range(len(labels) - 1) if (host := ".".join(labels[n:])) in known), _NONE)


def lists_others(document: Document, lines: Sequence[Line]) -> bool:
    if own_names(document) or _PATH.search(document.own_url):
        return True
    return any(len(line.text) <= LINE_MAX and _SAID.search(line.text) for line in lines)


@cache
def _by_host() -> Mapping[str, frozenset[str]]:
    rows = tomllib.loads(files(__package__).joinpath("known_directories.toml").read_text("utf-8"))["hosts"]
    return {host: frozenset([name.parse(said).squeezed for said in names]) for host, names in rows.items()}
