"""How fast pictures are made, and what a phone loads of a page with one photo; one process, CPU time."""

from __future__ import annotations

import gzip
import hashlib
import io
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from mappop.domain.business import Business
from mappop.sites.builder import build_site, page_content, trade_of
from mappop.sites.picture_making import formats, recipe, renditions, small_picture
from mappop.sites.picture_shelf import SIZES
from mappop.sites.qr import qr_svg
from mappop.sites.sharing_picture import icon, sharing_picture
from mappop.sites.stylesheet import site_palette
from site_templates import themes

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
PHOTO = (4000, 3000)  # twelve megapixels, as most phones take


def run(count: int = 4) -> dict[str, Any]:
    """Uploads looked through and photos made a second, sharing pictures and QR codes a second, and bytes."""
    photos = [_photo(n) for n in range(count)]
    renditions(photos[0])
    looked = _cpu_seconds(lambda: [small_picture(photo) for photo in photos])
    made: list[dict[str, bytes]] = []
    making = _cpu_seconds(lambda: made.extend(renditions(photo) for photo in photos))
    drawn = _cpu_seconds(lambda: [_share(theme) for theme in themes() for _ in range(count)])
    codes = _cpu_seconds(lambda: [qr_svg(f"https://b{n}.example.com/") for n in range(500)])
    return {
        "photos": count,
        "megapixels_each": PHOTO[0] * PHOTO[1] / 1e6,
        "formats": [*formats(), "jpg"],
        "recipe": recipe(),
        "looked_through_per_cpu_second": round(count / looked, 1),
        "made_per_cpu_second": round(count / making, 2),
        "sharing_pictures_with_icons_per_cpu_second": round(len(themes()) * count / drawn, 1),
        "qr_codes_per_cpu_second": round(500 / codes),
        "bytes_of_files": {name: len(content) for name, content in made[0].items() if name != SIZES},
        "bytes_of_sharing_picture": {theme: len(_share(theme)) for theme in themes()},
        "bytes_for_a_phone": {theme: _page_bytes(theme, made[0]) for theme in themes()},
    }


def _share(theme: str) -> bytes:
    business = Business.from_dict({**themes()[theme].sample, "id": "b1"})
    page, colours = page_content(business, "en", NOW), site_palette(business, themes()[theme])
    for size in (180, 512):
        icon(page, colours, size)
    return sharing_picture(page, colours, trade_of(business).motif, "b1")


def _page_bytes(theme: str, made: dict[str, bytes]) -> int:
    """The document by gzip, the icon, and the 800 px AVIF that a phone of 390 px and high density takes."""
    business = Business.from_dict({**themes()[theme].sample, "id": "b1"})
    files = build_site(business, theme=theme, base_url="https://{id}.example.com/", now=NOW, made={})
    photo = next(
        len(content) for name, content in made.items() if name.startswith("800x") and name.endswith(formats()[0])
    )
    return len(gzip.compress(files["index.html"], 9)) + len(files["favicon.svg"]) + photo


def _photo(seed: int) -> bytes:
    """Soft hills of colour with fine grain over them: what a coder meets in a photo, made by rule."""
    hills, grain = (
        Image.frombytes("RGB", (w, h), hashlib.shake_128(f"{seed}.{w}".encode()).digest(w * h * 3))
        for w, h in ((40, 30), (1000, 750))
    )
    out = io.BytesIO()
    Image.blend(hills.resize(PHOTO, Image.Resampling.BICUBIC), grain.resize(PHOTO), 0.06).save(out, "JPEG", quality=90)
    return out.getvalue()


def _cpu_seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
