"""From an original to what pages offer: AVIF and WebP in each width, and a JPEG, each within its budget of bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import PIL
from PIL import Image, features

from mappop.domain.picture import content_id, limits
from mappop.sites.picture_opening import upright

SIZES = "sizes.json"


@cache
def recipe() -> str:
    """Names what renditions are made by: our limits, and the pinned coders."""
    made, coders = limits()["made"], {name: features.version(name) for name in ("avif", "webp", "jpg", "libjpeg_turbo")}
    return "made-" + content_id(json.dumps([made, PIL.__version__, coders, list(formats())], default=str).encode())[:12]


@cache
def formats() -> tuple[str, ...]:
    """AVIF where this Pillow has it; `mappop doctor` tells where not."""
    return ("avif", "webp") if features.check("avif") else ("webp",)


def renditions(content: bytes) -> dict[str, bytes]:
    """Files by name, `sizes.json` among them. The same bytes for the same input. Raises PictureRefused."""
    made = limits()["made"]
    widths = {int(width): budget for width, budget in made["widths"].items()}
    whole = upright(content, max(widths))
    files: dict[str, bytes] = {}
    for width, budget in _widths(whole.width, widths):
        sized = scaled(whole, width)
        for ending in formats():
            files[f"{sized.width}x{sized.height}.{ending}"] = _within(sized, ending, budget)
    for width, budget in _widths(whole.width, {int(w): b for w, b in made["fallback"].items()}):
        sized = scaled(whole, width)
        files[f"{sized.width}x{sized.height}.jpg"] = _within(sized, "jpg", budget)
    return files | {SIZES: json.dumps(sorted(files)).encode()}


def copied_photo(content: bytes) -> bytes:
    """The one JPEG of a photo that lies beside a record file. Raises PictureRefused."""
    widths = {int(width): budget for width, budget in limits()["made"]["copied"].items()}
    whole = upright(content, max(widths))
    width, budget = _widths(whole.width, widths)[-1]
    return _within(scaled(whole, width), "jpg", budget)


def small_picture(content: bytes) -> bytes:
    """The JPEG that forms show beside the caption; making it proves that the whole file can be decoded."""
    return encoded(scaled(upright(content, 20_000), limits()["made"]["thumb"]), "jpg", 70)


def scaled(image: Image.Image, width: int) -> Image.Image:
    if width >= image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def encoded(image: Image.Image, ending: str, quality: int) -> bytes:
    out = io.BytesIO()
    options: Mapping[str, Any] = {
        "avif": {"format": "AVIF", "speed": limits()["made"]["avif_speed"], "max_threads": 1},
        "webp": {"format": "WEBP", "method": 4},
        "jpg": {"format": "JPEG", "optimize": True, "progressive": True},
    }[ending]
    image.save(out, quality=quality, **options)
    return out.getvalue()


def _widths(own: int, wanted: Mapping[int, int]) -> list[tuple[int, int]]:
    """Each wanted width up to the photo's own; a smaller photo stays as wide as it is, once."""
    fits = [(width, budget) for width, budget in wanted.items() if width <= own]
    larger = [budget for width, budget in wanted.items() if width > own]
    return fits + ([(own, larger[0])] if larger and own not in wanted else [])


def _within(image: Image.Image, ending: str, budget: int) -> bytes:
    """The best quality that fits, by halving the list; the last one where none does, shrunk until it fits."""
    steps: list[int] = limits()["made"]["quality"]
    low, high, best = 0, len(steps) - 1, b""
    while low <= high:
        middle = (low + high) // 2
        tried = encoded(image, ending, steps[middle])
        if len(tried) <= budget:
            best, high = tried, middle - 1
        else:
            low = middle + 1
    return best or _blurred(image, ending, budget, steps[-1])


def _blurred(image: Image.Image, ending: str, budget: int, quality: int) -> bytes:
    """Noise fits no budget: the same size with less in it."""
    for share in (2, 4, 8, 16):
        less = image.resize((max(1, image.width // share), max(1, image.height // share)), Image.Resampling.BOX)
        tried = encoded(less.resize(image.size, Image.Resampling.BICUBIC), ending, quality)
        if len(tried) <= budget:
            break
    return tried
