"""The record's photos as a page shows them: kind told by content, name by content, nothing that is no photo."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mappop.domain.business import Photo
from mappop.sites.text import line

PHOTOS_SHOWN = 12
BYTES_MAX = 12_000_000
_KINDS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))


@dataclass(frozen=True, slots=True)
class Picture:
    src: str
    path: str
    alt: str


def shown_pictures(photos: Sequence[Photo], contents: Mapping[str, bytes]) -> tuple[Picture, ...]:
    """Photos whose content is there and is a picture; SVG never is, since it can carry script."""
    found: dict[str, Picture] = {}
    for photo in photos:
        kind = picture_kind(contents.get(photo.src, b""))
        if kind and len(found) < PHOTOS_SHOWN:
            name = hashlib.sha256(contents[photo.src]).hexdigest()[:16]
            found.setdefault(name, Picture(photo.src, f"photos/{name}.{kind}", line(photo.alt, 160)))
    return tuple(found.values())


def picture_kind(content: bytes) -> str:
    """The file ending that the first bytes prove, or empty."""
    if len(content) > BYTES_MAX:
        return ""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    return next((kind for magic, kind in _KINDS if content.startswith(magic)), "")
