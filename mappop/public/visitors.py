"""Who counts as a visitor of a site: a person, there for the first time or the hundredth, and not its owner.

Nothing that a browser says is kept; it is asked once and forgotten. So a browser that asks not to be followed
(Global Privacy Control, Do Not Track) is counted like any other: there is nobody to follow in a number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Request

from mappop.services.signing import OWN_LOOK, is_own_look
from mappop.settings import Settings


def is_bot(request: Request) -> bool:
    """By its name; who gives none is one."""
    agent = request.user_agent.string or "bot"
    return bool(_agents().search(_phones().sub("", agent)))


def is_visitor(request: Request, settings: Settings, business_id: str) -> bool:
    """Asked about a beacon or a ping of one of the business's own pages."""
    if request.method == "HEAD" or is_bot(request) or _is_no_look(request):
        return False
    return own_look(request, settings, business_id) is None


def own_look(request: Request, settings: Settings, business_id: str) -> str | None:
    """The mark of an owner's own look, where the page that a request comes from has one."""
    token = _token(request.headers.get("Ping-From") or request.referrer or "")
    return token if is_own_look(settings, token, business_id) else None


def _is_no_look(request: Request) -> bool:
    """Fetched in advance, or from another page than the site's own."""
    return any(words.search(request.headers.get(name, "")) for name, words in _headers())


def _token(page: str) -> str:
    try:
        return parse_qs(urlsplit(page[:2000]).query).get(OWN_LOOK, [""])[0]
    except ValueError:
        return ""


@cache
def _agents() -> re.Pattern[str]:
    return _any_of(word for row in _data()["agents"] for word in row["words"])


@cache
def _phones() -> re.Pattern[str]:
    return _any_of(_data()["phones"])


@cache
def _headers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["name"], _any_of(row["words"])) for row in _data()["headers"])


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)), re.I)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("visitors.toml").read_text("utf-8"))
