"""A page as a reader sees it: visible lines in order, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checkers.extract.document import BLOCKS, SILENT, Document
from checkers.normalise.text import tidy

LINES_MAX = 20_000
LINE_MAX = 2_000
_UNSEEN = SILENT | frozenset({"select", "textarea", "iframe", "object", "head", "svg", "math"})
_LANDMARKS = frozenset(
    {"header", "footer", "nav", "aside", "main", "address", "h1", "h2", "h3", "h4", "title", "a", "strong", "b"}
)


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
    return _Reader().read(body)


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.marks: set[str] = set()
        self.where = "body"

    def read(self, body: Any) -> list[Line]:
        for event, element, marks in _walk(body):
            if len(self.lines) >= LINES_MAX:
                break
            if element.tag in BLOCKS:
                self._end_line()
                self.where = _describe(element)
            text = (element.text if event == "start" else element.tail) or ""
            if text.strip():
                self.marks |= marks
            self.pieces.append(text)
        self._end_line()
        return self.lines

    def _end_line(self) -> None:
        text = tidy("".join(self.pieces), LINE_MAX)
        if text:
            self.lines.append(Line(text, frozenset(self.marks), self.where, len(self.lines)))
        self.pieces, self.marks = [], set()


def _walk(body: Any) -> Iterator[tuple[str, Any, frozenset[str]]]:
    """Start and end of each visible element, with the landmarks that hold for the text that follows."""
    stack: list[tuple[Any, frozenset[str], Iterator[Any]]] = []
    marks = _marks(body, frozenset())
    yield "start", body, marks
    stack.append((body, marks, iter(body)))
    while stack:
        _, marks, children = stack[-1]
        child = next(children, None)
        if child is None:
            element, _, _ = stack.pop()
            if stack:
                yield "end", element, stack[-1][1]
        elif not isinstance(child.tag, str) or is_hidden(child):
            if child.tail:
                yield "end", child, marks
        else:
            inner = _marks(child, marks)
            yield "start", child, inner
            stack.append((child, inner, iter(child)))


def _marks(element: Any, outer: frozenset[str]) -> frozenset[str]:
    own = {element.tag} & _LANDMARKS
    name = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
    own |= {
        landmark
        for landmark in ("footer", "header", "nav", "sidebar", "testimonial", "review", "comment")
        if landmark in name
    }
    own |= {"footer"} if "foot" in name.split() else set()
    return outer | own if own else outer


def is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _describe(element: Any) -> str:
    name = element.get("id") or (element.get("class") or "").partition(" ")[0]
    return f"{element.tag}.{name}"[:60] if name else str(element.tag)
