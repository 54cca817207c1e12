"""A palette from one brand colour, light and dark, every pair of text and ground at AA contrast or better.

OKLCH and its matrices: Björn Ottosson, "A perceptual color space for image processing" (2020).
Contrast: WCAG 2.2, relative luminance.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

HEX = re.compile(r"#[0-9a-fA-F]{6}")
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
        return f":root{{{_vars(self.light)}}}@media(prefers-color-scheme:dark){{:root{{{_vars(self.dark)}}}}}"


def _vars(colours: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in colours.items())


@lru_cache(maxsize=4096)
def palette(brand: str, paper: Paper) -> Palette:
    """`brand` is #rrggbb; its very colour is kept for fills by day."""
    _, chroma, hue = _oklch(brand)
    tinted = hue if paper.hue is None else paper.hue
    tint_chroma = min(paper.chroma, chroma) if paper.hue is None else paper.chroma
    return Palette(
        _side(brand, chroma, hue, tuple(_hex(x, tint_chroma, tinted) for x in paper.light), is_dark=False),
        _side(brand, chroma, hue, tuple(_hex(x, tint_chroma, tinted) for x in paper.dark), is_dark=True),
    )


def _side(brand: str, chroma: float, hue: float, grounds: tuple[str, ...], *, is_dark: bool) -> dict[str, str]:
    paper, card = grounds
    step = 1 if is_dark else -1
    muted = min(chroma, 0.03)
    tint = _hex(0.28 if is_dark else 0.945, min(chroma, 0.035), hue)
    under = (paper, card, tint)
    fill = _reach(_oklch(brand)[0], chroma, hue, (paper,), 3.0 if is_dark else 1.25, step)
    deep = _reach(0.30, min(chroma, 0.09), hue, ("#ffffff",), 9.0, -1)
    return {
        "paper": paper,
        "card": card,
        "tint": tint,
        "ink": _reach(0.93 if is_dark else 0.24, muted / 2, hue, under, 7.0, step),
        "soft": _reach(0.74 if is_dark else 0.46, muted, hue, under, 4.5, step),
        "line": _hex(0.36 if is_dark else 0.87, muted / 2, hue),
        "link": _reach(0.76 if is_dark else 0.48, chroma, hue, under, 4.5, step),
        "brand": fill,
        "on": max(
            ("#ffffff", "#111111", "#000000"), key=lambda text: contrast(text, fill) if text != "#000000" else 4.5
        ),
        "deep": deep,
        "on-deep": "#ffffff",
    }


def _reach(lightness: float, chroma: float, hue: float, grounds: tuple[str, ...], ratio: float, step: int) -> str:
    """The colour nearest to the wished lightness that stands out from every ground by `ratio`."""
    for n in range(101):
        colour = _hex(min(1.0, max(0.0, lightness + step * n / 100)), chroma, hue)
        if all(contrast(colour, ground) >= ratio for ground in grounds):
            return colour
    return "#ffffff" if step > 0 else "#000000"


def contrast(a: str, b: str) -> float:
    """WCAG contrast of two #rrggbb colours, 1 to 21."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=16384)
def _luminance(colour: str) -> float:
    r, g, b = _linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _linear(colour: str) -> Rgb:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return r, g, b


def _oklch(colour: str) -> Rgb:
    r, g, b = _linear(colour)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    bb = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, bb), math.degrees(math.atan2(bb, a)) % 360


@lru_cache(maxsize=4096)
def _direction(hue: float) -> tuple[float, float]:
    return math.cos(math.radians(hue)), math.sin(math.radians(hue))


def _rgb(lightness: float, chroma: float, hue: float) -> Rgb:
    """Linear sRGB, which may lie outside 0..1."""
    cosine, sine = _direction(hue)
    a, b = chroma * cosine, chroma * sine
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


@lru_cache(maxsize=16384)
def _hex(lightness: float, chroma: float, hue: float) -> str:
    """#rrggbb, its chroma lowered until the screen can show it."""
    rgb = _rgb(lightness, chroma, hue)
    if not _is_shown(rgb):
        low, high = 0.0, chroma
        for _ in range(9):  # to a five-hundredth of the chroma: less than one step of a screen
            middle = (low + high) / 2
            low, high = (middle, high) if _is_shown(_rgb(lightness, middle, hue)) else (low, middle)
        rgb = _rgb(lightness, low, hue)
    return f"#{_byte(rgb[0]):02x}{_byte(rgb[1]):02x}{_byte(rgb[2]):02x}"


def _is_shown(rgb: Rgb) -> bool:
    return min(rgb) >= -0.0005 and max(rgb) <= 1.0005


def _byte(part: float) -> int:
    part = min(1.0, max(0.0, part))
    return round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))
