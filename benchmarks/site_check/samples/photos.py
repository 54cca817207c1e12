"""Two photos to stand in for those of owners, and what a publish makes of them."""

from __future__ import annotations

import io
import tempfile
from functools import cache
from pathlib import Path

from PIL import Image

from mappop.domain.picture import picture_id
from mappop.sites.picture_shelf import PictureShelf
from mappop.sites.store import FolderStore

FRONT, SIDE = "https://photos.example/front.jpg", "https://photos.example/side.jpg"


@cache
def shelf() -> PictureShelf:
    """Both, made for each width."""
    kept = PictureShelf(FolderStore(Path(tempfile.mkdtemp(prefix="site-check-"))))
    for src, size in ((FRONT, (1600, 1200)), (SIDE, (1200, 1600))):
        name = str(picture_id(src))
        kept.keep(name, _picture(*size))
        kept.make(name)
    return kept


def _picture(width: int, height: int) -> bytes:
    """Smooth colors and fine edges, as photos have both; the same bytes each time."""
    edges = Image.effect_mandelbrot((640, 640), (-2, -1.5, 1, 1.5), 60)
    slopes = (draw("L").resize(edges.size) for draw in (Image.linear_gradient, Image.radial_gradient))
    image = Image.merge("RGB", (edges, *slopes))
    content = io.BytesIO()
    image.resize((width, height), Image.Resampling.BICUBIC).save(content, "JPEG", quality=60, optimize=True)
    return content.getvalue()
