"""Strangers' text made fit to be shown: bounded, without controls or letters that turn the line around."""

from __future__ import annotations

import re

from mappop.domain.graphemes import cut_at

# Controls, lone surrogates (JSON may carry them; UTF-8 can't), zero-width and bidi marks (CVE-2021-42574), tags,
# non-characters. U+200D stays: emoji families are joined by it.
_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# Kept, since they join or shape others or are plain letters to Unicode; by themselves they show nothing.
_UNSEEN = re.compile(
    "[\\s\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200d\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]*"
)
_STACKED_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f]+"
)

CUT = "…"  # ends what goes on


def line(text: str, limit: int) -> str:
    """One line of at most `limit` letters, cut between words where it can be."""
    is_printable = text.isprintable()  # then no letter of it is dropped, and its only space is the common one
    if is_printable and text.isascii() and len(text) <= limit and "  " not in text and text.strip() == text:
        return text
    if not is_printable:
        text = _DROPPED.sub("", text.replace("\r", "\n"))
    if not text.isascii():
        text = _STACKED_MARKS.sub(r"\1", text)
    return shorten(" ".join(text.split()), limit)


def is_blank(text: str) -> bool:
    """Whether there is nothing in it to be seen."""
    return _UNSEEN.fullmatch(text) is not None


def paragraphs(text: str, limit: int) -> tuple[str, ...]:
    """The lines of a longer text that say something, together at most `limit` letters."""
    found: list[str] = []
    for raw in text[: limit * 4].replace("\r", "\n").split("\n"):
        left = limit - sum(map(len, found))
        if left <= 1:
            break
        if said := line(raw, left):
            found.append(said)
    return tuple(found)


def shorten(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    cut = text[: cut_at(text, limit - 1)]
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,;:.-·—–") + CUT
