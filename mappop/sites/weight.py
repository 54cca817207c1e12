"""A page comes whole with the first round trip: where a record says more than fits, its longest texts are cut first."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from mappop.domain.business import Business
from mappop.sites.text import line, paragraphs

FIRST_ROUND_TRIP = 14_600  # bytes: ten packets
HEADERS = 700  # of them, that the answer's headers may take
# No page of so many bytes is heavier in any writing: 12,000 are ours and pack to 4,500, and letters of the densest
# writing (Chinese, at random) pack to seven tenths (2026-11-27). Packing one takes as long as making it.
SURELY_LIGHT = 24_000
# Nor any page of a record of so many bytes: it says each thing several times, but packs it once. Records of such a size
# that pack worst (letters and signs that are escaped, at random, thirty photos) came to 10,100 bytes (2026-11-27).
SMALL_RECORD = 5_000


class Cut(NamedTuple):
    """How many are shown, and how many letters of each."""

    services: int
    service: int
    described: int
    faqs: int
    answer: int
    reviews: int
    review: int
    about: int
    areas: int
    url: int
    alt: int
    small: int  # letters of a line that stands beside something else: price, caption of a special day, way to pay


CUTS = (
    Cut(60, 100, 120, 20, 250, 8, 300, 1500, 60, 500, 120, 80),
    Cut(60, 100, 80, 12, 200, 6, 240, 1000, 60, 300, 80, 80),
    Cut(60, 100, 60, 8, 160, 6, 200, 800, 60, 300, 60, 80),
    Cut(60, 80, 0, 8, 160, 4, 200, 800, 40, 300, 60, 60),
    Cut(40, 60, 0, 5, 120, 3, 160, 500, 20, 200, 40, 40),
    Cut(20, 50, 0, 0, 0, 2, 120, 300, 10, 120, 20, 30),
    Cut(6, 40, 0, 0, 0, 0, 0, 100, 4, 100, 0, 12),
)


def is_heavy(html: bytes) -> bool:
    """By gzip, which every host has; brotli packs a sixth better."""
    return len(html) > SURELY_LIGHT and len(zlib.compress(html, 6)) > FIRST_ROUND_TRIP - HEADERS


def is_small(business: Business) -> bool:
    """Whether its pages are light for sure, without making them."""
    record = json.dumps(business.to_dict(), ensure_ascii=False, separators=(",", ":"))
    return len(record.encode(errors="replace")) <= SMALL_RECORD


def lighter(business: Business) -> Iterator[Business]:
    """The record, each time with less of what takes most room; name, address, phones and hours stay whole."""
    yield from (_cut(business, cut) for cut in CUTS)


def _cut(business: Business, cut: Cut) -> Business:
    return replace(
        business,
        services=tuple(
            replace(
                s,
                name=line(s.name, cut.service),
                description=_line(s.description, cut.described),
                price=line(s.price, cut.small),
            )
            for s in business.services[: cut.services]
        ),
        faqs=tuple(replace(f, a=line(f.a, cut.answer)) for f in business.faqs[: cut.faqs]),
        reviews=tuple(replace(r, text=line(r.text, cut.review)) for r in business.reviews[: cut.reviews]),
        description="\n".join(paragraphs(business.description, cut.about)),
        service_area=business.service_area[: cut.areas],
        profiles={key: url for key, url in business.profiles.items() if len(url) <= cut.url},
        photos=tuple(replace(photo, alt=_line(photo.alt, cut.alt)) for photo in business.photos),
        payment_methods=tuple(line(way, cut.small) for way in business.payment_methods),
        attributes={k: line(v, cut.small) if isinstance(v, str) else v for k, v in business.attributes.items()},
        hours=replace(
            business.hours,
            exceptions=tuple(replace(e, note=line(e.note, cut.small)) for e in business.hours.exceptions),
        ),
    )


def _line(text: str, most: int) -> str:
    return line(text, most) if most else ""
