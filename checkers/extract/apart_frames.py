"""What a process that asks and one that reads say to each other: a line of JSON and bytes, each behind its length.

No pickle: a reader that a page has taken over could answer one that runs in the process that asked. What comes back
is looked through field by field, and is a reading or a ValueError.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from checkers.extract.listing import PageListing
from checkers.extract.page import LISTINGS_MAX, PageReading, PageState
from checkers.nap import Hours, Nap

FRAME_MAX = 16_000_000  # bytes: a page's 5 MB; of an answer, 200 listings with 500 letters a field are under 4
_LENGTHS = struct.Struct("!II")
_TEXTS = tuple(field.name for field in fields(Nap) if field.name != "hours")


def frame(told: Mapping[str, Any], content: bytes = b"") -> bytes:
    head = json.dumps(told).encode()
    return _LENGTHS.pack(len(head), len(content)) + head + content


def receive(line: socket.socket, ends: float | None = None) -> tuple[dict[str, Any], bytes] | None:
    """None where the other side is gone. Raises ValueError for what is no frame, TimeoutError when the time is over."""
    lengths = _exactly(line, _LENGTHS.size, ends)
    if lengths is None:
        return None
    head_length, length = _LENGTHS.unpack(lengths)
    if head_length + length > FRAME_MAX:
        raise ValueError("a frame is too long")
    both = _exactly(line, head_length + length, ends)
    if both is None:
        return None
    try:
        told = json.loads(both[:head_length])
    except RecursionError:
        raise ValueError("a frame is nested too deeply") from None
    return _mapping(told), both[head_length:]


def _exactly(line: socket.socket, length: int, ends: float | None) -> bytes | None:
    got = bytearray(length)
    at, view = 0, memoryview(got)
    while at < length:
        if ends is not None:
            line.settimeout(max(ends - time.monotonic(), 0.001))
        count = line.recv_into(view[at:])
        if not count:
            return None
        at += count
    return bytes(got)


def plain_reading(reading: PageReading) -> dict[str, Any]:
    listings = [_plain_listing(listing) for listing in reading.listings]
    return {"state": reading.state.value, "reason": reading.reason, "listings": listings}


def reading_of(told: Any) -> PageReading:
    """Raises ValueError for what is no reading."""
    told = _mapping(told)
    listings = tuple(_listing(listing) for listing in _list(told.get("listings"), LISTINGS_MAX))
    return PageReading(PageState(_text(told.get("state"))), listings, _text(told.get("reason")))


def texts_of(told: Any, most: int) -> list[str]:
    """Raises ValueError for what is no list of texts."""
    return [_text(text) for text in _list(told, most)]


def _plain_listing(listing: PageListing) -> dict[str, Any]:
    return {
        "nap": {**{name: getattr(listing.nap, name) for name in _TEXTS}, "hours": listing.nap.hours},
        "source": listing.source,
        "provenance": dict(listing.provenance),
        "is_closed": listing.is_closed,
        "printed": dict(listing.printed),
    }


def _listing(told: Any) -> PageListing:
    told = _mapping(told)
    nap, is_closed = _mapping(told.get("nap")), told.get("is_closed")
    if not isinstance(is_closed, bool):
        raise ValueError("neither true nor false")
    return PageListing(
        Nap(**{name: _text(nap.get(name)) for name in _TEXTS}, hours=_hours(nap.get("hours"))),
        _text(told.get("source")),
        {name: _text(text) for name, text in _mapping(told.get("provenance")).items()},
        is_closed,
        {name: _text(text) for name, text in _mapping(told.get("printed")).items()},
    )


def _hours(told: Any) -> Hours | None:
    return None if told is None else {day: tuple(map(_span, _list(rows))) for day, rows in _mapping(told).items()}


def _span(told: Any) -> tuple[str, str]:
    opens, closes = _list(told, 2)
    return _text(opens), _text(closes)


def _mapping(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise ValueError("no mapping")
    return told


def _list(told: Any, most: int = FRAME_MAX) -> list[Any]:
    if not isinstance(told, list) or len(told) > most:
        raise ValueError("no list, or too long a one")
    return told


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise ValueError("no text")
    return told
