"""One business in one theme: what all its pages share, and the rendering of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from mappop.domain.business import Business
from mappop.domain.picture import limits
from mappop.sites import json_ld, summary
from mappop.sites.compiled import PageEnvironment
from mappop.sites.drawings import initials, motif_svg
from mappop.sites.extras import SHARE
from mappop.sites.pictures import Picture
from mappop.sites.stylesheet import policy, script, site_palette, style
from mappop.sites.text import line
from mappop.sites.view_model import NAME_SHOWN, Content
from site_templates import ROOT, Theme, Trade, said_in, template_sources, words


class Dress:
    """`paths` maps the path of each page to its language, the first page first; `url` ends in a slash."""

    def __init__(
        self,
        business: Business,
        theme: Theme,
        trade: Trade,
        url: str,
        paths: Mapping[str, str],
        photos: tuple[Picture, ...],
        *,
        has_drawn: bool,
    ) -> None:
        self.business, self.theme, self.trade, self.url, self.paths, self.photos = (
            business, theme, trade, url, paths, photos
        )  # fmt: skip
        self.has_drawn, self.seed = has_drawn, business.id + line(business.name, NAME_SHOWN)
        self.palette = site_palette(business, theme)
        self.style = style(self.palette, theme.name)
        self.owners = next(iter(paths.values()))  # the language that the record is written in

    def shown(self, page: Content, path: str, today: date) -> SimpleNamespace:
        """All that the template is filled with; `local_business` besides, which it shows as `json_ld`."""
        return SimpleNamespace(**page._asdict(), **self._look(page, path, today))

    def render(self, shown: SimpleNamespace) -> bytes:
        return _page(*self.template(shown.language))(p=shown, w=words()[shown.language])

    def template(self, language: str) -> tuple[str, str, str]:
        return self.theme.name, language, self.owners

    def _look(self, page: Content, path: str, today: date) -> dict[str, Any]:
        said = words()[page.language]
        root = "../" if "/" in path else ""
        url = self._address(path)
        pictures = [self.url + photo.path for photo in self.photos]
        facts = json_ld.local_business(
            self.business, page, kind=self.trade.schema_type, site=self.url, url=url, pictures=pictures, today=today
        )
        data = json_ld.script_text(facts)
        return {
            "url": url,
            "root": root,
            "click": self.url + "_/click?what=",  # whole, as HTML asks of `ping`
            "title": summary.title(page, said),
            "description": summary.description(page, said),
            "local_business": facts,
            "json_ld": Markup(data),  # escaped for a script element
            "style": Markup(self.style.text),  # our own style sheet and #rrggbb values
            "script": Markup(script()),  # our own file
            "policy": policy(self.style, data),
            "theme_color": (self.palette.light["deep"], self.palette.dark["paper"]),
            "alternates": [(language, self._address(p)) for p, language in self.paths.items() if len(self.paths) > 1],
            "other": self._other(path, root, said),
            "photos": [_photo(photo, root) for photo in self.photos],
            "has_icons": self.has_drawn,
            "share_picture": self._share_picture(page),
            "motif": motif_svg(self.trade.motif, self.seed, *self.theme.motif),
            "initials": initials(page.name),
            "longest": max(map(len, page.name.split()), default=0),  # word, that no heading should break
        }

    def _share_picture(self, page: Content) -> SimpleNamespace | None:
        """Drawn at a publish; a page without one shows its first photo elsewhere."""
        alt = " · ".join(filter(None, (page.name, page.label, page.place, page.call.shown if page.call else "")))
        if self.has_drawn:
            width, height = limits()["sharing"]["size"]
            return SimpleNamespace(url=self.url + SHARE, width=width, height=height, alt=alt)
        first = next(iter(self.photos), None)
        if first is None:
            return None
        return SimpleNamespace(url=self.url + first.path, width=first.width, height=first.height, alt=first.alt or alt)

    def _address(self, path: str) -> str:
        return self.url + path.removesuffix("index.html")

    def _other(self, path: str, root: str, said: Mapping[str, Any]) -> SimpleNamespace | None:
        """The way to the same page in the other language."""
        for other, language in self.paths.items():
            if other != path:
                to = root + other.removesuffix("index.html")
                return SimpleNamespace(url=to, language=language, label=said["other_language"])
        return None


def _photo(photo: Picture, root: str) -> SimpleNamespace:
    sources = [SimpleNamespace(type=s.type, media=s.media, srcset=s.srcset(root)) for s in photo.sources]
    return SimpleNamespace(
        src=root + photo.path, alt=photo.alt, width=photo.width, height=photo.height, sources=sources
    )


@cache
def _environment() -> PageEnvironment:
    return PageEnvironment(template_sources(), kept_in=ROOT)


@cache
def _page(theme: str, language: str, owners: str) -> Callable[..., bytes]:
    return _environment().page(theme, lambda text: said_in(text, language, owners))
