"""Pictures made by rule: the motif of a trade, so that two plumbers in one town look different, and the monogram."""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape

from markupsafe import Markup

from mappop.domain.graphemes import first
from site_templates import Motif

TILE = 24


def motif_svg(motif: Motif, seed: str, columns: int, rows: int) -> Markup:
    """Tiles in an order and turn that hang on `seed` alone; the tiles' path data comes from the trade's file."""
    sheet = _sheet(len(motif.tiles), motif.turns, columns, rows)
    uses = "".join([place[draw] for place, draw in zip(sheet, draws(seed, columns * rows), strict=True)])
    return Markup(f"{_frame(motif.tiles, columns, rows)}{uses}</svg>")  # no word of the record is in it


@cache
def _frame(tiles: tuple[str, ...], columns: int, rows: int) -> str:
    paths = "".join(f'<path id="m{n}" d="{path}"/>' for n, path in enumerate(tiles))
    box = f"0 0 {columns * TILE} {rows * TILE}"
    return (
        f'<svg class="motif" viewBox="{box}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">'
        f"<defs>{paths}</defs>"
    )


@cache
def _sheet(tiles: int, turns: bool, columns: int, rows: int) -> tuple[tuple[str, ...], ...]:
    """What each place shows for each byte that can be drawn."""
    kinds = [(draw % tiles, draw // 16 % 4 * 90 if turns else 0) for draw in range(256)]
    places = (divmod(n, columns) for n in range(columns * rows))
    return tuple(_place(kinds, column * TILE, row * TILE) for row, column in places)


def _place(kinds: list[tuple[int, int]], x: int, y: int) -> tuple[str, ...]:
    """Each kind is a tile and its turn in degrees; sixteen are all that there are, and are put into words once."""
    said = {kind: _use(*kind, x, y) for kind in set(kinds)}
    return tuple(said[kind] for kind in kinds)


def _use(tile: int, turn: int, x: int, y: int) -> str:
    if not turn:
        return f'<use href="#m{tile}" x="{x}" y="{y}"/>'
    middle = TILE // 2
    return f'<use href="#m{tile}" transform="translate({x} {y})rotate({turn} {middle} {middle})"/>'


def draws(seed: str, count: int) -> bytes:
    """Bytes that look like chance and are the same for the same seed."""
    return hashlib.shake_128(seed.encode(errors="replace")).digest(count)


def initials(name: str) -> str:
    """One or two letters that stand for a name."""
    words = [word for word in name.replace("&", " ").split() if word[0].isalnum() and word.lower() not in _SMALL]
    return "".join(word[0] for word in words[:2]).upper()[:2] or first(name).upper()


_SMALL = frozenset({"the", "a", "an", "of", "and", "la", "el", "los", "las", "de", "y"})


def monogram_svg(name: str, ground: str, ink: str) -> bytes:
    """The favicon: initials on the brand colour."""
    letters = initials(name)
    size = 34 if len(letters) == 1 else 27
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="14" fill="{ground}"/>'
        f'<text x="32" y="33" font-family="system-ui,sans-serif" font-size="{size}" font-weight="700" fill="{ink}"'
        f' text-anchor="middle" dominant-baseline="central">{escape(letters)}</text></svg>'
    ).encode()
