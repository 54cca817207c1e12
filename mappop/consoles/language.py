"""The language of an owner's pages: as asked in the address, else as chosen before, else as the owner agreed."""

from __future__ import annotations

from flask import request, session

from mappop.consoles.current import person, reader
from mappop.db.queries import owners as queries

LANGUAGES = ("en", "es")


def asked() -> str:
    """What `?lang=` says, or "" where it says nothing that we speak."""
    said = request.args.get("lang", "")
    return said if said in LANGUAGES else ""


def of_browser() -> str:
    """For pages of a link that leads to nobody."""
    return asked() or request.accept_languages.best_match(LANGUAGES, "en") or "en"


def of_fault_page() -> str:
    """Asks no database: it may be what failed. Whoever signed in by a password reads English."""
    kept = session.get("language")
    return of_browser() if person() is None and not kept else asked() or kept or "en"


def of_owner(business_id: str) -> str:
    """A choice stays with the sign-in, which forgets it when it ends."""
    if asked():
        session["language"] = asked()
    kept = session.get("language")
    return kept if kept in LANGUAGES else queries.language_of(reader(), business_id)
