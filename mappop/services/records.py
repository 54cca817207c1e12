"""Taking a canonical record in: normalised, validated, numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from checkers.compare import Known
from checkers.nap import Nap
from checkers.normalise import address as addresses
from checkers.normalise import phone as phones
from mappop import ids
from mappop.domain.business import Business
from mappop.domain.business_id import make_id
from mappop.domain.errors import FieldError, Invalid, NotFound
from mappop.domain.record import BusinessRow, Revision
from mappop.services import known_by
from mappop.services.deps import Deps, UnitOfWork
from mappop.zones import KNOWN_ZONES

NOTHING: Mapping[str, Any] = MappingProxyType({})


def take_in(deps: Deps, data: Mapping[str, Any], *, before: Mapping[str, Any] = NOTHING) -> Business:
    """The record as it will be kept: phones in E.164, time zone from the place. Raises Invalid, all faults at once.

    Hours that stand so in the record `before` are no part of a change, and stay in whatever writing they were kept.
    """
    is_stored = bool(before) and all(data.get(key) == before.get(key) for key in ("hours", "hours_exceptions"))
    faults = [*_phone_faults(data.get("phones")), *_zone_faults(data.get("timezone"))]
    try:
        business = Business.from_stored(data) if is_stored else Business.from_dict(data)
    except Invalid as invalid:
        raise Invalid((*invalid.errors, *faults)) from None
    if faults:
        raise Invalid(faults)
    numbers = tuple(replace(phone, number=phones.e164(phone.number)) for phone in business.phones)
    zone = business.timezone or deps.timezone_of(business.address.postal_code, business.address.region)
    return replace(business, phones=numbers, timezone=zone)


def _phone_faults(rows: object) -> list[FieldError]:
    """Numbers that are none; what is not even of the right shape is the record's own reader's to tell."""
    numbers = (
        [row.get("number") if isinstance(row, Mapping) else None for row in rows] if isinstance(rows, list) else []
    )
    return [
        FieldError(f"phones.{n}.number", f"“{number[:30]}” is no US phone number", "ten digits, area code first")
        for n, number in enumerate(numbers)
        if isinstance(number, str) and number.strip() and not phones.e164(number)
    ]


def _zone_faults(zone: object) -> list[FieldError]:
    """A site can do without; dates that are told to an owner cannot."""
    if not isinstance(zone, str) or not zone or zone in KNOWN_ZONES:
        return []
    return [FieldError("timezone", f"“{zone[:40]}” is no time zone", "such as America/Chicago, or left out")]


def identity(business: Business) -> str:
    """What makes two records the same business for "one trial each": phone and address, normalised."""
    address = business.address
    street = addresses.key(", ".join(filter(None, (address.street, address.unit, address.city, address.region))))
    return f"{business.main_phone}|{street}"[:300]


def nap_of(business: Business, *, website: str = "") -> Nap:
    """The facts that listings are compared with."""
    address = business.address
    street, unit = ("", "") if business.address_hidden else (address.street, address.unit)
    return Nap(
        name=business.name, street=street, unit=unit, city=address.city, region=address.region,
        postal_code=address.postal_code, country=address.country, phone=business.main_phone,
        website=website or business.website, hours=business.hours.week or None,
    )  # fmt: skip


def site_address(deps: Deps, uow: UnitOfWork, business_id: str) -> str:
    """Where the site is: at the owner's own domain where that serves it."""
    site = uow.sites.first(business_id=business_id)
    return deps.settings.site_url(business_id, site.own_host if site else "")


def website_on_listings(business: Business, site_address: str) -> str:
    """An owner who has a website keeps it on every listing, unless the owner chooses otherwise."""
    return business.listed_website or site_address


def known_of(uow: UnitOfWork, business: Business) -> Known:
    """What else is true of the business, so that it is called by its name: its earlier revisions say."""
    revisions = sorted(uow.revisions.where(business_id=business.id), key=lambda revision: revision.number)
    return known_beside(business, [revision.business() for revision in revisions])


def known_beside(business: Business, earlier: Sequence[Business] = ()) -> Known:
    """Numbers that forward to the business, the numbers, doors and names that it had, and its other names.

    `earlier` is in the order of time.
    """
    had = [phone.number for record in earlier for phone in record.phones]
    own = {phone.number for phone in business.phones}
    return Known(
        old_phones=tuple(dict.fromkeys(number for number in had if number not in own)),
        tracking_phones=tuple(phone.number for phone in business.phones if phone.kind == "tracking"),
        former_addresses=tuple(dict.fromkeys(r.address.line() for r in earlier if r.address != business.address)),
        other_names=tuple(filter(None, (business.legal_name,))),
        former_names=tuple(dict.fromkeys(r.name for r in earlier if r.name != business.name)),
    )


def add_business(deps: Deps, uow: UnitOfWork, business: Business, *, made_by: str) -> Business:
    """Keep revision 1 in the caller's transaction; the business with its id."""
    taken = _Taken(uow)
    business_id = business.id or make_id(business.name, business.address.city, taken)
    business, now = replace(business, id=business_id), deps.clock.now()
    row = BusinessRow(business_id, business.name, business.main_phone, business.address.postal_code, 1, now)
    uow.businesses.add(row)
    uow.revisions.add(Revision(ids.new_id("rev"), business_id, 1, business.to_dict(), made_by, now))
    uow.record(business_id, "revision_made", actor=made_by, data={"revision": 1})
    return business


def revise(deps: Deps, business: Business, *, made_by: str) -> int:
    """Keep the record as a new revision unless it says the same; the revision's number."""
    with deps.unit_of_work() as uow:
        row = uow.businesses.get(business.id)
        if revision_of(uow, business.id, row.revision).content == business.to_dict():
            return row.revision
        number = add_revision(deps, uow, row, business, made_by=made_by)
        uow.commit()
        return number


def add_revision(deps: Deps, uow: UnitOfWork, row: BusinessRow, business: Business, *, made_by: str) -> int:
    """The next revision, in the caller's transaction and under the row's lock; its number."""
    row.revision += 1
    row.name, row.phone, row.postal_code = business.name, business.main_phone, business.address.postal_code
    made = Revision(ids.new_id("rev"), row.id, row.revision, business.to_dict(), made_by, deps.clock.now())
    uow.revisions.add(made)
    known_by.note(uow, business)
    uow.record(row.id, "revision_made", actor=made_by, data={"revision": row.revision})
    return row.revision


def revision_of(uow: UnitOfWork, business_id: str, number: int) -> Revision:
    revision = uow.revisions.first(business_id=business_id, number=number)
    if revision is None:
        raise NotFound(f"Business {business_id} has no revision {number}.")
    return revision


def current_business(uow: UnitOfWork, business_id: str) -> tuple[Business, int]:
    """The record as it stands, and its revision."""
    row = uow.businesses.get(business_id)
    return revision_of(uow, business_id, row.revision).business(), row.revision


class _Taken:
    """The ids in use, asked one at a time."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def __contains__(self, business_id: object) -> bool:
        return self._uow.businesses.find(str(business_id)) is not None
