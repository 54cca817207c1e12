"""Pages kept so that a host may answer "not changed" (RFC 9110, 13.1) instead of sending them again."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,200}"')
_DATE = re.compile(r"[A-Za-z0-9,: -]{1,60}")


@dataclass(frozen=True, slots=True)
class Kept:
    content: bytes
    content_type: str
    etag: str = ""
    last_modified: str = ""

    def conditions(self) -> dict[str, str]:
        """The headers that ask whether the page has changed."""
        return {"If-None-Match": self.etag} if self.etag else {"If-Modified-Since": self.last_modified}


class Cache(Protocol):
    def get(self, url: str) -> Kept | None: ...

    def put(self, url: str, page: Kept) -> None: ...


class MemoryCache:
    """The pages read last, as many as fit into `room` bytes."""

    def __init__(self, room: int = 16_000_000) -> None:
        self._room, self._used = room, 0
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, url: str) -> Kept | None:
        with self._lock:
            if page := self._pages.get(url):
                self._pages.move_to_end(url)
            return page

    def put(self, url: str, page: Kept) -> None:
        with self._lock:
            if old := self._pages.pop(url, None):
                self._used -= len(old.content)
            self._pages[url] = page
            self._used += len(page.content)
            while self._used > self._room:
                self._used -= len(self._pages.popitem(last=False)[1].content)


def keepable(headers: Mapping[str, str], content: bytes, now: datetime) -> Kept | None:
    """None where the host forbids keeping, or says nothing well-formed that one could ask it by."""
    if "no-store" in headers.get("cache-control", "").lower():
        return None
    etag, modified = headers.get("etag", "").strip(), headers.get("last-modified", "").strip()
    etag = etag if _TAG.fullmatch(etag) else ""
    modified = modified if _DATE.fullmatch(modified) and _is_past(modified, headers.get("date", ""), now) else ""
    return Kept(content, headers.get("content-type", ""), etag, modified) if etag or modified else None


def _is_past(modified: str, date: str, now: datetime) -> bool:
    """Whether its second was over by the answer: until then a page may change and keep its date (8.8.2.2)."""
    at = _time(modified)
    return at is not None and (_time(date) or now) - at >= timedelta(seconds=1)


def _time(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
