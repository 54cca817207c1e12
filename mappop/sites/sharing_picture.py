"""What previews elsewhere show of a business: its name, what and where, and phone, on its own colours and motif."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from mappop.domain.picture import limits
from mappop.sites.drawings import TILE, draws, initials
from mappop.sites.lettering import BOLD, PLAIN, drawable, fitted, font, line_height
from mappop.sites.palette import Palette
from mappop.sites.strokes import lines
from mappop.sites.view_model import Content
from site_templates import Motif

_FINE = 2  # drawn at twice the size, so that curves come out smooth
_LEFT, _TOP, _WIDTH = 72, 64, 820
_NAME = (92, 80, 68, 58, 50, 44, 38, 32)
_PANEL, _SCALE = 960, 5  # the motif begins here, this much larger than its tiles
_COLOURS = 64


def sharing_picture(page: Content, colours: Palette, motif: Motif, seed: str) -> bytes:
    """A PNG. A name in letters that the font lacks is left to the words beside the picture."""
    width, height = limits()["sharing"]["size"]
    light = colours.light
    image = Image.new("RGB", (width, height), light["paper"])
    image.paste(_panel(motif, seed, width - _PANEL, height, light["deep"], light["on-deep"]), (_PANEL, 0))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 20, height), fill=light["brand"])
    phone = page.call.shown if page.call else ""
    name = drawable(page.name)
    end = _foot(pen, (page.label, page.place) if name else (page.place,), phone, colours)
    name = name or drawable(page.label)
    size, rows = fitted(name, width=_WIDTH, height=end - _TOP - 24, sizes=_NAME, weight=BOLD)
    for n, row in enumerate(rows):
        pen.text((_LEFT, _TOP + n * line_height(size)), row, light["ink"], font(size, BOLD))
    return _png(image)


def _foot(pen: ImageDraw.ImageDraw, what: tuple[str, ...], phone: str, colours: Palette) -> int:
    """What and where above the phone on the brand's colour; where they begin."""
    light, at = colours.light, int(limits()["sharing"]["size"][1]) - 64
    if phone and drawable(phone):
        wide = int(font(46, BOLD).getlength(phone)) + 64
        pen.rounded_rectangle((_LEFT, at - 88, _LEFT + wide, at), radius=14, fill=light["brand"])
        pen.text((_LEFT + 32, at - 44), phone, light["on"], font(46, BOLD), anchor="lm")
        at -= 88 + 28
    place = " · ".join(filter(None, map(drawable, what)))
    size, rows = fitted(place, width=_WIDTH, height=104, sizes=(40, 34, 30), weight=PLAIN)
    at -= len(rows) * line_height(size)
    for n, row in enumerate(rows):
        pen.text((_LEFT, at + n * line_height(size)), row, light["soft"], font(size, PLAIN))
    return at


def _panel(motif: Motif, seed: str, width: int, height: int, ground: str, ink: str) -> Image.Image:
    scale = _SCALE * _FINE
    panel = Image.new("RGB", (width * _FINE, height * _FINE), ground)
    pen = ImageDraw.Draw(panel)
    columns, rows = -(-width // (TILE * _SCALE)), -(-height // (TILE * _SCALE))
    for n, draw in enumerate(draws(seed, columns * rows)):
        row, column = divmod(n, columns)
        turn = draw // 16 % 4 if motif.turns else 0
        for line in lines(motif.tiles[draw % len(motif.tiles)]):
            points = [_turned(x, y, turn) for x, y in line]
            moved = [((column * TILE + x) * scale, (row * TILE + y) * scale) for x, y in points]
            pen.line(moved, fill=ink, width=round(1.6 * scale), joint="curve")
    return panel.resize((width, height), Image.Resampling.LANCZOS)


def _turned(x: float, y: float, quarters: int) -> tuple[float, float]:
    """About the tile's middle, as SVG turns."""
    for _ in range(quarters):
        x, y = TILE - y, x
    return x, y


def icon(page: Content, colours: Palette, size: int) -> bytes:
    """The monogram for home screens, without rounded corners: phones cut their own."""
    light = colours.light
    image = Image.new("RGB", (size * _FINE, size * _FINE), light["brand"])
    letters = drawable(initials(page.name)) or drawable(page.label)[:1].upper()
    drawn = font(round(size * _FINE * (0.52 if len(letters) == 1 else 0.42)), BOLD)
    ImageDraw.Draw(image).text((size * _FINE / 2,) * 2, letters, light["on"], drawn, anchor="mm")
    return _png(image.resize((size, size), Image.Resampling.LANCZOS))


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
