"""Whose listing it is: as `match` says, with what else was known of the business. Audits and searches ask it here."""

from __future__ import annotations

from checkers.compare import Known, as_known
from checkers.extract import PageListing
from checkers.match import Match, same_business
from checkers.nap import Nap


def judged(canonical: Nap, seen: Nap, known: Known | None = None) -> Match:
    """A listing that nobody has touched since the business moved and changed its number is still its own."""
    return same_business(as_known(canonical, seen, known), seen)


def subject(canonical: Nap, listings: tuple[PageListing, ...], known: Known | None = None) -> PageListing | None:
    """The page's own subject, unless that is another business and ours stands beside it."""
    ours = (listing for listing in listings if judged(canonical, listing.nap, known).same)
    return next(ours, listings[0] if listings else None)
