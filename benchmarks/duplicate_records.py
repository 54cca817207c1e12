"""Invented business records with planted duplicates and with neighbours that are none; a seed gives the same always."""

from __future__ import annotations

import csv
import random  # noqa: TID251  a seeded generator of its own
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

COLUMNS = ("id", "business", "name", "street", "unit", "city", "region", "postal_code", "phone")
DUPLICATED = 0.2  # share of businesses that are listed more than once
CHAINED = 0.08  # share of branches of chains among all records; a chain has an eighth of the root of all records
MALL_EVERY = 2_000
TENANTS = 120
_ONSETS = "b br c ch d f g gr h j k l m n p r s st t tr v w z".split()
_VOWELS = "a e i o u ai ea ou".split()
_CODAS = "dell field ford gan hart ler lin man ment mer nard ne rell ris son ston ter ton well".split()
_TRADES = """plumbing bakery dental law roofing hvac cafe salon pharmacy florist landscaping electric insurance realty
cleaners towing veterinary chiropractic photography catering fitness optical upholstery masonry tutoring""".split()
_STREETS = (
    "oak elm maple cedar main washington lincoln lakeview hillcrest park river church spring mill franklin".split()
)
_SUFFIXES = (
    ("St", "Street"),
    ("Ave", "Avenue"),
    ("Blvd", "Boulevard"),
    ("Dr", "Drive"),
    ("Rd", "Road"),
    ("Ln", "Lane"),
)
_DIRECTIONS = (("", ""), ("", ""), ("E", "East"), ("N", "North"), ("SW", "Southwest"))
_LEGAL = ("LLC", "Inc.", "Co.", "Corp", "L.L.C.")
_KEYWORDS = ("24 Hour", "Best Prices", "Emergency Service", "Family Owned", "& Repair", "Near Me")
_REGIONS = "TX OH ID OR GA NC PA NY FL CO WI MN".split()
_AREAS = (
    "201 206 208 212 214 303 305 312 330 404 412 414 415 503 512 513 602 612 614 702 713 718 737 773 816 919".split()
)
_FAULTS = ("none", "typo", "phone", "keywords", "moved", "suite", "no zip", "no street", "street typo")
_UNSAID = {"no zip": ("postal_code",), "no street": ("street", "unit", "postal_code")}
_NEEDS_PHONE = frozenset({"moved", "no street"})  # nothing else would tell that it is the same business


@dataclass(frozen=True, slots=True)
class Place:
    city: str
    region: str
    zips: tuple[str, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    name: str
    number: int
    street: str
    suffix: int
    direction: int
    unit: str
    place: Place
    zip: str
    phone: str

    def row(self, spelling: int = 0, unit: str | None = None) -> dict[str, str]:
        words = (_DIRECTIONS[self.direction][spelling], self.street.title(), _SUFFIXES[self.suffix][spelling])
        return {
            "name": self.name,
            "street": f"{self.number} {' '.join(filter(None, words))}",
            "unit": (f"Ste {self.unit}" if self.unit else "") if unit is None else unit,
            "city": self.place.city,
            "region": self.place.region,
            "postal_code": self.zip,
            "phone": f"({self.phone[:3]}) {self.phone[3:6]}-{self.phone[6:]}",
        }


class World:
    def __init__(self, count: int, seed: int) -> None:
        self.count, self.chance = count, random.Random(seed)
        self._surnames = [self._word() for _ in range(max(400, count // 60))]
        self.places = [self._place(n) for n in range(max(5, count // 500))]

    def rows(self) -> Iterator[dict[str, str]]:
        """`count` rows; those of one business share `business`, and stand anywhere."""
        rows: list[tuple[int, dict[str, str]]] = []
        for business, record in enumerate(self._businesses()):
            if len(rows) >= self.count:
                break
            rows.append((business, record.row()))
            if self.chance.random() < DUPLICATED:
                copies = 1 + (self.chance.random() < 0.2)
                rows += [(business, self._listed_again(record)) for _ in range(copies)]
        del rows[self.count :]
        self.chance.shuffle(rows)
        for n, (each, row) in enumerate(rows):
            yield {"id": str(n), "business": str(each), **row}

    def _businesses(self) -> Iterator[Record]:
        shared_line = self._phone(self.places[0])
        branches = max(8, round(self.count**0.5 / 8))
        n = 0
        while True:
            record = self._business()
            yield record
            n += 1
            if n % 10 == 0:
                yield self._tenant(record)
            if n % 15 == 0:
                yield self._namesake(record)
            if n % round(branches / CHAINED) == 0:
                yield from self._chain(branches)
            if n % MALL_EVERY == 0:
                yield from (self._tenant(record) for _ in range(TENANTS))
            if n % 500 == 0:  # answered by one call centre
                yield replace(self._business(), phone=shared_line)

    def _business(self) -> Record:
        place = self.chance.choice(self.places)
        return Record(
            self._name(), self.chance.randrange(1, 9_999), self.chance.choice(_STREETS),
            self.chance.randrange(len(_SUFFIXES)), self.chance.randrange(len(_DIRECTIONS)),
            self._unit() if self.chance.random() < 0.4 else "", place, self.chance.choice(place.zips),
            self._phone(place),
        )  # fmt: skip

    def _tenant(self, record: Record) -> Record:
        """Another business behind the same door."""
        return replace(record, name=self._name(), unit=self._unit(), phone=self._phone(record.place))

    def _namesake(self, record: Record) -> Record:
        """The same family in the same town and another trade: father and son."""
        other = f"{record.name.split()[0]} {self.chance.choice(_TRADES).title()}"
        elsewhere = self._business()
        return replace(elsewhere, name=other, place=record.place, zip=record.zip, phone=self._phone(record.place))

    def _chain(self, branches: int) -> Iterator[Record]:
        name = f"{self.chance.choice(self._surnames)} {self.chance.choice(_TRADES).title()}"
        home = self.chance.choice(self.places)
        for n in range(branches):
            branch = self._business()
            if n % 2:
                branch = replace(branch, place=home, zip=self.chance.choice(home.zips), phone=self._phone(home))
            yield replace(branch, name=name)

    def _listed_again(self, record: Record) -> dict[str, str]:
        """As another list would have it: most in another form, most with one fact that differs."""
        chance = self.chance
        fault = chance.choice(_FAULTS)
        changed = self._changed(record, fault)
        name = changed.name + (f", {chance.choice(_LEGAL)}" if chance.random() < 0.3 else "")
        unit = (
            chance.choice(("", f"#{record.unit or 'A'}", f"Suite {record.unit or 'A'}")) if fault == "suite" else None
        )
        row = replace(changed, name=name.upper() if chance.random() < 0.2 else name).row(chance.randrange(2), unit)
        row |= {field: "" for field in _UNSAID.get(fault, ())}
        parts = changed.phone[:3], changed.phone[3:6], changed.phone[6:]
        form = chance.choices(("-".join(parts), f"+1{changed.phone}", ".".join(parts), ""), (40, 25, 25, 10))[0]
        if form or fault not in _NEEDS_PHONE:
            row["phone"] = form
        return row

    def _changed(self, record: Record, fault: str) -> Record:
        if fault == "typo":
            return replace(record, name=self._misspelt(record.name))
        if fault == "keywords":
            town = f" {record.place.city}" if self.chance.random() < 0.5 else ""
            return replace(record, name=f"{record.name} {self.chance.choice(_KEYWORDS)}{town}")
        if fault == "phone":
            return replace(record, phone=self._phone(record.place))
        if fault == "moved":
            new = self._business()
            return replace(new, name=record.name, place=record.place, zip=record.zip, phone=record.phone)
        if fault == "street typo":
            return replace(record, street=self._misspelt(record.street))
        return record

    def _misspelt(self, text: str) -> str:
        at = self.chance.randrange(max(2, len(text.split()[0]) - 1))  # its first letter too
        kind = self.chance.randrange(3)
        if kind == 0:
            return text[:at] + text[at + 1 :]
        if kind == 1:
            return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        return text[:at] + self.chance.choice("aeinorst") + text[at:]

    def _name(self) -> str:
        trade = self.chance.choice(_TRADES).title()
        first, second = self.chance.choice(self._surnames), self.chance.choice(self._surnames)
        form = self.chance.random()
        if form < 0.45:
            return f"{first} {trade}"
        return f"{first} {second} {trade}" if form < 0.75 else f"{first} & {second} {trade}"

    def _word(self) -> str:
        chance = self.chance
        middle = chance.choice(_ONSETS) + chance.choice(_VOWELS) if chance.random() < 0.4 else ""
        return (chance.choice(_ONSETS) + chance.choice(_VOWELS) + middle + chance.choice(_CODAS)).title()

    def _place(self, n: int) -> Place:
        zips = tuple(f"{10_000 + (n * 7 + k * 3) % 89_999:05d}" for k in range(self.chance.randrange(1, 6)))
        areas = tuple(self.chance.sample(_AREAS, 2))
        return Place(f"{self._word()} {self.chance.choice(('City', 'Falls', 'Springs', 'Grove'))}",
                     self.chance.choice(_REGIONS), zips, areas)  # fmt: skip

    def _unit(self) -> str:
        return self.chance.choice("ABCDEFG") if self.chance.random() < 0.3 else str(self.chance.randrange(100, 900))

    def _phone(self, place: Place) -> str:
        """Invented lines; with a million records there are more than the numbers that are set apart for fiction."""
        return f"{self.chance.choice(place.areas)}{self.chance.randrange(2_000_000, 9_999_999)}"


def write(path: Path, count: int, seed: int = 20_261_122) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(World(count, seed).rows())
