"""One trial for a business, however it is spelt: who shares a number, a door or a host is compared with it."""

from __future__ import annotations

from dataclasses import replace

from checkers.match import same_business
from mappop.domain.business import Business
from mappop.domain.business_id import make_id
from mappop.domain.charging import local
from mappop.domain.known_by import Sold, Trait, is_crowded
from mappop.domain.terms import long_date
from mappop.services import known_by
from mappop.services.deps import UnitOfWork
from mappop.services.records import nap_of

_AT_ONE_HOST = {Trait.MAIL_HOST: "its owner's mail is at", Trait.WEBSITE: "its website is at"}


def wait_turn(uow: UnitOfWork, business: Business, email: str) -> None:
    """Until whoever sells something that is known by the same is done: of two sales in one second the second finds the
    first, as if it came later. Its id would be the first one's too."""
    known = {f"{trait}:{value}" for trait, value in known_by.of_record(business)}
    hosts = {f"host:{value}" for _, value in _hosts(business, email)}
    uow.take_turns({*known, *hosts, f"id:{business.id or make_id(business.name, business.address.city, ())}"})


def seems_sold(uow: UnitOfWork, business: Business) -> str:
    """The earlier trial and what agrees, in words; nothing where none of those businesses is this one."""
    here = nap_of(business)
    for trait, value in known_by.of_record(business):
        for sold in uow.sold_before(trait, value):
            found = same_business(nap_of(sold.business), here)
            if found.same:
                return f"{_named(sold)}, and seems to be the same business ({found.said})."
    return ""


def shares_host(uow: UnitOfWork, business: Business, email: str) -> str:
    """The earlier trial, in words, where its owner's mail or its website is at this one's own host."""
    for _, value in _hosts(business, email):
        for trait, said in _AT_ONE_HOST.items():
            found = [sold for sold in uow.sold_before(trait, value) if sold.business_id != business.id]
            if found and not is_crowded(len({sold.business_id for sold in found})):
                return f"{_named(found[0])}, and {said} {value} too."
    return ""


def shares_mail_host(uow: UnitOfWork, business: Business, email: str) -> str:
    """The same for an address that is given after the sale: whoever sells at that host meanwhile has had their turn."""
    uow.take_turns({f"host:{value}" for _, value in known_by.of_mail(email)})
    return shares_host(uow, replace(business, website=""), email)


def _hosts(business: Business, email: str) -> list[tuple[Trait, str]]:
    return [*known_by.of_mail(email), *known_by.of_website(business)]


def _named(sold: Sold) -> str:
    day, where = local(sold.sold_at, sold.timezone).date(), sold.business.address.line()
    return f"{sold.business.name}, {where}, was sold its free month on {long_date(day)}"
