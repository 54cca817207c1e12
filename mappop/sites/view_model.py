"""What the page of a business shows, in one language: every word of the record cleaned and bounded once, here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from mappop.domain.business import Address, Business, Phone
from mappop.sites import links, opening, phones
from mappop.sites.links import Link
from mappop.sites.opening import HoursRow, Words
from mappop.sites.text import line, paragraphs
from mappop.sites.zone import turns, zone_of
from site_templates import Trade, TradeCopy, words

NAME_SHOWN, STREET_SHOWN, CITY_SHOWN = 300, 300, 120
SERVICES_SHOWN, FAQS_SHOWN, REVIEWS_SHOWN, AREAS_SHOWN, PHONES_SHOWN = 60, 20, 8, 60, 6
ABOUT_SHOWN, SERVICE_SHOWN, ANSWER_SHOWN, REVIEW_SHOWN, FACT_SHOWN = 1500, 240, 500, 420, 60


class ShownPhone(NamedTuple):
    dial: str
    shown: str
    label: str
    is_fax: bool = False


class ShownService(NamedTuple):
    name: str
    description: str
    price: str


class ShownFaq(NamedTuple):
    q: str
    a: str


class ShownReview(NamedTuple):
    stars: str
    said: str
    text: str
    author: str
    source: str
    date: str


class Content(NamedTuple):
    """One language's content; how it is dressed is added by the builder."""

    language: str
    name: str
    legal_name: str
    label: str
    place: str
    headline: str
    about: tuple[str, ...]
    call: ShownPhone | None
    phones: tuple[ShownPhone, ...]
    email: str
    website: Link | None
    address: tuple[str, ...]
    street: str  # with unit; empty where it is hidden or unknown, as is the postal code
    city: str
    region: str
    postal_code: str
    is_hidden: bool
    directions: str
    maps: tuple[Link, ...]
    areas: tuple[str, ...]
    hours: tuple[HoursRow, ...]
    exceptions: tuple[HoursRow, ...]
    schedule: str
    zone: str
    turns: str
    now_words: str
    services: tuple[ShownService, ...]
    faqs: tuple[ShownFaq, ...]
    reviews: tuple[ShownReview, ...]
    payment: tuple[str, ...]
    speaks: str
    facts: tuple[str, ...]
    founded: str
    price_range: str
    profiles: tuple[Link, ...]
    copy: TradeCopy


def content(business: Business, trade: Trade, language: str, today: date) -> Content:
    said = words()[language]
    copy = trade.copy[language]
    name = line(business.name, NAME_SHOWN)
    city, region = line(business.address.city, CITY_SHOWN), line(business.address.region, 40)
    place = f"{city}, {region}"
    shown = shown_phones(business.phones, said)
    street = "" if business.address_hidden else _street(business.address)
    postal_code = "" if business.address_hidden else business.address.postal_code
    zone = zone_of(business)
    return Content(
        language=language,
        name=name,
        legal_name=_if_other(line(business.legal_name, 200), name),
        label=copy.label,
        place=place,
        headline=line(business.tagline, 140),
        about=paragraphs(business.description, ABOUT_SHOWN),
        call=next((phone for phone in shown if not phone.is_fax), None),
        phones=shown,
        email=links.safe_email(business.email),
        website=_website(business.website),
        address=tuple(filter(None, (street, f"{place} {postal_code}".strip()))),
        street=street,
        city=city,
        region=region,
        postal_code=postal_code,
        is_hidden=business.address_hidden,
        directions=links.directions_url(business.address, is_hidden=business.address_hidden),
        maps=links.map_links(business, name),
        areas=_lines(business.service_area, AREAS_SHOWN, 60),
        hours=opening.week_rows(business.hours, language),
        exceptions=_noted(opening.exception_rows(business.hours.exceptions, today, said)),
        schedule=opening.schedule(business.hours, today) if zone else "",
        zone=zone,
        turns=_turns(zone),
        now_words=now_words(language),
        services=tuple(
            [
                ShownService(line(s.name, 100), line(s.description, SERVICE_SHOWN), line(s.price, 40))
                for s in business.services[:SERVICES_SHOWN]
            ]
        ),
        faqs=tuple([ShownFaq(line(f.q, 160), line(f.a, ANSWER_SHOWN)) for f in business.faqs[:FAQS_SHOWN]]),
        reviews=_reviews(business, said),
        payment=_payment(business.payment_methods, said["payments"]),
        speaks=str(said["languages"]) if set(business.languages) == {"en", "es"} else "",
        facts=_facts(business.attributes, said["facts"]),
        founded=said["founded"].format(year=business.founded) if business.founded else "",
        price_range=business.price_range,
        profiles=links.profile_links(business.profiles),
        copy=copy,
    )


@cache
def now_words(language: str) -> str:
    """What the script says, the halves of a day, and the days from Sunday on as they stand in a sentence."""
    said = words()[language]
    days = said["days_short"][-1:] + said["days_short"][:-1]
    in_sentence = [day.lower() if said["to"] == "a" else day for day in days]
    return json.dumps([*said["now"], *opening.halves(said), *in_sentence], ensure_ascii=False, separators=(",", ":"))


@cache
def _turns(zone: str) -> str:
    return json.dumps(turns(zone), separators=(",", ":")) if zone else ""


def shown_phones(record: tuple[Phone, ...], said: Words) -> tuple[ShownPhone, ...]:
    """Numbers that can be dialled, the one that listings carry first, a fax last.

    One that an advert's calls come in on is not for the site, unless nothing else can be called.
    """
    own = [phone for phone in record if phone.kind != "tracking"]
    is_reached = any([phone.kind != "fax" for phone in own])
    found = {}
    for phone in sorted(own if is_reached else record, key=_rank):
        number = phones.dial(phone.number)
        if number and number not in found:
            label = line(phone.label, 40) or str(said["phone_kinds"][phone.kind])
            found[number] = ShownPhone(number, phones.shown(number), label, phone.kind == "fax")
    return tuple(found.values())[:PHONES_SHOWN]


def _rank(phone: Phone) -> int:
    return {"main": 0, "fax": 2}.get(phone.kind, 1)


def _street(address: Address) -> str:
    return line(", ".join(filter(None, (address.street, address.unit))), STREET_SHOWN)


def _website(raw: str) -> Link | None:
    url = links.safe_url(raw)
    return Link(urlsplit(url).netloc.removeprefix("www."), url, "website") if url else None


def _if_other(legal: str, name: str) -> str:
    return legal if legal.casefold() != name.casefold() else ""


def _lines(values: tuple[str, ...], most: int, limit: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (line(value, limit) for value in values[:most]))))


def _payment(methods: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, ...]:
    """Ways to pay in the page's language where it has a word for them, the first with a capital."""
    shown = [known.get(method.casefold(), method) for method in _lines(methods, 12, 40)]
    return tuple(method[:1].upper() + method[1:] if n == 0 else method for n, method in enumerate(shown))


def _noted(rows: tuple[HoursRow, ...]) -> tuple[HoursRow, ...]:
    return tuple(row._replace(note=line(row.note, 80)) for row in rows)


def _reviews(business: Business, said: Words) -> tuple[ShownReview, ...]:
    return tuple(
        ShownReview(
            stars=_stars(round(r.rating * 2)),
            said=_rated(said["rating"], r.rating),
            text=line(r.text, REVIEW_SHOWN),
            author=line(r.author, 80),
            source=line(r.source, 60),
            date=line(r.date, 40),
        )
        for r in business.reviews[:REVIEWS_SHOWN]
    )


def _facts(attributes: Mapping[str, Any], known: Mapping[str, str]) -> tuple[str, ...]:
    """The attributes that have words; `{}` in them takes the value, the others are said when true."""
    found = []
    for key, phrase in known.items():
        value = attributes.get(key)
        if "{}" in phrase and isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            found.append(phrase.replace("{}", line(str(value), FACT_SHOWN)))
        elif "{}" not in phrase and value is True:
            found.append(phrase)
    return tuple(found)


@lru_cache(maxsize=256)
def _rated(phrase: str, rating: float) -> str:
    return phrase.format(rating=f"{rating:g}")


@cache
def _stars(halves: int) -> str:
    return "★" * (halves // 2) + "½" * (halves % 2) + "☆" * ((10 - halves) // 2)
