"""What a record asked for and its page can't give, in words for whoever keeps the record."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from mappop.domain.business import Business
from mappop.sites import links, phones, view_model
from mappop.sites.palette import HEX
from mappop.sites.text import line
from mappop.sites.zone import zone_of
from site_templates import FALLBACK_TRADE, trades


def notes(
    business: Business, pictures: Container[str], refused: Mapping[str, str], *, is_cut: bool = False
) -> Iterator[str]:
    """One sentence each; the page is sound without them. `pictures` and `refused` name photos by their `src`."""
    if business.trade not in trades():
        yield f"trade “{line(business.trade, 40)}” is unknown: shown as {FALLBACK_TRADE}"
    if business.brand_color and not HEX.fullmatch(business.brand_color):
        yield f"brand_color “{line(business.brand_color, 20)}” is not #rrggbb: the theme's own is used"
    if business.hours and not zone_of(business):
        yield "timezone is unknown: the page does not say whether it is open now"
    yield from _dropped(business, pictures, refused)
    if is_cut:
        yield "texts are more than a page takes in its first round trip: the longest are shown in part"


def _dropped(business: Business, pictures: Container[str], refused: Mapping[str, str]) -> Iterator[str]:
    if business.email and not links.safe_email(business.email):
        yield "email is no address: left out"
    if business.website and not links.safe_url(business.website):
        yield "website is no http address: left out"
    for n, phone in enumerate(business.phones):
        if not phones.dial(phone.number):
            yield f"phones.{n} “{line(phone.number, 20)}” can't be dialled: left out"
    yield from _cut(business)
    for n, photo in enumerate(business.photos):
        if photo.src not in pictures:
            yield f"photos.{n} “{line(photo.src, 60)}” {refused.get(photo.src, 'is not there')}: left out"


def _cut(business: Business) -> Iterator[str]:
    if len(business.services) > view_model.SERVICES_SHOWN:
        yield f"services: the first {view_model.SERVICES_SHOWN} of {len(business.services)} are shown"
    if sum(map(len, business.description.split("\n"))) > view_model.ABOUT_SHOWN:
        yield f"description: the first {view_model.ABOUT_SHOWN} letters are shown"
