"""Where photos are kept: originals as they came and what was made of them, in a store of the same port as the sites'.

<picture>/v/original/… and <picture>/v/<recipe>/…: a version is whole or not there, and never changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Protocol

from mappop.domain.business import Photo
from mappop.domain.picture import TakenPicture, content_id, picture_id
from mappop.sites.picture_child import in_a_child
from mappop.sites.pictures import MadePhoto, Rendition

ORIGINAL, SMALL, SIZES = "original", "small.jpg", "sizes.json"


class Store(Protocol):
    def put(self, site_id: str, version: str, files: Mapping[str, bytes]) -> None: ...

    def read(self, site_id: str, path: str, version: str | None = None) -> tuple[bytes, str] | None: ...

    def files(self, site_id: str, version: str) -> tuple[str, ...]: ...


class PictureShelf:
    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, name: str, content: bytes) -> TakenPicture:
        """Look through a file, in a process of its own, and keep it whole. Raises PictureRefused."""
        from mappop.sites.picture_opening import measured

        seen = measured(content)
        if not self.has(name):
            files = {f"{ORIGINAL}.{seen.kind}": content, **in_a_child("small", content)}
            self._store.put(name, ORIGINAL, files)
        return seen

    def has(self, name: str) -> bool:
        return self._store.read(name, SMALL, ORIGINAL) is not None

    def small(self, name: str) -> bytes | None:
        found = self._store.read(name, SMALL, ORIGINAL)
        return found[0] if found else None

    def original(self, name: str) -> tuple[str, bytes] | None:
        """The file as it came, and its name."""
        path = next((path for path in self._store.files(name, ORIGINAL) if path != SMALL), "")
        found = self._store.read(name, path, ORIGINAL) if path else None
        return (path, found[0]) if found else None

    def make(self, name: str) -> None:
        """All renditions, once. Raises PictureRefused, and LookupError where there is no original."""
        from mappop.sites.picture_making import recipe

        if self._store.read(name, SIZES, recipe()) is not None:
            return
        found = self.original(name)
        if found is None:
            raise LookupError(f"there is no original of {name}")
        self._store.put(name, recipe(), in_a_child("renditions", found[1]))

    def made(self, photos: Sequence[Photo]) -> Mapping[str, MadePhoto]:
        """By source, those that are ready."""
        known = {photo.src: self._made(name) for photo in photos if (name := picture_id(photo.src))}
        return {src: photo for src, photo in known.items() if photo is not None}

    def files(self, made: Mapping[str, MadePhoto]) -> Mapping[str, bytes]:
        """Every rendition by its path on the site."""
        return {photo.path(r): self._read(photo, r) for photo in made.values() for r in photo.renditions}

    def file(self, made: Mapping[str, MadePhoto], path: str) -> bytes | None:
        """One rendition by its path on the site."""
        wanted = ((photo, r) for photo in made.values() for r in photo.renditions if photo.path(r) == path)
        return next((self._read(photo, r) for photo, r in wanted), None)

    def _read(self, photo: MadePhoto, rendition: Rendition) -> bytes:
        from mappop.sites.picture_making import recipe

        found = self._store.read(photo.picture_id, rendition.file, recipe())
        if found is None:
            raise LookupError(f"{rendition.file} of {photo.picture_id} is gone")
        return found[0]

    def _made(self, name: str) -> MadePhoto | None:
        from mappop.sites.picture_making import recipe

        found = self._store.read(name, SIZES, recipe())
        if found is None:
            return None
        renditions = sorted((_rendition(file) for file in json.loads(found[0])), key=lambda r: r.width)
        return MadePhoto(content_id(f"{name}/{recipe()}".encode())[:12], name, tuple(renditions))


def _rendition(file: str) -> Rendition:
    size, _, ending = file.partition(".")
    width, _, height = size.partition("x")
    return Rendition(file, int(width), int(height), ending)
