"""The small files beside the page: manifest, contact card, QR code, robots, sitemap."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from mappop.domain.business import Business
from mappop.domain.graphemes import cut_at
from mappop.sites.drawings import monogram_svg
from mappop.sites.palette import Palette
from mappop.sites.qr import qr_svg
from mappop.sites.vcard import vcard
from mappop.sites.view_model import Content
from site_templates import Motif

SHARE, ICON, ICON_LARGE = "share.png", "icon-180.png", "icon-512.png"
_ICON_SIZES = {ICON: 180, ICON_LARGE: 512}
SHORT_NAME = 24  # code points: a phone writes it below an icon
NO_SIZES: Mapping[str, int] = MappingProxyType({})


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


def drawn_pictures(page: Content, colours: Palette, motif: Motif, seed: str) -> dict[str, bytes]:
    """What only a publish draws: the sharing picture and the icons, and the manifest that names these."""
    from mappop.sites.sharing_picture import icon, sharing_picture  # `site build` draws none, and loads no Pillow

    icons = {name: icon(page, colours, size) for name, size in _ICON_SIZES.items()}
    manifest = {"manifest.webmanifest": _manifest(page, colours.light, _ICON_SIZES)}
    return {SHARE: sharing_picture(page, colours, motif, seed)} | icons | manifest


def _manifest(page: Content, light: Mapping[str, str], sizes: Mapping[str, int] = NO_SIZES) -> bytes:
    drawn = [{"src": name, "sizes": f"{size}x{size}", "type": "image/png"} for name, size in sizes.items()]
    told = {
        "name": page.name,
        "short_name": page.name[: cut_at(page.name, SHORT_NAME)],
        "lang": page.language,
        "start_url": "./",
        "display": "browser",
        "theme_color": light["deep"],
        "background_color": light["paper"],
        "icons": [{"src": "favicon.svg", "sizes": "any", "type": "image/svg+xml"}, *drawn],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _sitemap(url: str, pages: Iterable[str]) -> bytes:
    rows = "".join(f"<url><loc>{url}{path.removesuffix('index.html')}</loc></url>" for path in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    ).encode()
