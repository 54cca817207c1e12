"""What can be told from a page's bytes: weight, head, and that people, machines and the dialler get the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from benchmarks.site_check.built import Page
from benchmarks.site_check.findings import Finding
from benchmarks.site_check.server import packed
from mappop.sites.checks import problems_of
from mappop.sites.opening import clock_time
from mappop.sites.phones import shown
from site_templates import FALLBACK_TRADE, trades, words

FIRST_ROUND_TRIP = 14_600  # bytes: ten packets
SCRIPT_MOST = 1024


def weights(pages: Iterable[Page]) -> list[int]:
    return sorted(len(packed(page.html)) for page in pages)


def read(pages: Iterable[Page]) -> list[Finding]:
    scripts: set[str] = set()
    found = []
    for page in pages:
        tree = LexborHTMLParser(page.html)
        scripts |= {node.text() for node in tree.css("script:not([type])")}
        found += [Finding(goal, page.name, what) for goal, what in _said(page, tree)]
    if len(scripts) > 1 or any(len(text.encode()) > SCRIPT_MOST for text in scripts):
        found.append(Finding("script", "all", f"{len(scripts)} scripts, {[len(s) for s in scripts]} letters"))
    return found


def _said(page: Page, tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    yield from (("head" if " title " in p or " description " in p or "policy" in p else "same", p)
                for p in problems_of(page.html, page.content))  # fmt: skip
    if len(packed(page.html)) > FIRST_ROUND_TRIP:
        yield "weight", "more than the first round trip"
    data = json.loads(tree.css_first('script[type="application/ld+json"]').text())
    kind = (trades().get(page.business.trade) or trades()[FALLBACK_TRADE]).schema_type
    if data["@type"] != kind:
        yield "same", f"is a {data['@type']} and not a {kind}"
    yield from (("same", f"“{text[:60]}” is told to machines alone") for text in _untold(data, page, tree))


def _untold(data: dict[str, Any], page: Page, tree: LexborHTMLParser) -> Iterator[str]:
    """Values for machines that nobody can read on the page or follow from it."""
    body = _plain(tree.body.text(separator=" ")) if tree.body else ""
    followed = {node.attributes.get("href") for node in tree.css("a[href]")}
    address = data["address"]
    said = [data["name"], data.get("legalName", ""), data.get("email", ""), data.get("priceRange", "")]
    said += [address.get(key, "") for key in ("streetAddress", "addressLocality", "addressRegion", "postalCode")]
    said += [*data.get("areaServed", ()), data.get("paymentAccepted", ""), data.get("foundingDate", "")]
    said += [data.get("description", ""), shown(data["telephone"]) if "telephone" in data else ""]
    said += _times(data, page.language)
    yield from (text for text in said if _plain(text) not in body)
    yield from (url for url in data.get("sameAs", ()) if url not in followed)


def _times(data: dict[str, Any], language: str) -> Iterator[str]:
    said = words()[language]
    for key in ("openingHoursSpecification", "specialOpeningHoursSpecification"):
        for row in data.get(key, ()):
            if row["opens"] == row["closes"]:
                yield said["closed"]
            elif (row["opens"], row["closes"]) == ("00:00", "23:59"):
                yield said["all_day"]
            else:
                yield f"{clock_time(row['opens'], said)} – {clock_time(row['closes'], said)}"


def _plain(text: str) -> str:
    """Without spaces and separators: lists stand on a page with a comma, a dot or on lines of their own."""
    return re.sub(r"[\s,·]+", "", text)
