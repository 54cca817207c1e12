"""Themes as they are offered, in sales and in the portal."""

from __future__ import annotations

from typing import Any

from mappop.domain.business import Address, Business
from mappop.sites.stylesheet import site_palette
from site_templates import Theme


def theme_card(theme: Theme, brand_color: str, character: str = "") -> dict[str, Any]:
    """Its character, and ink, paper and accent as the site would have them."""
    plain = Business("", "", "local-business", Address("", ""), (), brand_color=brand_color)
    colours = site_palette(plain, theme).light
    shown = tuple(colours[key] for key in ("ink", "paper", "brand"))
    return {"key": theme.name, "title": theme.title, "character": character or theme.character, "colors": shown}
