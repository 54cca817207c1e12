"""A palette from one brand colour, light and dark, every pair of text and ground at AA contrast or better.

OKLCH and its matrices: Björn Ottosson, "A perceptual color space for image processing" (2020).
Contrast: WCAG 2.2, relative luminance.
"""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

HEX = re.compile(r"#[0-9a-fA-F]{6}")
# Within two degrees of the brand's own hue and half a hundredth of its chroma, such a colour moves by 0.006 at most,
# a third of what an eye can tell ("CSS Color Module Level 4", W3C, takes 0.02 for it).
_QUIET_DEGREES = 4
_DARKEST, _LIGHTEST = -0.0005, 1.0005  # of linear light: what rounds to a colour that a screen can show
# Text on ground, with the least contrast that every palette holds; the tests' law, and what themes may combine.
PAIRS = (
    ("ink", "paper", 7.0),
    ("ink", "card", 7.0),
    ("ink", "tint", 7.0),
    ("soft", "paper", 4.5),
    ("soft", "card", 4.5),
    ("soft", "tint", 4.5),
    ("link", "paper", 4.5),
    ("link", "card", 4.5),
    ("link", "tint", 4.5),
    ("on", "brand", 4.5),
    ("on-deep", "deep", 7.0),
)

Rgb = tuple[float, float, float]
Own = tuple[float, float, Rgb]  # lightness, chroma, and the direction of the hue
Colour = tuple[str, float]  # #rrggbb and its luminance


@dataclass(frozen=True, slots=True)
class Paper:
    """A theme's own ground: lightness of paper and card by day and by night, and the tint they carry."""

    light: tuple[float, float]
    dark: tuple[float, float]
    chroma: float
    hue: float | None = None  # degrees; None takes the brand's


@dataclass(frozen=True, slots=True)
class Palette:
    light: Mapping[str, str]
    dark: Mapping[str, str]

    def css(self) -> str:
        return _CSS % (*self.light.values(), *self.dark.values())


NAMES = ("paper", "card", "tint", "ink", "soft", "line", "link", "brand", "on", "deep", "on-deep")
_ROOT = ":root{" + ";".join(f"--{name}:%s" for name in NAMES) + "}"
_CSS = f"{_ROOT}@media(prefers-color-scheme:dark){{{_ROOT}}}"


@lru_cache(maxsize=4096)
def palette(brand: str, paper: Paper) -> Palette:
    """`brand` is #rrggbb; its very colour is kept for fills by day."""
    lightness, chroma, hue = _oklch(brand)
    own, about = (lightness, chroma, _direction(hue)), round(hue / _QUIET_DEGREES) * _QUIET_DEGREES
    deep, muted = _deep(about, round(min(chroma, 0.09), 2)), round(min(chroma, 0.04), 2)
    light, dark = (_side(own, _quiet(about, muted, paper, is_dark)) for is_dark in (False, True))
    return Palette(light | deep, dark | deep)


@lru_cache(maxsize=4096)
def _deep(hue: int, chroma: float) -> dict[str, str]:
    return {"deep": _reach(0.30, chroma, _direction(hue), (1.0,), 9.0, -1)[0], "on-deep": "#ffffff"}


@dataclass(frozen=True, slots=True)
class _Quiet:
    """What of one side has so little chroma that all brands of about one hue share it."""

    shown: Mapping[str, str]
    under: tuple[float, ...]  # the luminances of paper, card and tint, on which texts stand
    step: int  # towards the light by night, towards the dark by day


@lru_cache(maxsize=4096)
def _quiet(hue: int, chroma: float, paper: Paper, is_dark: bool) -> _Quiet:
    step, direction, muted = 1 if is_dark else -1, _direction(hue), min(chroma, 0.03)
    tinted = direction if paper.hue is None else _direction(paper.hue)
    tint_chroma = min(chroma, paper.chroma) if paper.hue is None else paper.chroma
    ground, card = [_colour(x, tint_chroma, tinted) for x in (paper.dark if is_dark else paper.light)]
    tint = _colour(0.28 if is_dark else 0.945, min(chroma, 0.035), direction)
    under = (ground[1], card[1], tint[1])
    shown = {
        "paper": ground[0],
        "card": card[0],
        "tint": tint[0],
        "ink": _reach(0.93 if is_dark else 0.24, muted / 2, direction, under, 7.0, step)[0],
        "soft": _reach(0.74 if is_dark else 0.46, muted, direction, under, 4.5, step)[0],
        "line": _colour(0.36 if is_dark else 0.87, muted / 2, direction)[0],
    }
    return _Quiet(shown, under, step)


def _side(brand: Own, quiet: _Quiet) -> dict[str, str]:
    lightness, chroma, direction = brand
    is_dark = quiet.step > 0
    fill, of_fill = _reach(lightness, chroma, direction, quiet.under[:1], 3.0 if is_dark else 1.25, quiet.step)
    link = _reach(0.76 if is_dark else 0.48, chroma, direction, quiet.under, 4.5, quiet.step)[0]
    on = max(_ON_FILL, key=lambda text: _ratio(_ON_FILL[text], of_fill) if text != "#000000" else 4.5)
    return {**quiet.shown, "link": link, "brand": fill, "on": on}


def _reach(
    lightness: float, chroma: float, direction: Rgb, grounds: tuple[float, ...], ratio: float, step: int
) -> Colour:
    """The colour nearest to the wished lightness that stands out from the luminance of every ground by `ratio`."""
    for n in range(101):
        wished = lightness + step * n / 100
        colour = _colour(0.0 if wished < 0.0 else 1.0 if wished > 1.0 else wished, chroma, direction)
        if all([_ratio(colour[1], ground) >= ratio for ground in grounds]):
            return colour
    return ("#ffffff", 1.0) if step > 0 else ("#000000", 0.0)


def contrast(a: str, b: str) -> float:
    """WCAG contrast of two #rrggbb colours, 1 to 21."""
    return _ratio(_luminance(*_linear(a)), _luminance(*_linear(b)))


def _ratio(a: float, b: float) -> float:
    return (a + 0.05) / (b + 0.05) if a > b else (b + 0.05) / (a + 0.05)


def _luminance(r: float, g: float, b: float) -> float:
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _linear(colour: str) -> Rgb:
    return _LINEAR[int(colour[1:3], 16)], _LINEAR[int(colour[3:5], 16)], _LINEAR[int(colour[5:7], 16)]


def _oklch(colour: str) -> Rgb:
    r, g, b = _linear(colour)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    bb = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, bb), math.degrees(math.atan2(bb, a)) % 360


def _direction(hue: float) -> Rgb:
    """How much of long, medium and short a step of chroma adds in this hue."""
    a, b = math.cos(math.radians(hue)), math.sin(math.radians(hue))
    return (
        0.3963377774 * a + 0.2158037573 * b,
        -0.1055613458 * a - 0.0638541728 * b,
        -0.0894841775 * a - 1.2914855480 * b,
    )


def _rgb(lightness: float, chroma: float, direction: Rgb) -> Rgb:
    """Linear sRGB, which may lie outside 0..1."""
    to_long, to_medium, to_short = direction
    long = lightness + chroma * to_long
    medium = lightness + chroma * to_medium
    short = lightness + chroma * to_short
    long, medium, short = long * long * long, medium * medium * medium, short * short * short
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _colour(lightness: float, chroma: float, direction: Rgb) -> Colour:
    """#rrggbb, its chroma lowered until the screen can show it, and its luminance."""
    red, green, blue = _rgb(lightness, chroma, direction)
    if not (_DARKEST <= red <= _LIGHTEST and _DARKEST <= green <= _LIGHTEST and _DARKEST <= blue <= _LIGHTEST):
        red, green, blue = _rgb(lightness, _shown_chroma(lightness, chroma, direction), direction)
    r, g, b = bisect(_STEPS, red), bisect(_STEPS, green), bisect(_STEPS, blue)
    return "#" + _HEX[r] + _HEX[g] + _HEX[b], 0.2126 * _LINEAR[r] + 0.7152 * _LINEAR[g] + 0.0722 * _LINEAR[b]


def _shown_chroma(lightness: float, chroma: float, direction: Rgb) -> float:
    """The most of `chroma` that a screen can show, to a five-hundredth: less than one step of a screen."""
    low, high = 0.0, chroma
    for _ in range(9):
        middle = (low + high) / 2
        red, green, blue = _rgb(lightness, middle, direction)
        if _DARKEST <= red <= _LIGHTEST and _DARKEST <= green <= _LIGHTEST and _DARKEST <= blue <= _LIGHTEST:
            low = middle
        else:
            high = middle
    return low


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


_HEX = [f"{byte:02x}" for byte in range(256)]
_LINEAR = [_decoded(byte / 255) for byte in range(256)]
_STEPS = [_decoded((byte + 0.5) / 255) for byte in range(255)]  # where one byte gives way to the next
_ON_FILL = {text: _luminance(*_linear(text)) for text in ("#ffffff", "#111111", "#000000")}
