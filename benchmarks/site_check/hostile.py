"""Records whose every part may be replaced by what an attacker would try: nothing of it becomes more than text.

A page of such a record may hold no element and no attribute that pages of honest records do not hold.
"""

from __future__ import annotations

import random  # noqa: TID251  a seeded generator of its own
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from functools import cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from benchmarks.site_check.built import NOW, business_of, in_both_languages
from benchmarks.site_check.findings import Finding
from benchmarks.site_check.samples import EVERYDAY, HARD, SAMPLES
from benchmarks.site_check.samples.hard import CONTROLS, MARKUP, OVERRIDES, TEMPLATES
from benchmarks.site_check.samples.shop import Record
from mappop.domain.business import Business
from mappop.domain.errors import Refused
from mappop.sites.builder import build_pages
from mappop.sites.stylesheet import script
from site_templates import themes

URL = "https://{id}.example.com"
SEED = 20261123
PIECES = (
    MARKUP, CONTROLS, OVERRIDES, TEMPLATES, "<", ">", '"', "'", "`", "&", "=", "/", "\\", " ", "\t", "\n", "\0",
    "\u2028",
    "<script>", "</script>", "<!--", "--!>", "]]>", "<svg/onload=", "<img src=x onerror=", "<iframe srcdoc=",
    "<base href=//x>",
    "<math><mtext></form><form>", "<style>@import'//x'", "</title>", "</textarea>", "<template>", "<noscript>",
    "<plaintext>",
    "javascript:", "JaVaScRiPt&colon;", "java\tscript:", "data:text/html;base64,", "vbscript:", "//evil.example",
    "http://a@b/",
    " onfocus=", " autofocus ", " style=x:expression(", "&#x6a;avascript:", "&lt;script&gt;", "\ud800", "\u202e",
    "＜script＞",
    "window.pwned=1", "(pwned=1)", "{{", "}}", "{%", "%}", "${", "+1512555013", "a@b.example", "https://", "mailto:",
)  # fmt: skip
# Fields of a closed form: the reader refuses anything else, so that no page is made (tests/sites/test_mutations.py).
_CLOSED = {"id", "languages", "hours", "open", "region", "postal_code", "price_range", "kind", "geo", "timezone"}
_MOST = {"brand_color": 40, "trade": 60}  # letters; longer ones are refused
_NO_LINK = re.compile(r"\s*(?!https?:|mailto:|tel:|#|\.\./$|[a-z]{2}/$|(?:\.\./)?contact\.vcf$)", re.I)


def mutations(count: int) -> tuple[int, list[Finding]]:
    """How many of `count` mutated records made pages, and what is wrong with these; the others were refused."""
    shares = [range(n, min(n + 250, count)) for n in range(0, count, 250)]
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(_share, shares))
    return sum(made for made, _ in results), [finding for _, found in results for finding in found]


def _share(numbers: range) -> tuple[int, list[Finding]]:
    made, found = set[str](), []
    for name, page in built(numbers):
        made.add(name.split("/")[1])
        found += [Finding("hostile", name, what) for what in executable(page, name)]
    return len(made), found


def built(numbers: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    """The pages of those mutated records that are not refused, named theme/number/path."""
    for number in numbers:
        theme = sorted(themes())[number % len(themes())]
        try:
            pages = build_pages(Business.from_dict(mutated(number)), theme=theme, base_url=URL, now=NOW)
        except Refused:
            continue
        yield from ((f"{theme}/{number}/{path}", page) for path, page in pages.items())


def mutated(number: int) -> Record:
    chance = random.Random(SEED + number)
    record = deepcopy(in_both_languages(chance.choice((*EVERYDAY, *HARD[:4]))))
    places = [place for place in _leaves(record) if not _CLOSED & set(place)]
    for place in chance.sample(places, chance.randint(1, min(12, len(places)))):
        _put(record, place, "".join(chance.choices(PIECES, k=chance.randint(1, 8))))
    return record


def executable(page: bytes, name: str) -> Iterator[str]:
    """What a browser could run or load, besides what every page holds."""
    tree = LexborHTMLParser(page)
    yield from (f"<{tag} {name}>" for tag, name in _shape(tree) - honest(name.partition("/")[0]))
    kinds = [node.attributes.get("type") for node in tree.css("script")]
    is_ours = all(node.text() == script() for node in tree.css("script:not([type])"))
    if kinds not in (["application/ld+json"], ["application/ld+json", None]) or not is_ours:
        yield "another script"
    if len(tree.css("style")) != 1 or "<" in tree.css_first("style").text():
        yield "another style"
    yield from (href for node in tree.css("a[href]") if _NO_LINK.match(href := node.attributes["href"] or ""))


@cache
def honest(theme: str) -> frozenset[tuple[str, str]]:
    """Elements with their attributes that pages of plain records hold in a theme."""
    plain = (record for record in SAMPLES if record not in HARD[:5])
    pages = (
        page
        for record in plain
        for page in build_pages(business_of(record), theme=theme, base_url=URL, now=NOW).values()
    )
    return frozenset(pair for page in pages for pair in _shape(LexborHTMLParser(page)))


def _shape(tree: LexborHTMLParser) -> set[tuple[str, str]]:
    return {(node.tag or "", name) for node in tree.css("*") for name in ("", *node.attributes)}


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield path
    pairs: Sequence[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list | tuple):
        pairs = list(enumerate(value))
    for key, inner in pairs:
        yield from _leaves(inner, (*path, key))


def _put(record: Any, path: tuple[Any, ...], text: str) -> None:
    for key in path[:-1]:
        record = record[key]
    record[path[-1]] = text[: _MOST.get(path[-1])]
