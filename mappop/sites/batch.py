"""Sites of many records, built into a folder: DIR/<id>/…, each file replaced whole."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mappop.domain.business import Business, Photo
from mappop.domain.errors import FieldError, Invalid
from mappop.sites.builder import SiteFiles, build_site, default_theme
from mappop.sites.checks import SiteRefused
from mappop.sites.notes import notes
from mappop.sites.pictures import BYTES_MAX

RECORD_MAX = 4_000_000  # bytes of one line; a whole record is far below a megabyte


@dataclass(frozen=True, slots=True)
class Batch:
    """What holds for every record of one run; `theme` empty takes the one that suits each trade."""

    out: Path
    folder: Path  # of the record file: photos' paths start here
    base_url: str
    now: datetime
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record file, and the id it gets where it brings none."""

    number: int
    raw: bytes
    made_id: str = ""
    taken_by: int = 0  # the earlier line that brought the same id


@dataclass(frozen=True, slots=True)
class Built:
    number: int
    bytes: int = 0
    errors: tuple[FieldError, ...] = ()
    notes: tuple[str, ...] = ()
    id: str = ""

    def rejected(self) -> dict[str, Any]:
        errors = [{"field": e.field, "reason": e.reason, "remedy": e.remedy} for e in self.errors]
        return {"line": self.number, "id": self.id, "errors": errors}


def build_entries(batch: Batch, entries: list[Entry]) -> list[Built]:
    return [_build_entry(batch, entry) for entry in entries]


def read_record(raw: bytes) -> Mapping[str, Any]:
    """The JSON object of one line; raises Invalid."""
    if len(raw) > RECORD_MAX:
        raise Invalid([FieldError("record", f"is longer than {RECORD_MAX} bytes", "one business is one line")])
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Invalid(
            [FieldError("record", f"is not JSON: {str(error)[:120]}", "one object a line, in UTF-8")]
        ) from None
    if not isinstance(data, dict):
        raise Invalid([FieldError("record", "is not an object", "one business is one JSON object")])
    return data


def write_whole(path: Path, content: bytes) -> None:
    """The old file or the new one, never a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _build_entry(batch: Batch, entry: Entry) -> Built:
    business_id = entry.made_id
    try:
        record = read_record(entry.raw)
        business = Business.from_dict({**record, "id": record.get("id") or entry.made_id})
        business_id = business.id
        if entry.taken_by:
            raise Invalid(
                [FieldError("id", f"“{business_id}” stands in line {entry.taken_by} already", "give another")]
            )
        pictures = _pictures(business.photos, batch.folder)
        theme = batch.theme or default_theme(business.trade)
        files = build_site(business, theme=theme, base_url=batch.base_url, now=batch.now, pictures=pictures)
        _write_site(batch.out / business.id, files)
    except Invalid as error:
        return Built(entry.number, errors=error.errors, id=business_id)
    except SiteRefused as error:
        return Built(entry.number, errors=tuple(FieldError("page", p) for p in error.problems), id=business_id)
    size = sum(map(len, files.values()))
    return Built(entry.number, size, notes=tuple(notes(business, pictures)), id=business_id)


def _pictures(photos: tuple[Photo, ...], folder: Path) -> dict[str, bytes]:
    """Contents of photos that lie inside the record file's folder; others are left out."""
    found = {}
    for photo in photos:
        content = _picture(photo.src, folder)
        if content is not None:
            found[photo.src] = content
    return found


def _picture(src: str, folder: Path) -> bytes | None:
    if "://" in src or src.startswith(("/", "\\")) or ".." in Path(src).parts:
        return None
    try:
        path = (folder / src).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file() or path.stat().st_size > BYTES_MAX:
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        return None


def _is_there(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _write_site(folder: Path, files: SiteFiles) -> None:
    """The pages come last, so that what they name is there."""
    for path, content in sorted(files.items(), key=lambda item: item[0].endswith("index.html")):
        if not _is_there(folder / path, content):
            write_whole(folder / path, content)
