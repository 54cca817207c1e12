"""The pages that are looked at: every sample in every theme and both languages, as `build_site` makes them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from benchmarks.site_check.samples.shop import Record
from mappop.domain.business import Business
from mappop.sites.builder import SiteFiles, build_site, page_content, page_languages
from mappop.sites.view_model import Content

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a built site, `path` from the root of the server that shows it."""

    business: Business
    theme: str
    language: str
    path: str
    html: bytes
    content: Content

    @property
    def name(self) -> str:
        return f"{self.theme}/{self.business.id}/{self.language}"


@dataclass(frozen=True, slots=True)
class Site:
    business: Business
    theme: str
    root: str
    files: SiteFiles

    def pages(self) -> Iterator[Page]:
        for n, language in enumerate(page_languages(self.business)):
            name = f"{language}/index.html" if n else "index.html"
            content = page_content(self.business, language, NOW)
            path = self.root + name.removesuffix("index.html")
            yield Page(self.business, self.theme, language, path, self.files[name], content)


def build(record: Record, theme: str, origin: str) -> Site:
    business = Business.from_dict(in_both_languages(record))
    pictures = {"front.png": picture(800, 600), "side.png": picture(600, 800)}
    files = build_site(business, theme=theme, base_url=f"{origin}/{theme}/{{id}}", now=NOW, pictures=pictures)
    return Site(business, theme, f"/{theme}/{business.id}/", files)


def in_both_languages(record: Record) -> Record:
    """The record's own languages first, so that each sample is seen in English and in Spanish."""
    own: Sequence[str] = record.get("languages", ["en"])
    return record | {"languages": list(dict.fromkeys((*own, "en", "es")))}


@cache
def picture(width: int, height: int) -> bytes:
    """A photo to stand in for one: a PNG of colors that run into each other."""
    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in _dot(x, y)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _dot(x: int, y: int) -> tuple[int, int, int]:
    return 40 + x // 6 % 180, 60 + y // 5 % 160, 90 + (x + y) // 9 % 140


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
