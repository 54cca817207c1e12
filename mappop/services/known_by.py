"""What a business is known by, noted when it is sold and whenever its record or its owner's mail changes."""

from __future__ import annotations

from collections.abc import Iterator

from checkers.normalise import address as addresses
from checkers.normalise import website
from mappop.domain.business import Business
from mappop.domain.known_by import KnownBy, Trait, host_of_many, own_mail_host
from mappop.services.deps import Deps, UnitOfWork

VALUE_MAX = 300


def note(uow: UnitOfWork, business: Business, email: str = "") -> None:
    """In the caller's transaction, which holds the business's row; what was noted before stays."""
    known = {(one.trait, one.value) for one in uow.known_by.where(business_id=business.id)}
    for trait, value in (*of_record(business), *of_mail(email)):
        if (trait, value) not in known:
            uow.known_by.add(KnownBy(trait, value, business.id))


def note_earlier(deps: Deps, business_id: str) -> None:
    """Of a business that was sold before anything was noted. Twice changes nothing."""
    with deps.unit_of_work() as uow:
        uow.businesses.get(business_id)
        mails = [str(trial.owner.get("email") or "") for trial in uow.trials.where(business_id=business_id)]
        for revision in uow.revisions.where(business_id=business_id):
            for email in mails:
                note(uow, revision.business(), email)
        uow.commit()


def of_record(business: Business) -> Iterator[tuple[Trait, str]]:
    for number in dict.fromkeys(phone.number for phone in business.phones):
        yield Trait.PHONE, number
    at = business.address
    parts = addresses.parse_fields(at.street, at.unit, at.city, at.region, at.postal_code)
    if parts.door_key:
        yield Trait.DOOR, f"{parts.door_key}/{parts.postal_code}"[:VALUE_MAX]
    yield from of_website(business)


def of_mail(email: str) -> Iterator[tuple[Trait, str]]:
    if host := own_mail_host(email):
        yield Trait.MAIL_HOST, host[:VALUE_MAX]


def of_website(business: Business) -> Iterator[tuple[Trait, str]]:
    """Of the many who have a page at one host each has another; the first page there is nobody's."""
    host, page = website.host(business.website), website.key(business.website)
    many = host if host in website.SHARED_HOSTS else host_of_many(host)
    own = host if not many else page if page != many else ""
    if own:
        yield Trait.WEBSITE, own[:VALUE_MAX]
