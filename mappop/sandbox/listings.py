"""The listings of one publisher. `facts` are plain: name, street, unit, city, region, postal_code, phone (E.164),
website, hours (the business schema's form), category, description, is_closed, hides_address."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mappop.sandbox import clock
from mappop.sandbox.store import Store, as_json

Facts = dict[str, Any]
FIELDS = ("name", "street", "unit", "city", "region", "postal_code", "phone", "website", "hours", "category")
US, OWNER, OTHER, NOBODY = "us", "owner", "other", ""


@dataclass(frozen=True, slots=True)
class Listing:
    publisher: str
    ref: str
    slug: str
    business_id: str
    facts: Facts
    status: str  # live, pending, removed
    claimed_by: str  # us, owner (and we may act for them), other, or nobody
    extra: dict[str, Any]
    updated_at: float


class Listings:
    def __init__(self, store: Store, publisher: str) -> None:
        self.store, self.publisher = store, publisher

    def all(self, *, status: str = "live") -> list[Listing]:
        sql = "SELECT * FROM listing WHERE publisher = ? AND status = ? ORDER BY rowid"
        return [_listing(row) for row in self.store.rows(sql, self.publisher, status)]

    def get(self, ref: str) -> Listing | None:
        return self._one("SELECT * FROM listing WHERE publisher = ? AND ref = ?", ref)

    def by_slug(self, slug: str) -> Listing | None:
        return self._one("SELECT * FROM listing WHERE publisher = ? AND slug = ?", slug)

    def by_phone(self, phone: str) -> list[Listing]:
        return [found for found in self.all() if phone and found.facts.get("phone") == phone]

    def search(self, *, name: str = "", city: str = "", region: str = "", phone: str = "") -> list[Listing]:
        """Best first: the phone's own listings, or those whose name shares most words with what was asked."""
        if phone:
            return self.by_phone(e164(phone))
        wanted = words(name)
        scored = [(len(wanted & words(x.facts["name"])) / max(len(wanted), 1), x) for x in self._near(city, region)]
        return [x for score, x in sorted(scored, key=lambda pair: -pair[0]) if score >= 0.5][:20]

    def match(self, facts: Mapping[str, Any]) -> Listing | None:
        """The listing that a feed's record speaks of: same phone, or same house and one word of the name."""
        for found in self.all():
            if facts.get("phone") and found.facts.get("phone") == facts["phone"] and _shares_name(found.facts, facts):
                return found
        house = _house(facts)
        return next(
            (x for x in self.all() if house and _shares_name(x.facts, facts) and _house(x.facts) == house), None
        )

    def add(
        self,
        facts: Facts,
        *,
        ref: str = "",
        status: str = "live",
        claimed_by: str = NOBODY,
        business_id: str = "",
        extra: dict[str, Any] | None = None,
    ) -> Listing:
        ref = ref or clock.digits(9)
        with self.store.writing() as db:
            slug = self._free_slug(facts)
            db.execute(
                "INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self.publisher, ref, slug, business_id, as_json(facts), status, claimed_by,
                 as_json(extra or {}), clock.now()),
            )  # fmt: skip
        return self.need(ref)

    def need(self, ref: str) -> Listing:
        found = self.get(ref)
        if found is None:
            raise KeyError(ref)
        return found

    def change(
        self,
        ref: str,
        facts: Mapping[str, Any] | None = None,
        *,
        extra: Mapping[str, Any] | None = None,
        **columns: str,
    ) -> Listing:
        """Merges facts and extra into what is there; `columns` are status, claimed_by or business_id."""
        with self.store.writing() as db:
            old = self.need(ref)
            new = {"status": old.status, "claimed_by": old.claimed_by, "business_id": old.business_id, **columns}
            db.execute(
                "UPDATE listing SET facts = ?, extra = ?, status = ?, claimed_by = ?, business_id = ?, updated_at = ?"
                " WHERE publisher = ? AND ref = ?",
                (as_json({**old.facts, **(facts or {})}), as_json({**old.extra, **(extra or {})}), new["status"],
                 new["claimed_by"], new["business_id"], clock.now(), self.publisher, ref),
            )  # fmt: skip
        return self.need(ref)

    def drift(self, phone: str, field: str, value: object) -> int:
        """How many listings of that phone now say `value` again."""
        found = self.by_phone(e164(phone))
        for listing in found:
            self.change(listing.ref, {field: value})
        return len(found)

    def _one(self, sql: str, key: str) -> Listing | None:
        rows = self.store.rows(sql, self.publisher, key)
        return _listing(rows[0]) if rows else None

    def _near(self, city: str, region: str) -> list[Listing]:
        return [
            found
            for found in self.all()
            if (not city or found.facts.get("city", "").casefold() == city.strip().casefold())
            and (not region or found.facts.get("region", "").casefold() == region.strip().casefold())
        ]

    def _free_slug(self, facts: Facts) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", f"{facts['name']} {facts.get('city', '')}".casefold()).strip("-")[:60]
        slug, n = stem or "business", 1
        while self.by_slug(slug):
            n += 1
            slug = f"{stem or 'business'}-{n}"
        return slug


def words(name: str) -> set[str]:
    """Words that tell names apart; a plural or possessive s, "the" and "and" don't."""
    found = re.findall(r"\w+", re.sub(r"['’]s\b|['’]", "", name.casefold()))
    return {word.removesuffix("s") if len(word) > 3 else word for word in found} - {"the", "and", "of", "llc", "inc"}


def e164(phone: str) -> str:
    """A US number as typed, in E.164; anything else as it came, bounded."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) == 10:
        return "+1" + digits
    return "+" + digits if len(digits) == 11 and digits.startswith("1") else phone.strip()[:40]


def _shares_name(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(words(one.get("name", "")) & words(other.get("name", "")))


def _house(facts: Mapping[str, Any]) -> tuple[str, str] | None:
    number = re.match(r"\d+", facts.get("street") or "")
    return (number.group(), (facts.get("postal_code") or "")[:5]) if number else None


def _listing(row: sqlite3.Row) -> Listing:
    values = dict(row)
    return Listing(**{**values, "facts": json.loads(values["facts"]), "extra": json.loads(values["extra"])})
