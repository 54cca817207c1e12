"""Where a text may be cut: never inside what a person sees as one letter or one sign.

After Unicode Standard Annex #29 (extended grapheme clusters), by the standard library's tables. Where the annex needs
a table that is not there, a place is rather not cut at: emoji joined to anything, syllables of Hangul and of Indic
scripts.
"""

from __future__ import annotations

import unicodedata

FARTHEST = 32  # code points: no family, flag or syllable that is in use has so many, and a hostile text must end too
_JOINER = "\u200d"
_MARKS = frozenset({"Mn", "Me", "Mc"})
_AMS = frozenset("\u0e33\u0eb3")  # Thai and Lao vowels that are letters to the tables


def cut_at(text: str, most: int) -> int:
    """The last place that is no later than `most` code points; that itself in a text that has none near."""
    if most >= len(text) or text[: most + 1].isascii():
        return min(most, len(text))
    nearest = range(most, max(most - FARTHEST, 0), -1)
    return next((at for at in nearest if not _is_inside(text, at)), most)


def first(text: str) -> str:
    """The first letter or sign, whole."""
    ends = range(1, min(len(text), FARTHEST))
    return text[: next((at for at in ends if not _is_inside(text, at)), FARTHEST)]


def _is_inside(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before == _JOINER or _goes_on(after):
        return True
    if unicodedata.category(before) == "Cf":  # Arabic signs that stand before their number
        return True
    return _halves_a_flag(text, at) or _joins_jamo(before, after) or _joins_consonants(text, at)


def _goes_on(letter: str) -> bool:
    is_mark = unicodedata.category(letter) in _MARKS or letter in _AMS or letter == _JOINER
    return is_mark or "\U0001f3fb" <= letter <= "\U0001f3ff" or _is_later_jamo(letter)


def _halves_a_flag(text: str, at: int) -> bool:
    """A flag is two regional letters, and flags may stand side by side."""
    if not _is_regional(text[at]):
        return False
    start = at
    while start and _is_regional(text[start - 1]):
        start -= 1
    return (at - start) % 2 == 1


def _is_regional(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _joins_jamo(before: str, after: str) -> bool:
    return _is_first_jamo(before) and (_is_first_jamo(after) or "\uac00" <= after <= "\ud7a3")


def _is_first_jamo(letter: str) -> bool:
    return "\u1100" <= letter <= "\u115f" or "\ua960" <= letter <= "\ua97c"


def _is_later_jamo(letter: str) -> bool:
    return "\u1160" <= letter <= "\u11ff" or "\ud7b0" <= letter <= "\ud7fb"


def _joins_consonants(text: str, at: int) -> bool:
    """A virama before a letter, perhaps with marks between."""
    if unicodedata.category(text[at]) != "Lo":
        return False
    while at and unicodedata.category(text[at - 1]) in _MARKS | {"Cf"}:
        at -= 1
        if unicodedata.combining(text[at]) == 9:
            return True
    return False
