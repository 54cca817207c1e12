"""The small files beside the page: manifest, contact card, QR code, robots, sitemap."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import segno

from mappop.domain.business import Business
from mappop.sites.drawings import monogram_svg
from mappop.sites.palette import Palette
from mappop.sites.vcard import vcard
from mappop.sites.view_model import Content

QUIET = 4  # modules of empty edge that ISO/IEC 18004 asks for


def extras(business: Business, page: Content, colours: Palette, url: str, pages: Iterable[str]) -> dict[str, bytes]:
    """`page` in the site's first language; `pages` are the paths of its index files."""
    light = colours.light
    return {
        "favicon.svg": monogram_svg(page.name, light["brand"], light["on"]),
        "manifest.webmanifest": _manifest(page, light),
        "contact.vcf": vcard(business, page, url),
        "qr.svg": qr_svg(url),
        "robots.txt": f"User-agent: *\nDisallow: /_/\nSitemap: {url}sitemap.xml\n".encode(),
        "sitemap.xml": _sitemap(url, pages),
    }


def qr_svg(url: str) -> bytes:
    """One mask for all instead of a search for the prettiest: readers take any, and it is four times faster."""
    matrix = segno.make(url, error="m", mask=3, micro=False, boost_error=False).matrix
    side = len(matrix) + 2 * QUIET
    runs = "".join(
        f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z" for y, row in enumerate(matrix) for x, width in _runs(row)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{runs}"/></svg>'.encode()


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin, and how many stand side by side."""
    x = 0
    for is_dark, group in groupby(row):
        width = len(list(group))
        if is_dark:
            yield x, width
        x += width


def _manifest(page: Content, light: Mapping[str, str]) -> bytes:
    told = {
        "name": page.name,
        "short_name": page.name[:24],
        "lang": page.language,
        "start_url": "./",
        "display": "browser",
        "theme_color": light["deep"],
        "background_color": light["paper"],
        "icons": [{"src": "favicon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _sitemap(url: str, pages: Iterable[str]) -> bytes:
    rows = "".join(f"<url><loc>{url}{path.removesuffix('index.html')}</loc></url>" for path in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    ).encode()
