"""Words in pictures: Noto Sans from its package, wrapped and shrunk until they fit. What it lacks is not drawn."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import resources

from PIL import ImageFont

BOLD, PLAIN = 800, 500
_FILE = "files/NotoSans[wdth,wght].ttf"
_NOWHERE = "\U0010ffff"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@lru_cache(maxsize=64)
def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    path = resources.files("fontpkg_noto_sans").joinpath(_FILE)
    made = ImageFont.truetype(str(path), size)
    made.set_variation_by_axes([weight, 100])
    return made


def drawable(text: str) -> str:
    """The text without emoji and signs that the font lacks; empty where it lacks a letter: half a name is none."""
    kept = "".join(letter if letter.isspace() or _is_there(letter) else " " for letter in text)
    lost = [letter for letter in text if not letter.isspace() and not _is_there(letter)]
    if any(unicodedata.category(letter)[0] in "LMN" for letter in lost):
        return ""
    return " ".join(kept.split())


@lru_cache(maxsize=4096)
def _is_there(letter: str) -> bool:
    """Whether the font draws it by itself; a mark that joins the letter before it counts as there with that letter."""
    if unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT:
        return False
    if unicodedata.category(letter) in ("Cf", "Mn"):
        return unicodedata.category(letter) == "Mn" and letter < "\u0370"
    drawn, missing = (font(40, PLAIN).getmask(sign) for sign in (letter, _NOWHERE))
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


def fitted(text: str, *, width: int, height: int, sizes: tuple[int, ...], weight: int) -> tuple[int, list[str]]:
    """The largest size at which the text fits, and its lines; at the smallest the last line ends in dots.

    A word that is wider than any line goes on in the next one, where no size helps.
    """
    rows: list[str] = []
    for size, may_break in [*((size, False) for size in sizes), *((size, True) for size in sizes)]:
        rows = _wrapped(text, width, size, weight, may_break)
        if rows and len(rows) * line_height(size) <= height:
            return size, rows
    most = max(1, height // line_height(sizes[-1]))
    return sizes[-1], [*rows[: most - 1], *(_cut(row, width, sizes[-1], weight) for row in rows[most - 1 : most])]


def line_height(size: int) -> int:
    return round(size * 1.16)


def _wrapped(text: str, width: int, size: int, weight: int, may_break: bool) -> list[str]:
    """Lines no wider than `width`; none where one word alone is, and may not be broken."""
    rows: list[str] = []
    for word in text.split():
        if _length(word, size, weight) > width:
            if not may_break:
                return []
            rows += _pieces(word, width, size, weight)
        elif rows and _length(f"{rows[-1]} {word}", size, weight) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def _pieces(word: str, width: int, size: int, weight: int) -> list[str]:
    rows = [""]
    for letter in word:
        if rows[-1] and _length(rows[-1] + letter, size, weight) > width:
            rows.append("")
        rows[-1] += letter
    return rows


def _cut(row: str, width: int, size: int, weight: int) -> str:
    while row and _length(f"{row}…", size, weight) > width:
        row = row[:-1]
    return f"{row.rstrip()}…"


def _length(text: str, size: int, weight: int) -> float:
    return font(size, weight).getlength(text)
