"""The last look before a page may be published: it carries its own NAP, once and the same everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from mappop.domain.errors import Refused
from mappop.sites.summary import DESCRIPTION, TITLE
from mappop.sites.text import is_blank
from mappop.sites.view_model import Content

_SHAPES_MOST = 4096  # of one process; a record of another shape is parsed
_sound: set[tuple[object, ...]] = set()


class SiteRefused(Refused):
    """The page is not sound; `problems` says why, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def refuse_unsound(html: bytes, page: Content) -> None:
    problems = list(problems_of(html, page))
    if problems:
        raise SiteRefused(problems)


def refuse_unsound_of_many(html: bytes, page: Content, shown: SimpleNamespace, template: tuple[str, ...]) -> None:
    """As `refuse_unsound`, without parsing again what differs from a sound page in its words alone.

    Every word but the data, the style and our own drawings is escaped on its way into the page, so that the markup
    hangs on the template and on what there is to show. That much is parsed once; the words are compared each time.
    """
    shape = (*template, *map(bool, vars(shown).values()))
    if shape in _sound and _says_its_own(page, shown):
        return
    refuse_unsound(html, page)
    if len(_sound) < _SHAPES_MOST:
        _sound.add(shape)


def _says_its_own(page: Content, shown: SimpleNamespace) -> bool:
    """What `problems_of` asks of the words; no `<` in what is not escaped, so that it ends where it should."""
    facts = shown.local_business
    return (
        not is_blank(page.name)
        and facts.get("name") == page.name == shown.name
        and facts.get("telephone", "") == (page.call.dial if page.call else "")
        and facts["address"].get("streetAddress", "") == page.street
        and TITLE[0] <= len(shown.title) <= TITLE[1]
        and DESCRIPTION[0] <= len(shown.description) <= DESCRIPTION[1]
        and "<" not in shown.json_ld
        and "<" not in shown.style
    )


def problems_of(html: bytes, page: Content) -> Iterator[str]:
    if is_blank(page.name):
        yield "the name has no letter that can be shown"
        return
    tree = LexborHTMLParser(html)
    yield from _head_problems(tree)
    yield from _nap_problems(tree, page)


def _head_problems(tree: LexborHTMLParser) -> Iterator[str]:
    first = tree.css_first("head > *")
    if first is None or first.attributes.get("http-equiv") != "Content-Security-Policy":
        yield "the policy is not the first thing in the head"
    title = tree.css_first("title")
    if title is None or not TITLE[0] <= len(title.text()) <= TITLE[1]:
        yield f"the title is not {TITLE[0]} to {TITLE[1]} letters long"
    description = tree.css_first("meta[name=description]")
    if description is None or not DESCRIPTION[0] <= len(description.attributes.get("content") or "") <= DESCRIPTION[1]:
        yield f"the description is not {DESCRIPTION[0]} to {DESCRIPTION[1]} letters long"


def _nap_problems(tree: LexborHTMLParser, page: Content) -> Iterator[str]:
    data = _json_ld(tree)
    heads = [_text(node) for node in tree.css("h1")]
    if heads != [page.name]:
        yield "the heading is not the name of the business"
    if data.get("name") != page.name:
        yield "the data for machines has another name"
    dialled = page.call.dial if page.call else ""
    address = data.get("address")
    if not isinstance(address, dict) or address.get("streetAddress", "") != page.street:
        yield "the data for machines has another address"
    if data.get("telephone", "") != dialled:
        yield "the data for machines has another phone"
    first = tree.css_first('a[href^="tel:"]')
    if dialled and (first is None or first.attributes.get("href") != f"tel:{dialled}"):
        yield "the first call link does not dial the main number"
    block = _text(tree.css_first("address"))
    if page.call and page.call.shown not in block and page.call.shown not in _text(tree.body):
        yield "the phone is not to be read on the page"
    if not all(row in block for row in page.address):
        yield "the address is not to be read on the page"


def _json_ld(tree: LexborHTMLParser) -> dict[str, Any]:
    node = tree.css_first('script[type="application/ld+json"]')
    try:
        data = json.loads(node.text()) if node else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _text(node: Any) -> str:
    return " ".join(node.text(separator=" ").split()) if node else ""
