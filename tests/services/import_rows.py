"""A thousand varied rows by a rule: what a sales team's sheet holds, right and wrong, with what is told of the wrong.

Every choice hashes seed, row and question, so the rows are the same on every machine and no file of data is kept.
Phones are 555-01xx, which is kept free for fiction.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

NAMES = (
    "Joe's Plumbing", "Peña & Sons", "Café Olé", "Señor Taco", "Łukasz Auto", "Zoë’s Salon", "Björk Bakery",
    "A1 Roofing", "<b>Bold</b> Cleaners", '"Quoted" Law, LLC', "Smith; Jones", "東京 Ramen", "Dr. O'Neil, DDS",
    "Tom\tTab", "🌮 Truck", "=SUM(A1:A9) Accounting", "+1 Fitness", "-Dash-", "@Home Repair", "'=Apostrophe",
    "Two\nLines", "50% Off", "Ünïcödé",
)  # fmt: skip
PLACES = (
    ("Austin", "TX", "78701", "512"), ("Dallas", "Texas", "75201", "214"), ("Boston", "Mass.", "02108", "617"),
    ("Cañon City", "CO", "81212-0001", "719"), ("St. Louis", "MO", "63101", "314"),
    ("Miami", "florida", "33101", "305"),
    ("Seattle", "wa", "98101", "206"), ("New York", "NY", "10001", "212"),
    ("San Juan", "PR", "00901", "787"),
    ("Phoenix", "AZ", "85001", "602"), ("Chicago", "IL", "60601", "312"), ("Honolulu", "HI", "96813", "808"),
)  # fmt: skip
PHONE_SPELLINGS = (
    "({a}) 555-{n}", "{a}.555.{n}", "{a}-555-{n}", "+1 {a} 555 {n}", "1-{a}-555-{n}", "{a}555{n}", "tel:+1{a}555{n}",
    "{a} 555-{n} ext. 12", "Phone: {a}-555-{n}", "'+1{a}555{n}",
)  # fmt: skip
STREETS = ("{n} Main St", "{n} N. Lamar Blvd", "{n} Calle Peñón", "{n} County Road 12, Bldg 4", "P.O. Box {n}")
HOURS = (
    ("08:00-12:00 13:00-17:00", "08:00-17:00"), ("18:00-02:00", "22:00-06:00"), ("00:00-24:00", "closed"),
    ("9am - 5pm", "x"), ("9:00AM-12:00PM, 1:00PM-5:00PM", "10:00AM-3:00PM"), ("", ""), ("0900-1700", ""),
)  # fmt: skip
TRADES = ("plumber", "cafe", "salon", "dentist", "lawyer", "auto-repair", "retail", "local-business", "beekeeper")

COLUMNS = (
    "id", "name", "legal_name", "trade", "address.street", "address.unit", "address.city", "address.region",
    "address.postal_code", "address.country", "address_hidden", "service_area.0", "service_area.1",
    "geo.lat", "geo.lon", "phones.0.number", "phones.1.number", "phones.1.kind", "email",
    "website", "hours.mon", "hours.sat", "hours_exceptions.0.date", "hours_exceptions.0.open",
    "tagline", "description", "services.0.name", "services.0.price", "reviews.0.author", "reviews.0.rating",
    "languages.0", "price_range", "founded", "profiles.facebook", "attributes.licence",
    "attributes.wheelchair_accessible",
)  # fmt: skip

Cells = dict[str, str]


@dataclass(frozen=True)
class GivenRow:
    cells: Cells
    refused: str = ""  # the field that is named; empty where the row goes in


def _set(**cells: str) -> Callable[[Cells, Cells], None]:
    named = {key.replace("__", "."): value for key, value in cells.items()}
    return lambda row, previous: row.update(named)


def _repeat_business(row: Cells, previous: Cells) -> None:
    row |= {name: previous.get(name, "") for name in COLUMNS if name.startswith(("id", "address", "phones"))}


MISTAKES: tuple[tuple[str, Callable[[Cells, Cells], None]], ...] = (
    ("name", _set(name="")),
    ("name", _set(name="n" * 301)),
    ("trade", _set(trade=" ")),
    ("address.city", _set(address__city="")),
    ("address.region", _set(address__region="ZZ")),
    ("address.postal_code", _set(address__postal_code="7870")),
    ("address_hidden", _set(address_hidden="perhaps")),
    ("geo", _set(geo__lat="999", geo__lon="0")),
    ("geo", _set(geo__lat="north", geo__lon="west")),
    ("phones.0.number", _set(phones__0__number="123")),
    ("phones.1.number", _set(phones__0__number="", phones__1__number="call us", phones__1__kind="mobile")),
    ("phones.1.kind", _set(phones__1__number="512-555-0100", phones__1__kind="pager")),
    ("id", _set(id="WWW_!")),
    ("id", _set(id="www")),
    ("id", _repeat_business),
    ("hours.mon", _set(hours__mon="banana")),
    ("hours.sat", _set(hours__sat="25:00-26:00")),
    ("hours.sat", _set(hours__sat="9-9:00-17:00")),
    ("hours_exceptions.0.date", _set(hours_exceptions__0__date="Christmas")),
    ("tagline", _set(tagline="a\0b")),
    ("description", _set(description="d" * 20_001)),
    ("services.0.name", _set(services__0__name="", services__0__price="$5")),
    ("reviews.0.rating", _set(reviews__0__author="Ann", reviews__0__rating="9")),
    ("languages.0", _set(languages__0="fr")),
    ("price_range", _set(price_range="cheap")),
    ("founded", _set(founded="long ago")),
    ("profiles", _set(profiles__facebook="f" * 2_001)),
)


def given_rows(count: int = 1_000, seed: str = "first") -> list[GivenRow]:
    rows: list[GivenRow] = []
    for n in range(count):
        cells, refused = _right(n, seed), ""
        if n % 10 == 9:
            refused, spoil = MISTAKES[n // 10 % len(MISTAKES)]
            spoil(cells, rows[-1].cells)
        rows.append(GivenRow(cells, refused))
    return rows


def as_csv(rows: Sequence[GivenRow]) -> str:
    """The file; each name that breaks a line takes two lines."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(row.cells for row in rows)
    return out.getvalue()


def first_lines(rows: Sequence[GivenRow]) -> list[int]:
    """The line on which each row begins."""
    lines, at = [], 2
    for row in rows:
        lines.append(at)
        at += 1 + sum(cell.count("\n") for cell in row.cells.values())
    return lines


def _right(n: int, seed: str) -> Cells:
    def one_of(question: str, options: Sequence[T]) -> T:
        digest = hashlib.sha256(f"{seed}/{n}/{question}".encode()).digest()
        return options[int.from_bytes(digest[:4]) % len(options)]

    def is_one_in(question: str, chance: int) -> bool:
        return one_of(question, range(chance)) == 0

    city, region, postal_code, _ = one_of("place", PLACES)
    area = PLACES[n // 100 % len(PLACES)][3]
    monday, saturday = one_of("hours", HOURS)
    cells = {
        "name": one_of("name", NAMES),
        "trade": one_of("trade", TRADES),
        "address.street": one_of("street", STREETS).format(n=n + 1),
        "address.city": city,
        "address.region": region,
        "address.postal_code": one_of("zip", (postal_code, "")),
        "address.country": one_of("country", ("", "US", "USA", "United States")),
        "phones.0.number": one_of("phone", PHONE_SPELLINGS).format(a=area, n=f"01{n % 100:02}"),
        "hours.mon": monday,
        "hours.sat": saturday,
        "website": one_of("website", ("", "https://shop.example/?a=1&b=2")),
        "attributes.licence": one_of("licence", ("", "M-38112", "00123", "12")),
        "attributes.wheelchair_accessible": one_of("access", ("", "true", "false")),
    }
    if is_one_in("given id", 4):
        cells["id"] = f"shop-{n}"
    if is_one_in("hidden", 5):
        cells |= {"address_hidden": one_of("yes", ("true", "TRUE", "yes", "1")), "service_area.1": f"{city} & around"}
    if is_one_in("geo", 3):
        cells |= {"geo.lat": "30.2672", "geo.lon": "-97.7431"}
    if is_one_in("long text", 50):
        cells["description"] = "é" * 20_000
    if is_one_in("exception", 6):
        cells |= {"hours_exceptions.0.date": "2027-12-25", "hours_exceptions.0.open": "closed"}
    return cells
