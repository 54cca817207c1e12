"""Markup that is spread over elements (microdata, RDFa, microformats) to items: a scope, and properties inside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin

from checkers.extract.document import Document, text_lines
from checkers.extract.lines import is_hidden
from checkers.extract.schema_org import DEPTH_MAX, ITEMS_MAX, Item, short_type

VALUE_MAX = 2_000
HIDDEN = ", hidden from readers"
# The older vocabularies' words (hCard, data-vocabulary.org) for schema.org's.
_ALIASES = {
    "adr": "address", "tel": "telephone", "street-address": "streetaddress", "extended-address": "streetaddress",
    "post-office-box": "postofficeboxnumber", "locality": "addresslocality", "region": "addressregion",
    "postal-code": "postalcode", "country-name": "addresscountry", "fn": "name", "org": "name",
    "organization-name": "name",
    "openinghours": "openinghours",
}  # fmt: skip
_ADDRESS = frozenset({"streetaddress", "address"})


def read_scopes(
    document: Document,
    scope_types: Callable[[Any], tuple[str, ...] | None],
    properties: Callable[[Any], list[str]],
    attributes: tuple[str, ...],
    value_class: Callable[[Any], str] = lambda element: "",
) -> list[Item]:
    """Top items in document order, of the elements with such attributes.

    `scope_types` answers None for an element that opens no scope; `value_class` the part of an element that alone is
    its value, where the syntax has such a thing.
    """
    scopes: dict[Any, tuple[Item, int]] = {}
    named: list[tuple[Any, list[str]]] = []
    for element in document.elements_with(*attributes):
        names = [property_name(name) for name in properties(element)]
        types = scope_types(element)
        if types is not None and len(scopes) < ITEMS_MAX and (depth := _depth(element, scopes)) < DEPTH_MAX:
            scopes[element] = (Item(types, {}, _where(element)), depth)
        if names or element in scopes:
            named.append((element, names))
    hosts = _hosts(document, scopes)
    tops: list[Item] = []
    for element, names in named:
        owner = _owner(element, scopes, hosts)
        item = scopes[element][0] if element in scopes else None
        if item is not None and not (names and owner):
            tops.append(item)
        if owner is None:
            continue
        for name in names:
            value = item or value_class(element) or element_value(element, name, document.url)
            owner.props.setdefault(name, []).append(value)
    return tops


def _hosts(document: Document, scopes: Mapping[Any, tuple[Item, int]]) -> dict[Any, Item]:
    """Elements that belong to a scope elsewhere on the page, which names their ids (microdata's `itemref`)."""
    if "itemref" not in document.text:
        return {}
    wanted = {name: item for element, (item, _) in scopes.items() for name in (element.get("itemref") or "").split()}
    return {
        element: wanted[element.get("id")] for element in document.elements_with("id") if element.get("id") in wanted
    }


def _where(element: Any) -> str:
    outer = [element, *element.iterancestors()]
    is_footer = any(e.tag == "footer" or "footer" in f"{e.get('id')} {e.get('class')}".lower() for e in outer[:40])
    is_unseen = any(is_hidden(e) for e in outer)
    return f"{element.tag} line {element.sourceline}{' in the footer' * is_footer}{HIDDEN * is_unseen}"


def property_name(raw: str) -> str:
    name = short_type(raw)
    return _ALIASES.get(name, name)


def _owner(element: Any, scopes: Mapping[Any, tuple[Item, int]], hosts: Mapping[Any, Item]) -> Item | None:
    if element in hosts:
        return hosts[element]
    for outer in element.iterancestors():
        if outer in scopes:
            return scopes[outer][0]
        if outer in hosts:
            return hosts[outer]
    return None


def _depth(element: Any, scopes: Mapping[Any, tuple[Item, int]]) -> int:
    return next((scopes[outer][1] + 1 for outer in element.iterancestors() if outer in scopes), 0)


def element_value(element: Any, name: str, base: str) -> str:
    """What the element says for a property: its machine value where it has one, else its text."""
    if element.get("content") is not None:
        return str(element.get("content"))[:VALUE_MAX]
    tag = element.tag
    if tag == "a" and name in ("url", "website") and element.get("href"):
        return _joined(base, str(element.get("href")))
    if tag == "a" and name == "telephone" and str(element.get("href") or "").lower().startswith("tel:"):
        return " ".join(text_lines(element)) or str(element.get("href"))[4:]
    if tag in ("time", "data", "abbr") and (element.get("datetime") or element.get("value")) and name != "name":
        return str(element.get("datetime") or element.get("value"))[:VALUE_MAX]
    if tag in ("img", "link"):
        return str(element.get("alt") or element.get("href") or "")[:VALUE_MAX]
    return (", " if name in _ADDRESS else " ").join(text_lines(element))[:VALUE_MAX]


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)[:VALUE_MAX]
    except ValueError:
        return ""
