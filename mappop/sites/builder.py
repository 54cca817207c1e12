"""From one business and a theme to the files of its site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from types import MappingProxyType

from mappop.domain.business import Business
from mappop.sites.checks import refuse_unsound, refuse_unsound_of_many
from mappop.sites.dress import Dress
from mappop.sites.extras import drawn_pictures, extras
from mappop.sites.lasting import today_in
from mappop.sites.pictures import MadePhoto, shown_pictures
from mappop.sites.view_model import Content, content
from mappop.sites.weight import is_heavy, lighter
from mappop.sites.zone import zone_of
from site_templates import FALLBACK_TRADE, Trade, themes, trades

SiteFiles = Mapping[str, bytes]
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
NONE_MADE: Mapping[str, MadePhoto] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Made:
    dress: Dress
    first: Content
    pages: dict[str, bytes]
    is_cut: bool = False


def default_theme(trade: str) -> str:
    """The theme that names the trade, else the one that names the fallback."""
    by_trade = _themes_by_trade()
    return by_trade.get(trade) or by_trade[FALLBACK_TRADE]


@cache
def _themes_by_trade() -> Mapping[str, str]:
    return {key: theme.name for theme in themes().values() for key in theme.trades}


def build_site(
    business: Business,
    *,
    theme: str,
    base_url: str,
    now: datetime,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    made: Mapping[str, MadePhoto] | None = None,
) -> SiteFiles:
    """Every file of the site by its path. Raises checks.SiteRefused where a page would not carry its own NAP.

    `{id}` in `base_url` stands for the business; `now` decides which dated hours are past; `pictures` are the
    contents of the record's photos by their `src`: a photo without content is not shown.

    `made`, even if empty, is for a publish: the photos' renditions, whose files the caller adds, and with them come
    the sharing picture and the icons.
    """
    return build_site_or_less(business, theme=theme, base_url=base_url, now=now, pictures=pictures, made=made)[0]


def build_site_or_less(
    business: Business,
    *,
    theme: str,
    base_url: str,
    now: datetime,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    made: Mapping[str, MadePhoto] | None = None,
) -> tuple[SiteFiles, bool]:
    """As `build_site`, and whether texts were cut for the page's weight."""
    site = _make(business, theme, base_url, now, pictures, made)
    files = site.pages | extras(business, site.first, site.dress.palette, site.dress.url, site.pages)
    if made is not None:
        files |= drawn_pictures(site.first, site.dress.palette, site.dress.trade.motif, site.dress.seed)
    files |= {photo.path: pictures[photo.src] for photo in site.dress.photos if photo.src in pictures}
    return files, site.is_cut


def build_pages(
    business: Business, *, theme: str, base_url: str, now: datetime, pictures: Mapping[str, bytes] = NO_PICTURES
) -> SiteFiles:
    """The checked pages alone: the record's first language at the top, the other under es/ or en/."""
    return _make(business, theme, base_url, now, pictures, None).pages


def shown_record(
    business: Business, *, theme: str, base_url: str, now: datetime, made: Mapping[str, MadePhoto]
) -> Business:
    """The record as a publish would show it: the same, or with less of its longest texts."""
    return _make(business, theme, base_url, now, NO_PICTURES, made).dress.business


def site_url(business: Business, base_url: str) -> str:
    """The site's address, with a slash at its end."""
    if not business.id:
        raise ValueError("a site needs the id of its business")
    return base_url.replace("{id}", business.id).rstrip("/") + "/"


def trade_of(business: Business) -> Trade:
    return trades().get(business.trade) or trades()[FALLBACK_TRADE]


def page_languages(business: Business) -> tuple[str, ...]:
    """Those that it has pages in, the first at the top."""
    return tuple(dict.fromkeys(business.languages or ("en",)))


def page_content(business: Business, language: str, now: datetime) -> Content:
    """What the page says in one language."""
    return content(business, trade_of(business), language, _today(business, now))


def _make(
    business: Business,
    theme: str,
    base_url: str,
    now: datetime,
    pictures: Mapping[str, bytes],
    made: Mapping[str, MadePhoto] | None,
) -> _Made:
    site = _make_of(business, theme, base_url, now, pictures, made)
    if any(map(is_heavy, site.pages.values())):
        for less in lighter(business):
            site = _make_of(less, theme, base_url, now, pictures, made)
            if not any(map(is_heavy, site.pages.values())):
                break
        site = replace(site, is_cut=True)
    return site


def _make_of(
    business: Business,
    theme: str,
    base_url: str,
    now: datetime,
    pictures: Mapping[str, bytes],
    made: Mapping[str, MadePhoto] | None,
) -> _Made:
    trade, today, paths = trade_of(business), _today(business, now), _paths(business)
    photos = shown_pictures(business.photos, pictures, made or NONE_MADE)
    dress = Dress(
        business, themes()[theme], trade, site_url(business, base_url), paths, photos, has_drawn=made is not None
    )
    pages, contents = {}, []
    for path, language in paths.items():
        page = content(business, trade, language, today)
        shown = dress.shown(page, path, today)
        pages[path] = dress.render(shown)
        if made is None:
            refuse_unsound_of_many(pages[path], page, shown, dress.template(language))
        else:  # a publish, which has the time
            refuse_unsound(pages[path], page)
        contents.append(page)
    return _Made(dress, contents[0], pages)


def _paths(business: Business) -> dict[str, str]:
    first, *others = page_languages(business)
    return {"index.html": first} | {f"{language}/index.html": language for language in others}


def _today(business: Business, now: datetime) -> date:
    return today_in(zone_of(business), now)
