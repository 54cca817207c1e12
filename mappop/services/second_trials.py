"""One trial for a business, however it is spelt: who shares a number, a door or a mail host is compared with it."""

from __future__ import annotations

from checkers.match import same_business
from mappop.domain.business import Business
from mappop.domain.charging import local
from mappop.domain.known_by import Sold, is_crowded
from mappop.domain.terms import long_date
from mappop.services import known_by
from mappop.services.deps import UnitOfWork
from mappop.services.records import nap_of


def seems_sold(uow: UnitOfWork, business: Business) -> str:
    """The earlier trial and what agrees, in words; nothing where none of those businesses is this one."""
    here = nap_of(business)
    for trait, value in known_by.of_record(business):
        for sold in uow.sold_before(trait, value):
            found = same_business(nap_of(sold.business), here)
            if found.same:
                return f"{_named(sold)}, and seems to be the same business ({found.said})."
    return ""


def shares_mail_host(uow: UnitOfWork, email: str) -> str:
    """The earlier trial, in words, where its owner's mail is at the same host and that host is an owner's own."""
    for trait, value in known_by.of_mail(email):
        found = uow.sold_before(trait, value)
        if found and not is_crowded(len({sold.business_id for sold in found})):
            return f"{_named(found[0])}, and its owner's mail is at {value} too."
    return ""


def _named(sold: Sold) -> str:
    day, where = local(sold.sold_at, sold.timezone).date(), sold.business.address.line()
    return f"{sold.business.name}, {where}, was sold its free month on {long_date(day)}"
