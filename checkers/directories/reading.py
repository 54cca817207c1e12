"""A directory's public pages: search by phones and by name, then read each result's own page.

The results' texts differ from site to site and are not relied on; what a listing says is read on its page, by the
same reader as every other page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from checkers.compare import Known
from checkers.extract import PageListing, PageReading, PageState
from checkers.extract.apart import Unreadable, links_apart, read_apart
from checkers.fetch.outcome import CouldNotCheck, Fetched
from checkers.nap import Nap
from checkers.whose import judged, searched_names, searched_numbers, subject

NOBODY = Nap()
RESULTS_MAX = 8  # pages read for one search: a page of results shows more only for chains

Fetch = Callable[[str], Fetched]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listing that is the business looked for, as its page says."""

    url: str
    nap: Nap
    is_closed: bool = False
    score: float = 0.0


class Directory(Protocol):
    """`name` is the publisher's."""

    name: str
    title: str

    def find(self, nap: Nap, fetch: Fetch, known: Known | None = None) -> list[Candidate]:
        """Every listing of this business, best first; raises CouldNotCheck."""

    def read(self, url: str, fetch: Fetch, nap: Nap = NOBODY, known: Known | None = None) -> PageListing | None:
        """What a page says of `nap`'s business, or of its own; None where it is gone; raises CouldNotCheck."""


class PublicDirectory:
    """The search and the pages that the directories of this folder share."""

    name: str
    title: str

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")

    def find(self, nap: Nap, fetch: Fetch, known: Known | None = None) -> list[Candidate]:
        found = []
        for url in self._results(nap, fetch, known):
            listing = self.read(url, fetch, nap, known)
            if listing and (match := judged(nap, listing.nap, known)).same:
                found.append(Candidate(url, listing.nap, listing.is_closed, match.score))
        return sorted(found, key=lambda candidate: -candidate.score)

    def read(self, url: str, fetch: Fetch, nap: Nap = NOBODY, known: Known | None = None) -> PageListing | None:
        if not self._is_ours(url):
            raise CouldNotCheck(f"the address is not one of {self.title}'s")
        page = fetch(url)
        if not page.is_there:
            return None
        reading = _read(page)
        if reading.state is not PageState.LISTED:
            raise CouldNotCheck("no business could be read on the page")
        return subject(nap, reading.listings, known)

    def _results(self, nap: Nap, fetch: Fetch, known: Known | None) -> list[str]:
        """By numbers first, which seldom find another business; a name may find a whole chain."""
        searches = [{"phone": number} for number in searched_numbers(nap, known)]
        searches += [{"name": name, "city": nap.city, "region": nap.region} for name in searched_names(nap, known)]
        urls: dict[str, None] = {}
        for query in searches:
            page = fetch(f"{self.base_url}/search?{urlencode(query)}")
            links = dict.fromkeys(self._links(page))
            if not links and page.is_there:
                _read(page)  # a wall in place of the results does not say "not listed"
            urls.update(links)
        return list(urls)[:RESULTS_MAX]

    def _links(self, page: Fetched) -> Iterator[str]:
        try:
            links = links_apart(page.content, content_type=page.content_type, of_class="result")
        except Unreadable as fault:
            raise CouldNotCheck(f"it answered with {fault}") from None
        for link in links:
            try:
                url = urljoin(page.url, link).partition("#")[0]
            except ValueError:
                continue
            if self._is_ours(url):
                yield url

    def _is_ours(self, url: str) -> bool:
        ours = urlsplit(self.base_url)
        try:
            theirs = urlsplit(url)
        except ValueError:
            return False
        return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)


def _read(page: Fetched) -> PageReading:
    """What the page says; raises CouldNotCheck where it is a wall, an error text or a shell."""
    reading = read_apart(page.content, url=page.url, content_type=page.content_type)
    if reading.state is PageState.COULD_NOT_CHECK:
        raise CouldNotCheck(f"it answered with {reading.reason}")
    return reading
