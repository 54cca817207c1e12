"""The canonical record of one business at one place, in the one shape that every room shares.

Site, listings and audits all name the revision of it that they carry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mappop.domain.hours import DAYS, Hours

ID_PATTERN = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
RESERVED_IDS = frozenset({"www", "api", "admin", "static"})
PHONE_KINDS = ("main", "toll_free", "mobile", "fax", "tracking")
SITE_LANGUAGES = ("en", "es")
NAME_MAX = 300
TEXT_MAX = 20_000  # the longest text that any field takes; a whole record is far below a megabyte
LIST_MAX = 200
LISTED_WEBSITE = "listed_website"  # the attribute by which an owner with a website chose which address listings carry
OUR_SITE = "ours"
# USPS Publication 28, appendix B: states, the district, territories and military "states".
REGIONS = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR"
    " PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI FM MH PW AA AE AP".split()
)


@dataclass(frozen=True, slots=True)
class Address:
    city: str
    region: str
    street: str = ""
    unit: str = ""
    postal_code: str = ""
    country: str = "US"

    def line(self) -> str:
        """The whole address on one line, as a letter would carry it."""
        parts = (self.street, self.unit, self.city, f"{self.region} {self.postal_code}".strip())
        return ", ".join([part for part in parts if part])


@dataclass(frozen=True, slots=True)
class Phone:
    number: str
    kind: str = "main"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Geo:
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    description: str = ""
    price: str = ""


@dataclass(frozen=True, slots=True)
class Faq:
    q: str
    a: str


@dataclass(frozen=True, slots=True)
class Photo:
    src: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    author: str
    rating: float
    text: str = ""
    source: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Business:
    """One revision's content. Phones are E.164 once a service has taken the record in."""

    id: str
    name: str
    trade: str
    address: Address
    phones: tuple[Phone, ...]
    legal_name: str = ""
    address_hidden: bool = False
    service_area: tuple[str, ...] = ()
    geo: Geo | None = None
    timezone: str = ""
    email: str = ""
    website: str = ""
    hours: Hours = field(default_factory=Hours)
    tagline: str = ""
    description: str = ""
    brand_color: str = ""
    services: tuple[Service, ...] = ()
    faqs: tuple[Faq, ...] = ()
    photos: tuple[Photo, ...] = ()
    reviews: tuple[Review, ...] = ()
    payment_methods: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    price_range: str = ""
    founded: int | None = None
    profiles: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def main_phone(self) -> str:
        """The number that listings carry: the main one, else the first that is not a fax, one that forwards last."""
        rank = {"main": 0, "tracking": 2}
        numbers = sorted((p for p in self.phones if p.kind != "fax"), key=lambda p: rank.get(p.kind, 1))
        return numbers[0].number if numbers else ""

    @property
    def listed_website(self) -> str:
        """The owner's website, which listings carry unless the owner chose our site for them; else empty."""
        return "" if self.attributes.get(LISTED_WEBSITE) == OUR_SITE else self.website

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Business:
        """A business from its JSON form; raises Invalid naming every wrong field."""
        from mappop.domain.business_reader import Reader  # it needs the classes above

        return Reader(data).business()

    @classmethod
    def from_stored(cls, data: Mapping[str, Any]) -> Business:
        """As `from_dict`, of what was kept once: hours that are refused since (an opening at 24:00) stay readable."""
        from mappop.domain.business_reader import Reader  # it needs the classes above

        return Reader(data, is_stored=True).business()

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, without fields that say nothing."""
        data = {key: value for key, value in asdict(self).items() if value not in ("", (), None, {}, False)}
        data.pop("hours", None)
        data["phones"] = [{k: v for k, v in phone.items() if v} for phone in data.get("phones", ())]
        data["address"] = {k: v for k, v in data["address"].items() if v}
        if self.hours.week:
            data["hours"] = {
                day: [list(pair) for pair in self.hours.week[day]] for day in DAYS if day in self.hours.week
            }
        if self.hours.exceptions:
            data["hours_exceptions"] = [
                {"date": e.date.isoformat(), "open": [list(p) for p in e.open], **({"note": e.note} if e.note else {})}
                for e in self.hours.exceptions
            ]
        return {key: _jsonable(value) for key, value in data.items()}


def _jsonable(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_jsonable(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _jsonable(item) for key, item in value.items() if item not in ("", None)}
    return value
