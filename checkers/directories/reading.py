"""A directory's public pages: search by phone and by name, then read each result's own page.

The results' texts differ from site to site and are not relied on; what a listing says is read on its page, by the
same reader as every other page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from checkers.extract import PageListing, read_page
from checkers.fetch.outcome import CouldNotCheck, Fetched
from checkers.match import same_business
from checkers.nap import Nap

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
    """`name` is the publisher's; `url_setting` names the setting that holds its address."""

    name: str
    title: str
    url_setting: str

    def find(self, nap: Nap, fetch: Fetch) -> list[Candidate]:
        """Every listing of this business, best first; raises CouldNotCheck."""

    def read(self, url: str, fetch: Fetch) -> PageListing | None:
        """What a listing's page says, None where the page is gone; raises CouldNotCheck."""


class PublicDirectory:
    """The search and the pages that the directories of this folder share."""

    name: str
    title: str
    url_setting: str

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")

    def find(self, nap: Nap, fetch: Fetch) -> list[Candidate]:
        found = []
        for url in self._results(nap, fetch):
            listing = self.read(url, fetch)
            if listing and (match := same_business(nap, listing.nap)).same:
                found.append(Candidate(url, listing.nap, listing.is_closed, match.score))
        return sorted(found, key=lambda candidate: -candidate.score)

    def read(self, url: str, fetch: Fetch) -> PageListing | None:
        if not self._is_ours(url):
            raise CouldNotCheck(f"the address is not one of {self.title}'s")
        page = fetch(url)
        if not page.is_there:
            return None
        listings = read_page(page.content, url=page.url, content_type=page.content_type)
        if not listings:
            raise CouldNotCheck("no business could be read on the page")
        return listings[0]

    def _results(self, nap: Nap, fetch: Fetch) -> list[str]:
        searches = []
        if nap.phone:
            searches.append({"phone": nap.phone})
        if nap.name:
            searches.append({"name": nap.name, "city": nap.city, "region": nap.region})
        urls: dict[str, None] = {}
        for query in searches:
            page = fetch(f"{self.base_url}/search?{urlencode(query)}")
            urls.update(dict.fromkeys(self._links(page)))
        return list(urls)[:RESULTS_MAX]

    def _links(self, page: Fetched) -> Iterator[str]:
        for link in LexborHTMLParser(page.content).css("a.result[href]"):
            try:
                url = urljoin(page.url, link.attributes.get("href") or "").partition("#")[0]
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
