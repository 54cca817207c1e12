"""What the frame of each page of a site says: its links to the first page and its logo."""

from __future__ import annotations

import re
from typing import Any

from checkers.extract.document import Document, text_lines
from checkers.extract.lines import Line
from checkers.extract.plain_name_title import can_be_searched_for, is_pitched, is_town
from checkers.normalise.text import fold, tidy

LINKS_MAX = 100
HEADS_THE_SITE = "heading that leads home"
SIGN = "the site's sign"
SIGNS_MAX = 4
TOP = 12  # lines of a page that does not say where its header ends
_FRAME = frozenset({"header", "footer", "nav"})
_HOME = re.compile(r"(?:\.{0,2}/)+|(?:\.{0,2}/)*(?:index|default|home)\.(?:html?|php|aspx?)", re.IGNORECASE)


def home_links(document: Document, lines: list[Line], *, is_headed: bool) -> list[tuple[str, str]]:
    """What the links to the site's first page say: its name, where not "Home" or a branch's town.

    Of a link around a heading and its slogan the heading is the name.
    """
    links = [e for e in document.elements("a")[:LINKS_MAX] if _HOME.fullmatch((e.get("href") or "").strip())]
    texts = [(_said_by(e, document.title), e) for e in links]
    said = [(text, e) for text, e in texts if not is_town(text) and not is_pitched(text)]
    found = [(text, "link home") for text, _ in said]
    heads = [text for text, e in said if not is_headed and any(outer.tag == "h1" for outer in (*e, e.getparent()))]
    return found + [(text, HEADS_THE_SITE) for text in heads if not can_be_searched_for(text, lines)]


def _said_by(link: Any, title: str) -> str:
    """The link's heading, with its second where the title has both in one ("Elm's Family", "Restaurant")."""
    first, *rest = [tidy(" ".join(text_lines(e)), 200) for e in [*link.iter("h1")][:2] or [link]]
    both = " ".join([first, *rest])
    return both if rest and fold(title, 500).startswith(fold(both)) else first


def logo_texts(document: Document) -> list[str]:
    images = document.elements("img")[:300]
    marked = [e for e in images if "logo" in f"{e.get('src')} {e.get('class')} {e.get('id')} {e.get('alt')}".lower()]
    return [re.sub(r"(?i)\b(?:logo|home ?page)\b", "", e.get("alt") or "") for e in marked]


def signs(lines: list[Line], title: str) -> list[str]:
    """What stands where others have their logo ("navbar-brand"), in the frame or at the top; a shop's brands do not.

    A name that is set on two lines there is one where the title says it so ("Austin", "Animal Hospital").
    """
    marked = [line for line in lines if "sign" in line.marks and (line.number < TOP or _FRAME & line.marks)]
    said, whole = [line.text for line in marked[:SIGNS_MAX] if not line.text.endswith(")")], fold(title, 500)
    found: list[str] = []  # "Elm Pipes (22)" above counts goods
    for text in said:
        if found and f"{fold(found[-1])} {fold(text)}" in whole:
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text)
    return found
