"""Pictures made by rule: the motif of a trade, so that two plumbers in one town look different, and the monogram."""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape
from operator import getitem

from markupsafe import Markup

from mappop.domain.graphemes import first
from site_templates import Motif

TILE = 24


def motif_svg(motif: Motif, seed: str, columns: int, rows: int) -> Markup:
    """Tiles in an order and turn that hang on `seed` alone; the tiles' path data comes from the trade's file."""
    kinds, sheet = _kinds(len(motif.tiles), motif.turns), _sheet(len(motif.tiles), motif.turns, columns, rows)
    uses = "".join(map(getitem, sheet, draws(seed, columns * rows).translate(kinds)))
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
def _kinds(tiles: int, turns: bool) -> bytes:
    """For each byte that can be drawn, the number of the tile in its turn: of each tile there are four."""
    return bytes(draw % tiles * 4 + (draw // 16 % 4 if turns else 0) for draw in range(256))


@cache
def _sheet(tiles: int, turns: bool, columns: int, rows: int) -> tuple[tuple[str, ...], ...]:
    """What each place shows of each tile and turn, by their number."""
    kinds = [(kind // 4, kind % 4 * 90 if turns else 0) for kind in range(tiles * 4)]
    places = (divmod(n, columns) for n in range(columns * rows))
    return tuple(tuple(_use(*kind, column * TILE, row * TILE) for kind in kinds) for row, column in places)


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
