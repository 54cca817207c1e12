"""Pages that answer 200 and still show nothing of what was asked: walls, shells and error texts."""

from __future__ import annotations

import re

from checkers.extract.document import Document
from checkers.extract.lines import Line, is_hidden

SHORT = 1_500  # characters: a wall is short, and an article about captchas is not one
SHELL = 200  # characters of text beside scripts, under which a page is drawn by its scripts alone
SCRIPTS_MIN = 3  # scripts of a page that draws itself
FIELDS_MIN = 2  # fields to fill in, of which a captcha is only the last
_FIELDS = frozenset({"text", "email", "tel", "password", "search", "url", "number"})

# Each reason with words that only such pages print, as seen on the walls of common content networks and site builders.
CAPTCHA, LOGIN, UNDRAWN, EMPTY = "a captcha", "a login page", "a page that needs scripts", "an empty page"
_WALLS = (
    (CAPTCHA, r"captcha|are you (?:a )?(?:human|robot)|not a robot"
     r"|verify (?:that )?you are (?:a )?human|unusual traffic"),
    ("a browser check", r"checking your browser|just a moment|enable javascript and cookies|ddos protection by"),
    ("access denied", r"access (?:to this page has been )?denied|403 forbidden"
     r"|request (?:was )?blocked|you have been blocked"),
    ("a consent wall", r"before you continue|accept (?:all )?cookies to continue|we value your privacy"),
    (LOGIN, r"(?:log|sign) in to (?:continue|view|see)|you must (?:log|sign) in|please (?:log|sign) in\b"),
    ("a page that is not there", r"\b404\b|page (?:was |could )?not (?:be )?found|no longer (?:available|exists)"),
    ("a broken page", r"\b50[0234]\b.{0,20}error|internal server error|service unavailable|bad gateway"
     r"|temporarily unavailable|down for maintenance"),
    (UNDRAWN, r"(?:enable|requires?|turn on) javascript|javascript (?:is )?(?:disabled|required)"),
)  # fmt: skip
REASONS = (*(reason for reason, _ in _WALLS), EMPTY)
_PATTERNS = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _WALLS)


def refusal(document: Document, lines: list[Line], *, is_listing: bool) -> str:
    """Why nothing can be said of the page, or empty where it is a page like any other.

    A page on which a listing was read is a wall only where its title says so: contact forms have captchas too, and
    the owner's own address stands below "404".
    """
    if is_listing:
        return _wall(document.title)
    shown = " ".join(line.text for line in lines)
    text, fields = f"{document.title} {shown}".strip(), _fields(document)
    if len(text) <= SHORT and (reason := _wall(text)) and not (reason == CAPTCHA and len(fields) >= FIELDS_MIN):
        return reason
    if len(shown) >= SHELL:
        return ""
    if "password" in fields:
        return LOGIN
    return _shell(document, shown, has_fields=bool(fields))


def _shell(document: Document, shown: str, *, has_fields: bool) -> str:
    """A page that says next to nothing: its scripts would, or it is empty. One with a form says what it is for."""
    unscripted = " ".join("".join(element.itertext()) for element in document.elements("noscript")[:10])
    if reason := _wall(unscripted[:SHORT]):
        return reason
    if len(document.elements("script")) >= SCRIPTS_MIN and not has_fields:
        return UNDRAWN
    return "" if shown or document.title else EMPTY


def _fields(document: Document) -> list[str]:
    """Kinds of the fields that a reader sees and may fill in."""
    inputs = document.elements("input", "textarea")[:100]
    kinds = [(e, (e.get("type") or "text").lower()) for e in inputs]
    return [kind for e, kind in kinds if kind in _FIELDS and not any(is_hidden(outer) for outer in e.iterancestors())]


def _wall(text: str) -> str:
    return next((reason for reason, words in _PATTERNS if words.search(text)), "")
