"""What a site shows in part of its record, for whoever changes it."""

from __future__ import annotations

from mappop.consoles.current import deps
from mappop.domain.business import Business
from mappop.sites.checks import SiteRefused
from mappop.sites.in_part import InPart, in_part


def shown_in_part(business: Business, theme: str, own_host: str = "") -> tuple[InPart, ...]:
    """Asked of the page as it would be made now: what it shows follows from the record alone. Nothing of a record
    that no page can be made of."""
    address, made = deps().settings.site_url(business.id, own_host), deps().pictures.made(business.photos)
    try:
        return in_part(business, theme=theme, base_url=address, now=deps().clock.now(), made=made)
    except SiteRefused:
        return ()
