"""The record's photos as a page shows them: made for each width at publish, or as they lie beside a record file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mappop.domain.business import Photo
from mappop.domain.picture import PictureRefused, limits
from mappop.sites.text import line

_PHONE_WIDTHS = 2  # of the widths that are made, those that a narrow window may take
_TYPES = {"avif": "image/avif", "webp": "image/webp"}
WIDE = "(min-width:800px)"  # as in the themes' style sheets


@dataclass(frozen=True, slots=True)
class Rendition:
    file: str
    width: int
    height: int
    ending: str


@dataclass(frozen=True, slots=True)
class MadePhoto:
    """One photo's renditions: `name` is their folder on the site, narrowest first within each ending."""

    name: str
    picture_id: str
    renditions: tuple[Rendition, ...]

    def of(self, ending: str) -> tuple[Rendition, ...]:
        return tuple(found for found in self.renditions if found.ending == ending)

    def path(self, rendition: Rendition) -> str:
        return f"photos/{self.name}/{rendition.file}"


@dataclass(frozen=True, slots=True)
class Source:
    """A `<source>`; the paths of its srcset begin at the site's root."""

    type: str
    media: str
    files: tuple[tuple[str, int], ...]

    def srcset(self, root: str) -> str:
        return ",".join(f"{root}{path} {width}w" for path, width in self.files)


@dataclass(frozen=True, slots=True)
class Picture:
    src: str
    path: str
    alt: str
    width: int
    height: int
    sources: tuple[Source, ...] = ()


def shown_pictures(
    photos: Sequence[Photo], contents: Mapping[str, bytes], made: Mapping[str, MadePhoto]
) -> tuple[Picture, ...]:
    """Photos that were made or whose content is there and is a picture; SVG never is, since it can carry script."""
    found: dict[str, Picture] = {}
    for photo in photos:
        alt = line(photo.alt, limits()["taken"]["alt"])
        picture = (
            _made(photo.src, alt, made[photo.src], is_first=not found)
            if photo.src in made
            else _copied(photo.src, alt, contents.get(photo.src, b""))
        )
        if picture and len(found) < limits()["taken"]["photos"]:
            found.setdefault(picture.path, picture)
    return tuple(found.values())


def _copied(src: str, alt: str, content: bytes) -> Picture | None:
    from mappop.sites.picture_opening import measured  # only a record with photos pays for loading Pillow

    try:
        seen = measured(content)
    except PictureRefused:
        return None
    name = hashlib.sha256(content).hexdigest()[:16]
    return Picture(src, f"photos/{name}.{seen.kind}", alt, seen.width, seen.height)


def _made(src: str, alt: str, photo: MadePhoto, *, is_first: bool) -> Picture:
    fallback = photo.of("jpg")[-1]
    sources = [
        Source(_TYPES[ending], media, tuple((photo.path(r), r.width) for r in offered))
        for ending in _TYPES
        for media, offered in _offers(photo.of(ending), is_wide=is_first)
    ]
    return Picture(src, photo.path(fallback), alt, fallback.width, fallback.height, tuple(sources))


def _offers(renditions: tuple[Rendition, ...], *, is_wide: bool) -> list[tuple[str, tuple[Rendition, ...]]]:
    """The widest is for wide windows alone: a phone of high density would take it, and 40 kB would be gone."""
    narrow, wide = renditions[:_PHONE_WIDTHS], renditions[1:]
    return [
        (media, offer)
        for media, offer in ((WIDE, wide if is_wide and len(renditions) > 2 else ()), ("", narrow))
        if offer
    ]
