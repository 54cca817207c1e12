"""Pages that answer 200 and still show nothing of what was asked: walls, shells and error texts."""

from __future__ import annotations

import re

from checkers.extract.document import Document
from checkers.extract.lines import Line

SHORT = 1_500  # characters: a wall is short, and an article about captchas is not one
SHELL = 200  # characters of text beside scripts, under which a page is drawn by its scripts alone
SCRIPTS_MIN = 3  # scripts of a page that draws itself

# Each reason with words that only such pages print, as seen on the walls of common content networks and site builders.
_WALLS = (
    ("a captcha", r"captcha|are you (?:a )?(?:human|robot)|not a robot"
     r"|verify (?:that )?you are (?:a )?human|unusual traffic"),
    ("a browser check", r"checking your browser|just a moment|enable javascript and cookies|ddos protection by"),
    ("access denied", r"access (?:to this page has been )?denied|403 forbidden"
     r"|request (?:was )?blocked|you have been blocked"),
    ("a consent wall", r"before you continue|accept (?:all )?cookies to continue|we value your privacy"),
    ("a login page", r"(?:log|sign) in to (?:continue|view|see)|you must (?:log|sign) in|please (?:log|sign) in\b"),
    ("a page that is not there", r"\b404\b|page (?:was |could )?not (?:be )?found|no longer (?:available|exists)"),
    ("a broken page", r"\b50[0234]\b.{0,20}error|internal server error|service unavailable|bad gateway"
     r"|temporarily unavailable|down for maintenance"),
    ("a page that needs scripts", r"(?:enable|requires?|turn on) javascript|javascript (?:is )?(?:disabled|required)"),
)  # fmt: skip
_PATTERNS = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _WALLS)


def refusal(document: Document, lines: list[Line], *, is_listing: bool) -> str:
    """Why nothing can be said of the page, or empty where it is a page like any other.

    A page on which a listing was read is a wall only where its title says so: contact forms have captchas too, and
    the owner's own address stands below "404".
    """
    if is_listing:
        return _wall(document.title)
    text = " ".join([document.title, *(line.text for line in lines)])
    unscripted = " ".join("".join(element.itertext()) for element in document.elements("noscript")[:10])
    if len(text) <= SHORT and (reason := _wall(f"{text} {unscripted[:SHORT]}")):
        return reason
    is_shell = len(text) - len(document.title) < SHELL and len(document.elements("script")) >= SCRIPTS_MIN
    return "a page that needs scripts" if is_shell else "" if text.strip() else "an empty page"


def _wall(text: str) -> str:
    return next((reason for reason, words in _PATTERNS if words.search(text)), "")
