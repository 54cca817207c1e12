"""A publisher's reply as plain values. Every text in it is a stranger's: bounded here, escaped where it is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provisioners.errors import Retryable

WORDS_MAX = 500
RETRY_AFTER_MAX = 86_400.0


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    json: Any = None  # None where the body is no JSON
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in small letters

    @classmethod
    def of(cls, status: int, content: bytes, headers: Mapping[str, str]) -> Reply:
        text = content.decode("utf-8", errors="replace")
        try:
            data = json.loads(text) if text.strip() else None
        except (ValueError, RecursionError):
            data = None
        return cls(status, data, text, {name.lower(): value for name, value in headers.items()})

    @property
    def data(self) -> Mapping[str, Any]:
        """The reply as an object; raises Retryable where it is something else."""
        if not isinstance(self.json, Mapping):
            raise Retryable("the publisher's reply makes no sense")
        return self.json

    def complaint(self) -> tuple[str, str]:
        """Code and words of an error body: Google's form, Graph's, or `{"error","message"}`."""
        body = self.json if isinstance(self.json, Mapping) else {}
        error = body.get("error")
        if isinstance(error, Mapping):
            return text_of(error, "status") or text_of(error, "code"), text_of(error, "message")
        words = text_of(body, "message") or (self.text[:WORDS_MAX] if body else "")
        return text_of(body, "error"), words


def text_of(data: object, *path: str) -> str:
    """The text at a path of keys, "" where there is none; numbers become text, anything else does not."""
    for key in path:
        if not isinstance(data, Mapping):
            return ""
        data = data.get(key)
    if isinstance(data, bool) or not isinstance(data, str | int | float):
        return ""
    return str(data)[:WORDS_MAX]


def rows_of(data: object, key: str) -> list[Mapping[str, Any]]:
    """The objects in the list under `key`; what is no object is left out."""
    rows = data.get(key) if isinstance(data, Mapping) else None
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def retry_after(value: str) -> float | None:
    """Seconds of a Retry-After header; a date form is left to the caller's own back-off."""
    return min(float(value), RETRY_AFTER_MAX) if value.isascii() and value.isdigit() else None
