"""The forms that most US publishers share."""

from __future__ import annotations

import phonenumbers

from checkers.nap import Nap
from checkers.normalise import phone
from mappop.domain.business import Business
from provisioners.connector import DesiredListing


def listing_nap(desired: DesiredListing) -> Nap:
    """What the listing shall say. A hidden address keeps its street to itself, and what is meant there stays."""
    website = desired.website or desired.business.website
    return business_nap(desired.business).with_(**{"website": website, **desired.meant})


def business_nap(business: Business) -> Nap:
    address = business.address
    return Nap(
        name=business.name,
        street="" if business.address_hidden else address.street,
        unit="" if business.address_hidden else address.unit,
        city=address.city,
        region=address.region,
        postal_code=address.postal_code,
        country=address.country,
        phone=phone.e164_or_raw(business.main_phone),
        website=business.website,
        hours=dict(business.hours.week) or None,
    )


def national(number: str) -> str:
    """`(512) 555-0134`; a text that is no phone stays as it is."""
    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def street_line(nap: Nap) -> str:
    """Street and unit on one line."""
    return ", ".join(filter(None, (nap.street, nap.unit)))


def address_line(nap: Nap) -> str:
    """The whole address on one line, as a letter would carry it."""
    place = f"{nap.region} {nap.postal_code[:5]}".strip()
    return ", ".join(filter(None, (nap.street, nap.unit, nap.city, place)))
