"""What the pages show of a record's texts where they don't show all: some are longer than their place, and where all
together are more than a page brings at once, the longest are cut further."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from mappop.domain.business import Business
from mappop.sites.builder import page_content, page_languages, shown_record
from mappop.sites.links import safe_url
from mappop.sites.pictures import MadePhoto
from mappop.sites.text import CUT, line, paragraphs
from mappop.sites.view_model import Content
from mappop.sites.weight import is_small


class InPart(NamedTuple):
    """Of a text how many letters are shown, of a list how many rows; `cut` of the rows are not shown to their end."""

    fact: str  # the record's field
    shown: int
    of: int
    cut: int = 0
    is_list: bool = True


def in_part(
    business: Business, *, theme: str, base_url: str, now: datetime, made: Mapping[str, MadePhoto]
) -> tuple[InPart, ...]:
    """What a publish of this record would show in part, in the order of the page. Takes as long as making the pages:
    two milliseconds, or ten for a record that has to be cut; a small record's are not made.
    Raises SiteRefused as `build_site` does."""
    shown = business
    if not is_small(business):
        shown = shown_record(business, theme=theme, base_url=base_url, now=now, made=made)
    page = page_content(shown, page_languages(shown)[0], now)
    found = (*_texts(business, page), *(rows(business, page) for rows in _LISTS))
    return tuple(row for row in found if row.shown < row.of or row.cut)


def _texts(business: Business, page: Content) -> Iterator[InPart]:
    about = paragraphs(business.description, len(business.description) + 2)
    for fact, whole, shown in (
        ("name", (_whole(business.name),), (page.name,)),
        ("tagline", (_whole(business.tagline),), (page.headline,)),
        ("description", about, page.about),
    ):
        is_whole = whole == shown
        letters = sum(map(len, whole))
        yield InPart(fact, letters if is_whole else sum(map(len, shown)), letters, is_list=False)


def _services(business: Business, page: Content) -> InPart:
    whole = [(_whole(s.name), _whole(s.description), _whole(s.price)) for s in business.services]
    return _rows("services", whole, page.services)


def _faqs(business: Business, page: Content) -> InPart:
    return _rows("faqs", [(_whole(f.q), _whole(f.a)) for f in business.faqs], page.faqs)


def _reviews(business: Business, page: Content) -> InPart:
    whole = [(_whole(r.author), _whole(r.text), _whole(r.source)) for r in business.reviews]
    return _rows("reviews", whole, [(r.author, r.text, r.source) for r in page.reviews])


def _areas(business: Business, page: Content) -> InPart:
    whole = dict.fromkeys(filter(None, map(_whole, business.service_area)))
    return _rows("service_area", whole, page.areas)


def _special_days(_: Business, page: Content) -> InPart:
    """Those that are further away come by themselves."""
    return _marked("hours_exceptions", len(page.exceptions), [row.note for row in page.exceptions])


def _payment(business: Business, page: Content) -> InPart:
    whole = dict.fromkeys(filter(None, map(_whole, business.payment_methods)))
    return _marked("payment_methods", len(whole), page.payment)


def _facts(_: Business, page: Content) -> InPart:
    return _marked("attributes", len(page.facts), page.facts)


def _profiles(business: Business, page: Content) -> InPart:
    return InPart("profiles", len(page.profiles), sum(bool(safe_url(str(url))) for url in business.profiles.values()))


_LISTS: tuple[Callable[[Business, Content], InPart], ...] = (
    _services, _areas, _reviews, _faqs, _special_days, _payment, _facts, _profiles,
)  # fmt: skip


def _rows(fact: str, whole: Collection[object], shown: Collection[object]) -> InPart:
    known = set(whole)
    return InPart(fact, len(shown), len(whole), sum(row not in known for row in shown))


def _marked(fact: str, of: int, shown: Collection[str]) -> InPart:
    """Of rows that the page words in its own way: a text that was cut ends in a mark."""
    return InPart(fact, len(shown), of, sum(CUT in row for row in shown))


def _whole(text: str) -> str:
    return line(text, len(text))
