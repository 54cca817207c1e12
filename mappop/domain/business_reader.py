"""Reads one business from its JSON form: every fault is named, with its field and its remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, TypeGuard

from mappop.domain.business import (
    ID_PATTERN,
    LIST_MAX,
    NAME_MAX,
    PHONE_KINDS,
    REGIONS,
    RESERVED_IDS,
    SITE_LANGUAGES,
    TEXT_MAX,
    Address,
    Business,
    Faq,
    Geo,
    Phone,
    Photo,
    Review,
    Service,
)
from mappop.domain.errors import FieldError, Invalid
from mappop.domain.hours import DAYS, Hours, HoursException, parse_intervals

_KNOWN = {f.name for f in fields(Business)} | {"hours_exceptions"}
_ADDRESS = {f.name for f in fields(Address)}
_DAYS = set(DAYS)
_ZIP_CODE = re.compile(r"\d{5}(-\d{4})?")
_LISTS = (list, tuple)


@cache
def field_names(shape: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(shape))


def _is_mapping(value: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, dict) or isinstance(value, Mapping)  # noqa: SIM101  # asking an abstract class takes eight times as long


class Reader:
    """Reads one JSON record, collecting every fault instead of stopping at the first."""

    def __init__(self, data: Mapping[str, Any], *, is_stored: bool = False) -> None:
        self.data, self.is_stored = data, is_stored
        self.errors: list[FieldError] = []

    def business(self) -> Business:
        if not _is_mapping(self.data):
            raise Invalid([FieldError("record", "is not an object", "one business is one JSON object")])
        for key in self.data.keys() - _KNOWN:
            self._fault(str(key)[:60], "is not a field of a business", "remove it, or check its spelling")
        business = Business(
            id=self._id(),
            name=self._text(self.data, "name", required=True, limit=NAME_MAX),
            trade=self._text(self.data, "trade", required=True, limit=60),
            address=self._address(),
            phones=self._phones(),
            hours=self._hours(),
            geo=self._geo(),
            address_hidden=self._flag("address_hidden"),
            founded=self._founded(),
            brand_color=self._text(self.data, "brand_color", limit=40),
            price_range=self._pattern("price_range", r"\${1,4}", "write one to four dollar signs"),
            languages=self._languages(),
            services=tuple(Service(**row) for row in self._rows("services", Service, "name")),
            faqs=tuple(Faq(**row) for row in self._rows("faqs", Faq, "q", "a")),
            photos=tuple(Photo(**row) for row in self._rows("photos", Photo, "src")),
            reviews=self._reviews(),
            profiles=self._mapping("profiles"),
            attributes=self._mapping("attributes", texts_only=False),
            service_area=self._texts("service_area"),
            payment_methods=self._texts("payment_methods"),
            legal_name=self._text(self.data, "legal_name"),
            timezone=self._text(self.data, "timezone", limit=64),
            email=self._text(self.data, "email"),
            website=self._text(self.data, "website"),
            tagline=self._text(self.data, "tagline"),
            description=self._text(self.data, "description"),
        )
        if self.errors:
            raise Invalid(self.errors)
        return business

    def _fault(self, where: str, reason: str, remedy: str = "") -> None:
        self.errors.append(FieldError(where, reason, remedy))

    def _text(
        self, source: Mapping[str, Any], key: str, *, prefix: str = "", required: bool = False, limit: int = TEXT_MAX
    ) -> str:
        value = source.get(key)
        if isinstance(value, str) and len(value) <= limit and (plain := value.strip()):
            return plain
        where = prefix + key
        if value is None or value == "":
            if required:
                self._fault(where, "is missing", "every business needs it")
            return ""
        if not isinstance(value, str):
            self._fault(where, "is not text", "put it in quotation marks")
            return ""
        if len(value) > limit:
            self._fault(where, f"is {len(value)} letters long", f"at most {limit}")
        text = value.strip()
        if required and not text:
            self._fault(where, "is blank", "every business needs it")
        return text

    def _id(self) -> str:
        value = self._text(self.data, "id", limit=63)
        if value and (not ID_PATTERN.fullmatch(value) or value in RESERVED_IDS):
            self._fault("id", f"“{value}” can't be a host name", "small letters, digits and inner hyphens, 63 at most")
        return value

    def _address(self) -> Address:
        raw = self.data.get("address")
        if not _is_mapping(raw):
            self._fault("address", "is missing", "give at least city and region")
            return Address("", "")
        for key in raw.keys() - _ADDRESS:
            self._fault(f"address.{str(key)[:40]}", "is not part of an address")
        text = {name: self._text(raw, name, prefix="address.", limit=NAME_MAX) for name in field_names(Address)}
        for key in ("city", "region"):
            if not text[key]:
                self._fault(f"address.{key}", "is missing", "every business is somewhere")
        text["region"] = text["region"].upper()
        text["country"] = text["country"] or "US"
        if text["region"] and text["country"] == "US" and text["region"] not in REGIONS:
            self._fault("address.region", f"“{text['region'][:20]}” is no US state", "the two-letter code, such as TX")
        if text["postal_code"] and not _ZIP_CODE.fullmatch(text["postal_code"]):
            self._fault("address.postal_code", f"“{text['postal_code'][:20]}” is no ZIP code", "five digits, or ZIP+4")
        return Address(**text)

    def _phones(self) -> tuple[Phone, ...]:
        if "phones" not in self.data:
            self._fault("phones", "is missing", "an empty list says: no phone")
            return ()
        phones = tuple(Phone(**{"kind": "main", **row}) for row in self._rows("phones", Phone, "number"))
        for n, phone in enumerate(phones):
            if phone.kind not in PHONE_KINDS:
                self._fault(f"phones.{n}.kind", f"“{phone.kind[:20]}” is unknown", "one of " + ", ".join(PHONE_KINDS))
        return phones

    def _rows(self, key: str, shape: type, *required: str, but: str = "") -> list[dict[str, str]]:
        """The objects of a list as keyword arguments for `shape` `but` one, faults noted with their number."""
        raw = self.data.get(key, [])
        if not isinstance(raw, _LISTS):
            self._fault(key, "is not a list", "put it in square brackets")
            return []
        if len(raw) > LIST_MAX:
            self._fault(key, f"has {len(raw)} entries", f"at most {LIST_MAX}")
            return []
        rows = []
        names = [name for name in field_names(shape) if name != but]
        for n, item in enumerate(raw):
            if not _is_mapping(item):
                self._fault(f"{key}.{n}", "is not an object")
                continue
            row: dict[str, str] = {}
            for name in names:
                value = item.get(name, "")
                # As `_text` reads it: most are sound, and need no name for a fault.
                plain = value.strip() if isinstance(value, str) and len(value) <= TEXT_MAX else ""
                if not plain and (value != "" or name in required):
                    plain = self._text(item, name, prefix=f"{key}.{n}.", required=name in required)
                if plain or name in required:
                    row[name] = plain
            rows.append(row)
        return rows

    def _reviews(self) -> tuple[Review, ...]:
        raw = self.data.get("reviews", [])
        ratings = [self._rating(n, item) for n, item in enumerate(raw if isinstance(raw, _LISTS) else ())]
        rows = self._rows("reviews", Review, "author", but="rating")
        return tuple(Review(rating=rating, **row) for row, rating in zip(rows, ratings, strict=False))

    def _rating(self, n: int, item: object) -> float:
        rating = item.get("rating") if _is_mapping(item) else None
        if isinstance(rating, bool) or not isinstance(rating, int | float) or not 1 <= rating <= 5:
            self._fault(f"reviews.{n}.rating", "is not a number from 1 to 5")
            return 1.0
        return float(rating)

    def _texts(self, key: str) -> tuple[str, ...]:
        raw = self.data.get(key, [])
        if not isinstance(raw, _LISTS) or not all(isinstance(item, str) for item in raw) or len(raw) > LIST_MAX:
            self._fault(key, f"is not a list of at most {LIST_MAX} texts")
            return ()
        return tuple(item.strip()[:NAME_MAX].strip() for item in raw if item.strip())

    def _languages(self) -> tuple[str, ...]:
        languages = self._texts("languages") or ("en",)
        for n, language in enumerate(languages):
            if language not in SITE_LANGUAGES:
                self._fault(f"languages.{n}", f"“{language[:20]}” is not offered", "en or es")
        return languages

    def _mapping(self, key: str, *, texts_only: bool = True) -> Mapping[str, Any]:
        raw = self.data.get(key, {})
        if not _is_mapping(raw) or len(raw) > LIST_MAX:
            self._fault(key, "is not an object of names and values")
            return {}
        if texts_only and not all(isinstance(value, str) and len(value) <= 2_000 for value in raw.values()):
            self._fault(key, "has a value that is not a short text")
            return {}
        return {name: value for name, value in raw.items() if value not in ("", None)}

    def _geo(self) -> Geo | None:
        raw = self.data.get("geo")
        if raw is None:
            return None
        lat, lon = (raw.get("lat"), raw.get("lon")) if _is_mapping(raw) else (None, None)
        numbers = [v for v in (lat, lon) if isinstance(v, int | float) and not isinstance(v, bool)]
        if len(numbers) == 2 and -90 <= numbers[0] <= 90 and -180 <= numbers[1] <= 180:
            return Geo(float(numbers[0]), float(numbers[1]))
        self._fault("geo", "is no place on earth", "lat from -90 to 90, lon from -180 to 180")
        return None

    def _flag(self, key: str) -> bool:
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self._fault(key, "is neither true nor false")
        return value is True

    def _founded(self) -> int | None:
        value = self.data.get("founded")
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 1600 <= value <= 2200):
            self._fault("founded", "is not a year", "four digits")
            return None
        return value

    def _pattern(self, key: str, pattern: str, remedy: str) -> str:
        value = self._text(self.data, key, limit=40)
        if value and not re.fullmatch(pattern, value):
            self._fault(key, f"“{value}” is not of that form", remedy)
        return value

    def _hours(self) -> Hours:
        raw = self.data.get("hours", {})
        if not _is_mapping(raw):
            self._fault("hours", "is not an object of days")
            return Hours()
        for day in raw.keys() - _DAYS:
            self._fault(f"hours.{str(day)[:20]}", "is no day", "mon, tue, wed, thu, fri, sat or sun")
        week = {}
        for day in DAYS:
            if day in raw:
                week[day], faults = parse_intervals(raw[day], f"hours.{day}", is_stored=self.is_stored)
                self.errors += faults
        return Hours(week, self._exceptions())

    def _exceptions(self) -> tuple[HoursException, ...]:
        raw = self.data.get("hours_exceptions", [])
        if not isinstance(raw, _LISTS) or len(raw) > LIST_MAX:
            self._fault("hours_exceptions", f"is not a list of at most {LIST_MAX}")
            return ()
        found = []
        for n, item in enumerate(raw):
            where = f"hours_exceptions.{n}"
            try:
                on = date.fromisoformat(item["date"])
            except (TypeError, KeyError, ValueError):
                self._fault(f"{where}.date", "is not a date", "write 2027-12-25")
                continue
            intervals, faults = parse_intervals(item.get("open", []), f"{where}.open", is_stored=self.is_stored)
            self.errors += faults
            found.append(HoursException(on, intervals, self._text(item, "note", prefix=f"{where}.", limit=NAME_MAX)))
        return tuple(sorted(found, key=lambda e: e.date))
