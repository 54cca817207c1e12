"""The one inline style sheet and script of a page, and the policy that allows them by their hashes and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import NamedTuple

from mappop.domain.business import Business
from mappop.sites.palette import HEX, Palette, Paper, palette
from site_templates import Theme, part, themes


def site_palette(business: Business, theme: Theme) -> Palette:
    """The palette of the owner's colour; one that is not #rrggbb gives way to the theme's."""
    given = business.brand_color
    return palette((given if HEX.fullmatch(given) else theme.brand_color).lower(), paper_of(theme.name))


class Style(NamedTuple):
    text: str
    digest: str  # SHA-256 as a policy has it


def style(colours: Palette, theme: str, more: str = "") -> Style:
    """The theme's own sheet, then what differs from site to site, so that the first is digested once."""
    shared, digest = _theme_css(theme)
    own, digest = colours.css() + more, digest.copy()
    digest.update(own.encode())
    return Style(shared + own, _in_base64(digest))


@cache
def script() -> str:
    """The same bytes on every site; `self.now` in it is the element of that id (HTML, named access on the window)."""
    return part("now.js").strip()


def policy(style: Style, data: str = "") -> str:
    """`data` is the text of a data block: no browser runs it, yet checkers want it allowed like a script."""
    allowed_data = f" 'sha256-{_digest(data)}'" if data else ""
    return (
        f"default-src 'none';img-src 'self' data:;style-src 'sha256-{style.digest}';"
        f"script-src 'sha256-{_script_digest()}'{allowed_data};"
        "connect-src 'self';manifest-src 'self';form-action 'self';base-uri 'none'"
    )


@cache
def _theme_css(theme: str) -> tuple[str, hashlib._Hash]:
    css = minified(part("base.css") + themes()[theme].style)
    return css, hashlib.sha256(css.encode())


@cache
def paper_of(theme: str) -> Paper:
    told = themes()[theme].palette
    light, dark = told["light"], told["dark"]
    return Paper((light[0], light[1]), (dark[0], dark[1]), told["chroma"], told.get("hue"))


def minified(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", css)).replace(";}", "}").strip()


def _digest(text: str) -> str:
    return _in_base64(hashlib.sha256(text.encode()))


def _in_base64(digest: hashlib._Hash) -> str:
    return base64.b64encode(digest.digest()).decode()


@cache
def _script_digest() -> str:
    return _digest(script())
