"""What is read of owners' own domains: for the server of their hosts, their front server, and the pages about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from mappop.db.tables.businesses import businesses
from mappop.db.tables.listings import sites
from mappop.db.tables.sites import own_domains
from mappop.domain.own_domain import DomainState, OwnDomain

PAGE = 100
CERTIFIED = (DomainState.VERIFIED, DomainState.SERVING)  # a broken one can't get a certificate anyway


@dataclass(frozen=True, slots=True)
class Held:
    business_id: str
    own_host: str  # where the site is; "" where that is our address


def own_host(db: Session, business_id: str) -> str:
    """Where the site is, if that is at an owner's domain; in one query."""
    return db.scalar(select(sites.c.own_host).where(sites.c.business_id == business_id)) or ""


def held_by(db: Session, host: str) -> Held | None:
    """The site of a host that is proven to be its owner's; in one query."""
    row = own_domains.c
    query = (
        select(row.business_id, sites.c.own_host, row.is_whole, row.name)
        .join(sites, sites.c.business_id == row.business_id)
        .where(row.holds == host.removeprefix("www."))
    )
    found = db.execute(query).first()
    if found is None or (host != found.name and not found.is_whole):
        return None
    return Held(found.business_id, found.own_host)


def may_have_certificate(db: Session, host: str) -> bool:
    """Whether a certificate may be asked for: only for a host of a proven domain that does not lead elsewhere."""
    row = own_domains.c
    query = select(row.name, row.is_whole).where(row.holds == host.removeprefix("www."), row.state.in_(CERTIFIED))
    found = db.execute(query).first()
    return found is not None and (host == found.name or found.is_whole)


def certified(db: Session) -> Iterator[OwnDomain]:
    """Every domain that may have a certificate, by name."""
    query = select(OwnDomain).where(own_domains.c.state.in_(CERTIFIED)).order_by(own_domains.c.name)
    return iter(db.scalars(query.execution_options(yield_per=500)))


def newest_of(db: Session, business_id: str) -> OwnDomain | None:
    """The domain that a business has, or the one that it had last."""
    query = select(OwnDomain).filter_by(business_id=business_id).order_by(own_domains.c.asked_at.desc()).limit(1)
    return db.scalars(query).first()


@dataclass(frozen=True, slots=True)
class DomainInView:
    domain: OwnDomain
    business: str


_TROUBLE_FIRST = (DomainState.BROKEN, DomainState.ASKED, DomainState.VERIFIED, DomainState.SERVING)


def in_view(db: Session) -> Sequence[DomainInView]:
    """Those that are not ended, trouble first, the newest change first; in one query."""
    order = case({state: n for n, state in enumerate(_TROUBLE_FIRST)}, value=own_domains.c.state)
    query = (
        select(OwnDomain, businesses.c.name)
        .join(businesses, businesses.c.id == own_domains.c.business_id)
        .where(own_domains.c.state != DomainState.ENDED)
        .order_by(order, own_domains.c.since.desc())
        .limit(PAGE)
    )
    return [DomainInView(domain, name) for domain, name in db.execute(query)]


def counts(db: Session) -> dict[DomainState, int]:
    query = select(own_domains.c.state, func.count()).group_by(own_domains.c.state)
    return {state: count for state, count in db.execute(query)}
