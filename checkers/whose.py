"""Whose listing it is: as `match` says, with what else was known of the business. Audits and searches ask it here."""

from __future__ import annotations

from checkers.compare import Known, as_known
from checkers.extract import PageListing
from checkers.match import Match, same_business
from checkers.nap import Nap
from checkers.normalise import phone

OTHER_NUMBERS_MAX, OTHER_NAMES_MAX = 3, 1  # asked for in a search beside its own: each is a request


def judged(canonical: Nap, seen: Nap, known: Known | None = None) -> Match:
    """A listing that nobody has touched since the business moved and changed its number is still its own."""
    return same_business(as_known(canonical, seen, known), seen)


def subject(canonical: Nap, listings: tuple[PageListing, ...], known: Known | None = None) -> PageListing | None:
    """The page's own subject, unless that is another business and ours stands beside it."""
    ours = (listing for listing in listings if judged(canonical, listing.nap, known).same)
    return next(ours, listings[0] if listings else None)


def searched_numbers(canonical: Nap, known: Known | None = None) -> tuple[str, ...]:
    """Numbers under which a publisher may list the business: its own, those it had (the latest first), then others."""
    known = known or Known()
    own = phone.e164_or_raw(canonical.phone)
    others = map(phone.e164, (*reversed(known.old_phones), *known.tracking_phones))
    found = [number for number in dict.fromkeys(others) if number and number != own]
    return (*filter(None, (own,)), *found[:OTHER_NUMBERS_MAX])


def searched_names(canonical: Nap, known: Known | None = None) -> tuple[str, ...]:
    """Names under which a publisher may list the business: its own, then the latest that it gave up."""
    former = tuple(dict.fromkeys(reversed(known.former_names))) if known else ()
    return (*filter(None, (canonical.name,)), *former[:OTHER_NAMES_MAX])
