"""A page as a reader sees it: visible lines in order, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from checkers.extract.document import BLOCKS, SILENT, Document
from checkers.normalise.text import tidy

LINES_MAX = 20_000
LINE_MAX = 2_000
MARK_MAX = 2  # letters of a service mark ("SM"), which is set behind its word
_UNSEEN = SILENT | frozenset({"select", "textarea", "iframe", "object", "head", "svg", "math"})
_LANDMARKS = frozenset(
    {"header", "footer", "nav", "aside", "main", "address", "h1", "h2", "h3", "h4", "title", "a", "strong", "b"}
)
# Landmarks as parts of an id's or class's word ("site-footer", "navbar"), and not inside others ("navy", "preview").
_NAMED = {
    "footer": "footer",
    "header": "header",
    "nav": r"(?<![a-z])nav(?![a-z])|nav(?:bar|igation|list|menu|links?)(?![a-z])"
    r"|(?<![a-z])(?:top|sub|main|side|bottom|left|right|site)nav(?![a-z])",
    "sidebar": "sidebar",
    "testimonial": "testimonial",
    "review": r"(?<!p)review",
    "comment": r"(?<![a-z])comment",
    "sign": r"(?<![a-z])(?:logo(?:text|type)?|brand)(?![a-z])|(?<![a-z])site[-_]?(?:title|name)(?![a-z])",
}
_NAMED_PATTERNS = tuple((landmark, re.compile(words)) for landmark, words in _NAMED.items())
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # "mainNav"
_LAYOUT = ("has-", "no-", "with-", "is-", "not-", "without-")
_STREET = re.compile(r"\s*\d{1,6}\s\S.{0,60}(?:[a-z.]|\b[NS][EW]|\b[NSEW])")
_HOUSE = re.compile(r"\d{1,6} (?:[NSEW]\.? )?[A-Z][a-z]")  # "Visit website" beside "12 Elm St"
_ICON = re.compile(r"\bmaterial-(?:icons|symbols)")  # a font that draws a picture for the word ("location_on")
_NO_MARKS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """`marks` are the landmarks around it (footer, h1, a, …); `where` names the nearest block for provenance."""

    text: str
    marks: frozenset[str]
    where: str
    number: int


def read_lines(document: Document) -> list[Line]:
    """Visible text split where a browser would split it; hidden parts, scripts and menus of a form are left out."""
    body = next(iter(document.elements("body")), document.root)
    if body is None:
        return []
    return _Reader(body).read(body)


class _Reader:
    def __init__(self, body: Any) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.is_after_element = False
        self.marks = _NO_MARKS
        self.block = body

    def read(self, body: Any) -> list[Line]:
        for is_start, element, marks in _walk(body):
            if element.tag in BLOCKS:
                self._end_line()
                self.block = element
                if len(self.lines) >= LINES_MAX:
                    break
            text = element.text if is_start else element.tail
            if not text:
                self.is_after_element = self.is_after_element or not is_start
                continue
            if (is_start and self.is_after_element and self._is_apart(text)) or self._is_behind_a_street(text):
                self.pieces.append(" ")
            self.is_after_element = False
            self.pieces.append(text)
            if not text.isspace():
                self.marks = self.marks | marks if self.marks else marks
        self._end_line()
        return self.lines

    def _is_apart(self, text: str) -> bool:
        """Whether two elements without a space between are two things set side by side ("…78702" and "Call us")."""
        if not (text[0].isupper() or text[0] == "(" or _HOUSE.match(text)) or len(text.strip()) <= MARK_MAX:
            return False
        before = self.pieces[-1][-1:] if self.pieces else ""
        return before.islower() or before.isdigit() or before in ".)"

    def _is_behind_a_street(self, text: str) -> bool:
        """Whether a town follows its street without a space, as a page prints it whose style sheet parts the two."""
        if not self.pieces or not text[0].isupper() or not text[1:2].islower():
            return False
        return _STREET.fullmatch(self.pieces[-1]) is not None

    def _end_line(self) -> None:
        if not self.pieces:
            return
        text = _tidy("".join(self.pieces))
        if text:
            self.lines.append(Line(text, self.marks, _describe(self.block), len(self.lines)))
        self.pieces.clear()
        self.marks = _NO_MARKS


def _tidy(raw: str) -> str:
    """As `tidy`, which is dear, without it where a line is plain print."""
    text = " ".join(raw.split())
    return text[:LINE_MAX] if text.isascii() and text.isprintable() else tidy(raw, LINE_MAX)


def _walk(body: Any) -> Iterator[tuple[bool, Any, frozenset[str]]]:
    """Start and end of each visible element, with the landmarks that hold for the text that follows."""
    marks = _marks(body, _NO_MARKS)
    yield True, body, marks
    stack: list[tuple[Any, frozenset[str], Iterator[Any]]] = [(body, marks, iter(body))]
    while stack:
        element, marks, children = stack[-1]
        for child in children:
            if not isinstance(child.tag, str) or is_hidden(child):
                yield False, child, marks
                continue
            inner = _marks(child, marks)
            yield True, child, inner
            if len(child):
                stack.append((child, inner, iter(child)))
                break
            yield False, child, marks
        else:
            stack.pop()
            if stack:
                yield False, element, stack[-1][1]


def _marks(element: Any, outer: frozenset[str]) -> frozenset[str]:
    name = ""
    if attributes := element.attrib:
        name = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    own = _own_marks(element.tag, name)
    return outer | own if own else outer


@lru_cache(maxsize=4_096)
def _own_marks(tag: str, name: str) -> frozenset[str]:
    """What a tag, its id and its classes say of the part of the page that it holds; "has-sidebar" is layout."""
    if tag == "body":
        return _NO_MARKS
    words = [word for word in _HUMP.sub("-", name).lower().split() if not word.startswith(_LAYOUT)]
    own = {tag} & _LANDMARKS
    if words:
        text = " ".join(words)
        own |= {landmark for landmark, pattern in _NAMED_PATTERNS if pattern.search(text)}
    return frozenset(own | {"footer"} if "foot" in words else own)


def is_hidden(element: Any) -> bool:
    if element.tag in _UNSEEN:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if "material-" in (attributes.get("class") or "") and _ICON.search(attributes["class"]):
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


def _describe(element: Any) -> str:
    name = element.get("id") or (element.get("class") or "").partition(" ")[0]
    return f"{element.tag}.{name}"[:60] if name else str(element.tag)
