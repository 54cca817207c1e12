"""A place where a business can be looked up: a publisher's own API or its public page, behind one face."""

from __future__ import annotations

from dataclasses import dataclass

from checkers.compare import Known
from checkers.directories.reading import Directory
from checkers.fetch.outcome import CouldNotCheck
from checkers.nap import Nap
from checkers.whose import judged
from mappop.domain.business import Address, Business, Phone
from mappop.services.deps import Deps
from provisioners.connector import Capability, Connector, Evidence, Found


@dataclass(frozen=True, slots=True)
class Seen:
    """One listing as it was just read, and the way of reading."""

    nap: Nap
    url: str
    way: str
    ref: str = ""
    claim: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    title: str
    way: str
    deps: Deps
    connector: Connector
    directory: Directory | None

    def find(self, query: Nap, known: Known | None = None) -> list[Seen]:
        """Listings of this very business, best first; several mean duplicates. Raises when it can't be asked."""
        if self.directory is not None:
            candidates = self.directory.find(query, self.deps.fetch, known)
            found = [Seen(c.nap, c.url, self.way, is_closed=c.is_closed) for c in candidates]
        else:
            session = self.deps.session_for(self.connector)
            rows = self.connector.find(business_from(query), session, known)
            found = [_seen(row, self.way) for row in rows if row.is_shown]
        return [seen for seen in found if judged(query, seen.nap, known).same]

    def read(self, query: Nap, known: Known | None = None, *, ref: str, url: str) -> Seen | None:
        """The listing behind a known address or reference; None when it is gone."""
        if self.directory is not None:
            page = self.directory.read(url, self.deps.fetch, query, known)
            return Seen(page.nap, url, self.way, is_closed=page.is_closed) if page is not None else None
        found = self.connector.read(ref, self.deps.session_for(self.connector))
        return _seen(found, self.way) if found.is_shown else None


def readable_places(deps: Deps) -> list[Place]:
    """Every publisher that can be read in some way, by the way its terms allow."""
    places = []
    for connector in deps.connectors.values():
        directory = deps.directories.get(connector.name) if connector.evidence is Evidence.PAGE else None
        has_api = bool({Capability.FIND, Capability.READ} & connector.capabilities)
        if connector.evidence is Evidence.NONE or (directory is None and not has_api):
            continue
        places.append(Place(connector.name, connector.title, connector.evidence.value, deps, connector, directory))
    return places


def place_of(deps: Deps, publisher: str) -> Place:
    """Raises CouldNotCheck for a publisher that nobody can read."""
    for place in readable_places(deps):
        if place.name == publisher:
            return place
    raise CouldNotCheck("this publisher shows nothing that can be read")


def business_from(nap: Nap) -> Business:
    """The least record that a publisher's search needs."""
    address = Address(nap.city, nap.region, nap.street, nap.unit, nap.postal_code)
    phones = (Phone(nap.phone),) if nap.phone else ()
    return Business(id="", name=nap.name, trade="local-business", address=address, phones=phones)


def _seen(found: Found, way: str) -> Seen:
    return Seen(found.nap, found.url, way, found.ref, found.claim.value, found.is_closed)
