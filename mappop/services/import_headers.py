"""The first line of a CSV file: our own columns, and the usual spellings of three exports.

Google: the headers of the Business Profile bulk sheet; Yext: entity exports ("Address > Line 1"); Bing Places: its bulk
sheet in the spellings that agencies' templates show. Compared by letters and digits alone, so `StoreId` is `Store ID`.
Senders' own codes (store code, entity id) are no ids of ours: two senders' codes may be the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from checkers.normalise import category
from checkers.normalise import hours as hours_texts
from mappop.domain.errors import Refused
from mappop.domain.hours import DAYS
from mappop.services.import_cells import HOURS_REMEDY, LISTS, ROWS, WrongCell, read_cell, read_hours, split_column
from site_templates.loader import FALLBACK_TRADE, trades

COLUMNS_MAX = 6_000  # the widest export of our own has fewer: every list at its longest
EXTRA = 1_000  # where the numbers of phones begin that come without a number of their own

Path = tuple[str | int, ...]

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPELLINGS: dict[str, str] = {
    "name": "businessname locationname storename companyname title",
    "legal_name": "legalname legalbusinessname",
    "address.street": "address addressline1 address1 street streetaddress line1",
    "address.unit": "addressline2 address2 suite unit line2",
    "address.city": "addresscity city locality town",
    "address.region": "addressregion addressstate region state stateprovince stateorprovince administrativearea",
    "address.postal_code": "addresspostalcode postalcode zip zipcode ziporpostalcode zippostalcode zipcodeorpostalcode",
    "address.country": "addresscountrycode addresscountry country countrycode countryregion countryorregion",
    "geo.lat": "latitude lat displaylatitude yextdisplaycoordinatelatitude",
    "geo.lon": "longitude lon lng displaylongitude yextdisplaycoordinatelongitude",
    "phones.0.number": "primaryphone mainphone phone phonenumber businessphone telephone",
    "email": "emailaddress emails businessemail contactemail",
    "website": "websiteurl websiteurlurl url homepage businesswebsite",
    "description": "fromthebusiness businessdescription",
    "founded": "openingdate yearestablished yearfounded",
    "profiles.facebook": "facebookpageurl facebookurl facebookaddress facebook",
}
_PHONES = {
    "additionalphones": "main", "alternatephone": "main", "localphone": "main", "secondaryphone": "main",
    "mobilephone": "mobile", "mobile": "mobile", "tollfreephone": "toll_free", "tollfree": "toll_free",
    "faxphone": "fax", "fax": "fax", "faxnumber": "fax",
}  # fmt: skip
_CATEGORIES = "primarycategory category categories businesscategory businesscategories maincategory".split()
_WEEKS = "hours businesshours openhours openinghours operatinghours hoursofoperation".split()
_SPECIAL = "specialhours holidayhours".split()
_PAYMENTS = "paymentmethods paymentoptions payments paymentmethodsaccepted".split()


@dataclass(frozen=True, slots=True)
class Column:
    """Where a cell goes, and what it says. `read` raises WrongCell."""

    path: Path
    read: Callable[[str], Any]
    kind: str = ""  # of phones that come several in one cell


@dataclass(frozen=True, slots=True)
class Header:
    columns: tuple[Column | None, ...]
    ignored: tuple[str, ...]  # headers that name nothing of ours, as printed
    has_phones: bool  # so that a blank cell says: no phone


def read_header(cells: Sequence[str]) -> Header:
    """Raises Refused where the columns can't be told."""
    if len(cells) > COLUMNS_MAX:
        raise Refused(f"Its first line names {len(cells)} columns; at most {COLUMNS_MAX} can be read.")
    columns = tuple(column_of(cell) for cell in cells)
    if not any(columns):
        raise Refused("Its first line names no column that we know, such as name, address.city or phones.0.number.")
    _refuse_doubles(cells, columns)
    ignored = tuple(cell.strip()[:60] for cell, c in zip(cells, columns, strict=True) if cell.strip() and not c)
    return Header(columns, ignored, any(c.path[0] == "phones" for c in columns if c))


def column_of(header: str) -> Column | None:
    if path := split_column(header):
        return Column(path, partial(read_cell, path))
    return _foreign().get(re.sub("[^a-z0-9]", "", header[:200].lower()))


def _refuse_doubles(cells: Sequence[str], columns: Sequence[Column | None]) -> None:
    seen: dict[Path, int] = {}
    for n, column in enumerate(columns):
        if column is None or column.kind:
            continue
        if (first := seen.setdefault(column.path, n)) != n:
            both = f"{first + 1} (“{cells[first].strip()[:40]}”) and {n + 1} (“{cells[n].strip()[:40]}”)"
            where = ".".join(map(str, column.path))
            raise Refused(f"Columns {both} both say {where}: remove or rename one of them.")
    for head in (*ROWS, *LISTS):
        if (head,) in seen and any(path[0] == head and len(path) > 1 for path in seen):
            raise Refused(f"One column holds the whole of {head}, others its entries: keep one or the others.")


@cache
def _foreign() -> Mapping[str, Column]:
    """Columns by the letters of their header."""
    found: dict[str, Column] = {}
    for own, spellings in _SPELLINGS.items():
        path = split_column(own) or ()
        found |= {spelling: Column(path, partial(read_cell, path)) for spelling in spellings.split()}
    for n, (spelling, kind) in enumerate(_PHONES.items()):
        found[spelling] = Column(("phones", EXTRA * (n + 1), "number"), _listed, kind)
    for day, name in zip(DAYS, _DAY_NAMES, strict=True):
        found |= {spelling: Column(("hours", day), read_hours) for spelling in (name, f"{name}hours", f"hours{name}")}
    found |= {spelling: Column(("trade",), trade_of) for spelling in _CATEGORIES}
    found |= {spelling: Column(("hours",), _week) for spelling in _WEEKS}
    found |= {spelling: Column(("hours_exceptions",), _special) for spelling in _SPECIAL}
    found |= {spelling: Column(("payment_methods",), _listed) for spelling in _PAYMENTS}
    found |= {spelling: Column(("service_area",), _listed) for spelling in ("servicearea", "serviceareas")}
    return found


def trade_of(said: str) -> str:
    """Our trade of another publisher's category, or of the wider one that it is a kind of; else the general one."""
    found = category.key(said)
    known = _trades_by_category()
    wider = (trade for key, trade in known.items() if category.is_kind_of(found, key))
    return known.get(found) or next(wider, FALLBACK_TRADE)


@cache
def _trades_by_category() -> Mapping[str, str]:
    return {
        category.key(name): key
        for key, trade in trades().items()
        for name in (key, trade.google_category, *(copy.label for copy in trade.copy.values()))
    }


def _listed(cell: str) -> list[str]:
    return [item for part in re.split(r"[,;|\n]", cell) if (item := part.strip())]


def _week(cell: str) -> dict[str, list[list[str]]]:
    week = hours_texts.parse(cell.strip())
    if week is None:
        raise WrongCell(f"“{cell.strip()[:40]}” is no week that can be read surely", HOURS_REMEDY + " for each day")
    return {day: [list(pair) for pair in pairs] for day, pairs in week.items()}


def _special(cell: str) -> list[dict[str, Any]]:
    """`2027-12-24: 10:00AM-3:00PM, 2027-12-25: x`, as Google's sheet writes it."""
    dated = re.split(r"(?:^|[,;\s])\s*(\d{4}-\d\d-\d\d)\s*:\s*", cell)
    if len(dated) < 3 or dated[0].strip(" ,;"):
        raise WrongCell(
            f"“{cell.strip()[:40]}” are no dates with hours", "write 2027-12-25: x, 2027-12-31: 10:00-15:00"
        )
    pairs = zip(dated[1::2], dated[2::2], strict=True)
    return [{"date": day, "open": read_hours(hours.strip(" ,;"))} for day, hours in pairs]
