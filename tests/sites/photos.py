"""Photos made by rule: hills of colour with grain, so that they weigh what photos weigh."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from PIL import Image

SECRET = b"taken at 30.2672 north"


def photo(width: int = 1600, height: int = 1200, seed: int = 1) -> Image.Image:
    hills, grain = (_noise(width // share, height // share, seed + share) for share in (100, 4))
    size, light = (width, height), Image.linear_gradient("L").convert("RGB")
    blended = Image.blend(hills.resize(size, Image.Resampling.BICUBIC), light.resize(size), 0.4)
    return Image.blend(blended, grain.resize(size, Image.Resampling.BICUBIC), 0.05)


def file(image: Image.Image | None = None, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    (image or photo(400, 300)).save(out, kind, **options)
    return out.getvalue()


def with_metadata(orientation: int = 1) -> bytes:
    image, exif = photo(400, 300), Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return file(image, exif=exif, comment=SECRET)


def _noise(width: int, height: int, seed: int) -> Image.Image:
    width, height = max(1, width), max(1, height)
    return Image.frombytes("RGB", (width, height), hashlib.shake_128(f"{seed}".encode()).digest(width * height * 3))
