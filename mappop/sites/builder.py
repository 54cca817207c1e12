"""From one business and a theme to the files of its site."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import segno
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from mappop.domain.business import Business
from mappop.sites import checks, json_ld, summary
from mappop.sites.drawings import initials, monogram_svg, motif_svg
from mappop.sites.opening import specifications
from mappop.sites.palette import HEX, Palette, Paper, palette
from mappop.sites.pictures import Picture, shown_pictures
from mappop.sites.vcard import vcard
from mappop.sites.view_model import Content, content
from site_templates import FALLBACK_TRADE, Theme, Trade, part, template_sources, themes, trades, words

SiteFiles = Mapping[str, bytes]
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})


def default_theme(trade: str) -> str:
    """The theme that names the trade, else the one that names the fallback."""
    by_trade = {key: theme.name for theme in themes().values() for key in theme.trades}
    return by_trade.get(trade) or by_trade[FALLBACK_TRADE]


def build_site(
    business: Business,
    *,
    theme: str,
    base_url: str,
    now: datetime,
    pictures: Mapping[str, bytes] = NO_PICTURES,
) -> SiteFiles:
    """Every file of the site by its path. Raises checks.SiteRefused where a page would not carry its own NAP.

    `{id}` in `base_url` stands for the business; `pictures` are the contents of the record's photos by their `src`.
    """
    pages = build_pages(business, theme=theme, base_url=base_url, now=now, pictures=pictures)
    url = site_url(business, base_url)
    first = content(business, trade_of(business), business.languages[0], _today(business, now))
    colours = site_palette(business, themes()[theme]).light
    shown = shown_pictures(business.photos, pictures)
    return {
        **pages,
        "favicon.svg": monogram_svg(first.name, colours["brand"], colours["on"]),
        "manifest.webmanifest": _manifest(first, colours),
        "contact.vcf": _card(business, first, url),
        "qr.svg": qr_svg(url),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n".encode(),
        "sitemap.xml": _sitemap(url, pages),
        **{picture.path: pictures[picture.src] for picture in shown},
    }


def build_pages(
    business: Business,
    *,
    theme: str,
    base_url: str,
    now: datetime,
    pictures: Mapping[str, bytes] = NO_PICTURES,
) -> dict[str, bytes]:
    """The page in the record's first language, and in its other one under /es/ or /en/; each checked."""
    today = _today(business, now)
    trade = trade_of(business)
    dress = _Dress(
        business, themes()[theme], trade, site_url(business, base_url), shown_pictures(business.photos, pictures)
    )
    pages = {}
    for path, language in _paths(business):
        page = content(business, trade, language, today)
        html = dress.page(page, path, today).encode()
        checks.refuse_unsound(html, page)
        pages[path] = html
    return pages


def site_url(business: Business, base_url: str) -> str:
    if not business.id:
        raise ValueError("a site needs the id of its business")
    return base_url.replace("{id}", business.id).rstrip("/") + "/"


def trade_of(business: Business) -> Trade:
    return trades().get(business.trade) or trades()[FALLBACK_TRADE]


def site_palette(business: Business, theme: Theme) -> Palette:
    """The palette of the owner's colour; one that is not #rrggbb gives way to the theme's."""
    given = business.brand_color
    return palette((given if HEX.fullmatch(given) else theme.brand_color).lower(), _paper(theme.name))


def qr_svg(url: str) -> bytes:
    """One mask for all instead of the search for the prettiest: a reader takes any, and it is four times faster."""
    code = segno.make(url, error="m", mask=3, micro=False, boost_error=False)
    return code.svg_inline(border=2, svgclass=None, lineclass=None, omitsize=True).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    ).encode()  # fmt: skip


class _Dress:
    """All that the pages of one site have in common."""

    def __init__(self, business: Business, theme: Theme, trade: Trade, url: str, photos: tuple[Picture, ...]) -> None:
        self.business, self.theme, self.trade, self.url, self.photos = business, theme, trade, url, photos
        self.palette = site_palette(business, theme)
        self.style = self.palette.css() + _theme_css(theme.name)
        self.paths = list(_paths(business))

    def page(self, page: Content, path: str, today: date) -> str:
        said = words()[page.language]
        url = self.url + path.removesuffix("index.html")
        is_first = path == "index.html"
        look = {
            "url": url,
            "root": "" if is_first else "../",
            "title": summary.title(page, said),
            "description": summary.description(page, said),
            "json_ld": Markup(json_ld.script_text(self._facts(page, url, today))),  # escaped for a script element
            "style": Markup(self.style),  # our own style sheet and #rrggbb values
            "script": Markup(_script()),  # our own file
            "policy": _policy(_digest(self.style)),
            "theme_color": (self.palette.light["deep"], self.palette.dark["paper"]),
            "alternates": self._alternates(),
            "other": self._other(path),
            "photos": [{"src": ("" if is_first else "../") + p.path, "alt": p.alt} for p in self.photos],
            "share_picture": self.url + self.photos[0].path if self.photos else "",
            "motif": motif_svg(self.trade.motif, self.business.id + page.name, 6, 4),
            "initials": initials(page.name),
        }
        return _template(self.theme.name).render(p=_Page(page, look), w=said)

    def _alternates(self) -> list[tuple[str, str]]:
        if len(self.paths) < 2:
            return []
        return [(language, self.url + path.removesuffix("index.html")) for path, language in self.paths]

    def _other(self, path: str) -> dict[str, str] | None:
        for other_path, language in self.paths:
            if other_path != path:
                to = other_path.removesuffix("index.html") or "../"
                own = next(own for own_path, own in self.paths if own_path == path)
                return {"url": to, "to": language, "label": words()[own]["other_language"]}
        return None

    def _facts(self, page: Content, url: str, today: date) -> dict[str, Any]:
        b, a = self.business, self.business.address
        street = "" if b.address_hidden else page.address[0] if len(page.address) > 1 else ""
        address = {
            "@type": "PostalAddress",
            "streetAddress": street,
            "addressLocality": a.city,
            "addressRegion": a.region,
            "postalCode": "" if b.address_hidden else a.postal_code,
            "addressCountry": a.country,
        }
        has_place = b.geo and not b.address_hidden
        return json_ld.without_blanks({
            "@context": "https://schema.org",
            "@type": self.trade.schema_type,
            "@id": self.url + "#business",
            "name": page.name,
            "legalName": page.legal_name,
            "url": url,
            "telephone": page.call.dial if page.call else "",
            "email": page.email,
            "address": json_ld.without_blanks(address),
            "geo": {"@type": "GeoCoordinates", "latitude": b.geo.lat, "longitude": b.geo.lon} if has_place and b.geo else "",
            "areaServed": list(page.areas),
            "image": [self.url + p.path for p in self.photos],
            "description": " ".join(page.about) or page.headline,
            "priceRange": page.price_range,
            "paymentAccepted": ", ".join(page.payment),
            "foundingDate": str(b.founded) if b.founded else "",
            "sameAs": [link.url for link in (*filter(None, (page.website,)), *page.profiles)],
            **specifications(b.hours, today),
        })  # fmt: skip


class _Page:
    """Content and look as one name for the templates."""

    def __init__(self, page: Content, look: Mapping[str, Any]) -> None:
        self._page, self._look = page, look

    def __getattr__(self, name: str) -> Any:
        look: Mapping[str, Any] = object.__getattribute__(self, "_look")
        return look[name] if name in look else getattr(object.__getattribute__(self, "_page"), name)


def _paths(business: Business) -> Iterator[tuple[str, str]]:
    first, *others = dict.fromkeys(business.languages)
    yield "index.html", first
    for language in others:
        yield f"{language}/index.html", language


def _today(business: Business, now: datetime) -> date:
    from mappop.sites.zone import zone_of

    zone = zone_of(business)
    return now.astimezone(ZoneInfo(zone) if zone else UTC).date()


@cache
def _environment() -> Environment:
    return Environment(
        loader=DictLoader(template_sources()), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )


@cache
def _template(theme: str) -> Any:
    return _environment().get_template(f"themes/{theme}/page.html")


@cache
def _theme_css(theme: str) -> str:
    return _minified(part("base.css") + themes()[theme].style)


@cache
def _paper(theme: str) -> Paper:
    told = themes()[theme].palette
    return Paper(tuple(told["light"]), tuple(told["dark"]), told["chroma"], told.get("hue"))


@cache
def _script() -> str:
    return part("now.js").strip()


def _minified(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return re.sub(r"\s*([{}:;,>])\s*", r"\1", re.sub(r"\s+", " ", css)).replace(";}", "}").strip()


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _script_digest() -> str:
    return _digest(_script())


def _policy(style_digest: str) -> str:
    return (
        f"default-src 'none';img-src 'self' data:;style-src 'sha256-{style_digest}';script-src 'sha256-{_script_digest()}';"
        "connect-src 'self';manifest-src 'self';form-action 'self';base-uri 'none'"
    )


def _manifest(page: Content, colours: Mapping[str, str]) -> bytes:
    told = {
        "name": page.name,
        "short_name": page.name[:24],
        "lang": page.language,
        "start_url": "./",
        "display": "browser",
        "theme_color": colours["deep"],
        "background_color": colours["paper"],
        "icons": [{"src": "favicon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _card(business: Business, page: Content, url: str) -> bytes:
    a = business.address
    street = page.address[0] if len(page.address) > 1 else ""
    postal_code = "" if business.address_hidden else a.postal_code
    return vcard(page, street=street, city=a.city, region=a.region, postal_code=postal_code, url=url)


def _sitemap(url: str, pages: Mapping[str, bytes]) -> bytes:
    rows = "".join(f"<url><loc>{url}{path.removesuffix('index.html')}</loc></url>" for path in pages)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()
