"""A request on its way to its object: the routes, what reads one object, and what lists many in pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mappop.sandbox.stripe.account import Account, Thing
from mappop.sandbox.stripe.forms import Params
from mappop.sandbox.stripe.refusals import invalid, missing

EXPAND_DEPTH, EXPAND_MAX = 4, 20
PAGE, PAGE_MAX = 10, 100
_SPANS = ("gt", "gte", "lt", "lte")


@dataclass(frozen=True, slots=True)
class Ask:
    account: Account
    params: Params
    id: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """`takes` names the parameters that are played; any other is refused as unknown."""

    method: str
    path: str
    act: Callable[[Ask], Thing]
    takes: str = ""
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(re.sub(r"\{id\}", r"(?P<id>[\\w.-]{1,255})", self.path)))

    def answer(self, account: Account, params: Params, id: str) -> Thing:
        params.refuse_others({*self.takes.split(), "expand"})
        paths = params.texts("expand")
        thing = seen(account, self.act(Ask(account, params, id)))
        return expanded(account, thing, paths)


def reading(kind: str) -> Callable[[Ask], Thing]:
    return lambda ask: ask.account.get(kind, ask.id)


def listing(kind: str, path: str, filters: str = "") -> Route:
    """`GET path` in pages, newest first; `filters` are matched with the object's own keys."""
    takes = f"limit starting_after ending_before created {filters}"
    return Route("GET", path, lambda ask: page(ask, kind, path, filters.split()), takes)


def page(ask: Ask, kind: str, url: str, filters: list[str], **more: Any) -> Thing:
    account, params = ask.account, ask.params
    limit = params.integer("limit", PAGE, least=1, most=PAGE_MAX) or PAGE
    before, after = (_place(account, kind, params, name) for name in ("starting_after", "ending_before"))
    wanted: dict[str, Any] = {name: params.text(name) for name in filters if params.text(name) is not None}
    wanted |= _created(params) | more
    found = account.newest(kind, limit + 1, before=before, after=after, **wanted)
    has_more = len(found) > limit
    found = found[-limit:] if after is not None else found[:limit]
    return {"object": "list", "url": url, "has_more": has_more, "data": [seen(account, thing) for thing in found]}


def seen(account: Account, thing: Thing) -> Thing:
    """As it is now: money becomes available by the clock alone."""
    if thing.get("object") != "balance_transaction":
        return thing
    return {**thing, "status": "available" if thing["available_on"] <= account.now() else "pending"}


def expanded(account: Account, thing: Thing, paths: list[str]) -> Thing:
    if len(paths) > EXPAND_MAX:
        raise invalid(f"You can expand at most {EXPAND_MAX} properties.", param="expand")
    for path in paths:
        parts = path.split(".")
        if len(parts) > EXPAND_DEPTH + (parts[0] == "data"):
            raise invalid(f"You can't expand more than {EXPAND_DEPTH} levels: {path}", param="expand")
        _expand(account, thing, parts, path)
    return thing


def _expand(account: Account, thing: Thing, parts: list[str], path: str) -> None:
    name, rest = parts[0], parts[1:]
    if name not in thing:
        raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    value = thing[name]
    if isinstance(value, str):
        found = account.find(value)
        if found is None:
            raise invalid(f"This property cannot be expanded ({path}).", param="expand")
        value = thing[name] = seen(account, found)
    for item in value if isinstance(value, list) else [value]:
        if rest and isinstance(item, dict):
            _expand(account, item, rest, path)


def _place(account: Account, kind: str, params: Params, name: str) -> int | None:
    id = params.text(name)
    if id is None:
        return None
    place, thing = account.place(id), account.find(id)
    if place is None or thing is None or thing["object"] != kind:
        raise missing(kind, id, name, 400)
    return place


def _created(params: Params) -> dict[str, int]:
    """`created` as a moment, or as a span of gt, gte, lt, lte."""
    if isinstance(params.values.get("created"), str):
        at = params.integer("created") or 0
        return {"created_gte": at, "created_lte": at}
    spans = params.part("created")
    spans.refuse_others(set(_SPANS))
    return {f"created_{name}": spans.integer(name) or 0 for name in _SPANS if name in spans}
