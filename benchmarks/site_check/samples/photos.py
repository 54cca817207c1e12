"""Two photos to stand in for those of owners, as they come from somebody who has made them small."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache

from PIL import Image

FRONT, SIDE = "front.jpg", "side.jpg"


@cache
def photos() -> Mapping[str, bytes]:
    """By source."""
    return {FRONT: _picture(800, 600), SIDE: _picture(600, 800)}


def _picture(width: int, height: int) -> bytes:
    """Smooth colors and fine edges, as photos have both; the same bytes each time."""
    edges = Image.effect_mandelbrot((640, 640), (-2, -1.5, 1, 1.5), 60)
    slopes = (draw("L").resize(edges.size) for draw in (Image.linear_gradient, Image.radial_gradient))
    image = Image.merge("RGB", (edges, *slopes))
    content = io.BytesIO()
    image.resize((width, height), Image.Resampling.BICUBIC).save(content, "JPEG", quality=60, optimize=True)
    return content.getvalue()
