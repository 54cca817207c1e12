"""Photos of a business: where each is kept, what is taken and what is refused."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from mappop.domain.errors import FieldError, Refused

KEPT = "kept:"  # a photo that was uploaded: its source is the hash of its content
_HASH = re.compile("[0-9a-f]{40}")


@dataclass(eq=False)
class Picture:
    """An upload: the original lies in the picture store, and whoever holds it may show it."""

    id: str
    holder: str  # the draft or the business
    picture_id: str
    width: int
    height: int
    size: int
    added_by: str
    added_at: datetime

    @property
    def src(self) -> str:
        return KEPT + self.picture_id


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """What a look at a file found: its ending, and width and height as it is seen."""

    kind: str
    width: int
    height: int


class PictureRefused(Refused):
    """A file that is not taken; `code` names the reason in picture_refusals.toml."""

    def __init__(self, code: str) -> None:
        super().__init__(" (".join(refusals("en")[code]) + ")")
        self.code = code

    def told(self, field: str, name: str, language: str = "en") -> FieldError:
        reason, remedy = refusals(language)[self.code]
        return FieldError(field, f"“{name}” {reason}", remedy)


def content_id(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:40]


def picture_id(src: str) -> str | None:
    """Under which name the photo of a record's `src` is kept: its content's, or its address's; None for other texts."""
    if src.startswith(KEPT):
        found = src.removeprefix(KEPT)
        return found if _HASH.fullmatch(found) else None
    return content_id(src.encode()) if is_fetched(src) else None


def is_fetched(src: str) -> bool:
    return src.startswith("https://") and len(src) <= limits()["taken"]["src"]


@cache
def limits() -> dict[str, Any]:
    return _read("picture.toml")


@cache
def refusals(language: str) -> dict[str, list[str]]:
    said: dict[str, list[str]] = _read("picture_refusals.toml")[language]
    return said


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
