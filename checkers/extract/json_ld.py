"""JSON-LD as found in the wild: arrays, @graph, @id references, and the faults that search engines forgive."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from checkers.extract.document import Document
from checkers.extract.listing import PageListing
from checkers.extract.schema_org import DEPTH_MAX, ITEMS_MAX, Item, listings, short_type

SOURCE = "json-ld"
BLOCKS_MAX = 50
BLOCK_MAX = 1_000_000
_WRAPPERS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
# an unclosed string or comment runs to the end of the block: a pattern that failed there would be tried at every quote
_STRING = r'("(?:[^"\\]|\\.?)*(?:"|$))'
_COMMENTS = re.compile(_STRING + r"|/\*(?:.*?\*/|.*$)|(?:^|(?<=[\s,{}\[\]]))//[^\n]*", re.DOTALL)
_TRAILING_COMMAS = re.compile(_STRING + r"|,(?=\s*[}\]])", re.DOTALL)


def read(document: Document) -> list[PageListing]:
    items: list[Item] = []
    scripts = [e for e in document.elements("script") if "ld+json" in (e.get("type") or "").lower()]
    for n, script in enumerate(scripts[:BLOCKS_MAX], 1):
        data = loads("".join(script.itertext()))
        items += _items(data, f"script {n}")
    _resolve(items)
    return listings(items, SOURCE, document.title)


def loads(raw: str) -> Any:
    """The value, after mending what browsers and search engines forgive; None where it can't be mended."""
    if len(raw) > BLOCK_MAX:
        return None
    text = raw
    for mend in (lambda t: t, _unwrapped, html.unescape, _without_comments, _without_trailing_commas):
        text = mend(text)
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(text: str) -> str:
    return _WRAPPERS.sub("", _WRAPPERS.sub("", text)).strip().rstrip(";")


def _without_comments(text: str) -> str:
    return _COMMENTS.sub(lambda found: found.group(1) or " ", text)


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMAS.sub(lambda found: found.group(1) or "", text)


def _items(data: Any, where: str) -> list[Item]:
    values = data if isinstance(data, list) else [data]
    found: list[Item] = []
    for value in values[:ITEMS_MAX]:
        if isinstance(value, dict) and "@graph" in value and not isinstance(value["@graph"], str):
            found += _items(value["@graph"], where)
        if isinstance(value, dict) and value.keys() - {"@graph", "@context"}:
            found.append(_item(value, where, 0))
    return found


def _item(data: dict[str, Any], where: str, depth: int) -> Item:
    kinds = data.get("@type") or data.get("type") or ()
    types = tuple(short_type(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind)
    item = Item(types=types, where=where)
    for key, value in list(data.items())[:200]:
        name = short_type(key)
        values = value if isinstance(value, list) else [value]
        item.props[name] = [v for raw in values[:200] for v in _value(raw, where, depth)]
    return item


def _value(raw: Any, where: str, depth: int) -> list[str | Item]:
    if isinstance(raw, dict) and depth < DEPTH_MAX:
        return [str(raw["@value"])] if "@value" in raw else [_item(raw, where, depth + 1)]
    if isinstance(raw, str | int | float) and not isinstance(raw, bool):
        return [html.unescape(str(raw))[:5_000]]
    return []


def _resolve(items: list[Item]) -> None:
    """Replace bare `{"@id": …}` references by what they point at; a circle is cut by the reader's own seen-set."""
    everything: list[Item] = []
    queue = list(items)
    while queue and len(everything) < ITEMS_MAX:
        item = queue.pop()
        everything.append(item)
        queue += [v for values in item.props.values() for v in values if isinstance(v, Item)]
    by_id = {item.text("@id"): item for item in everything if item.text("@id") and item.props.keys() - {"@id"}}
    for item in everything:
        for key, values in item.props.items():
            item.props[key] = [_target(v, by_id) for v in values]


def _target(value: str | Item, by_id: dict[str, Item]) -> str | Item:
    if isinstance(value, Item) and not value.props.keys() - {"@id"}:
        return by_id.get(value.text("@id"), value)
    return value
