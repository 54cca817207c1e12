"""Sites of many records, built into a folder: DIR/<id>/…, each file replaced whole, and only where something is new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mappop.domain.business import Business, Photo
from mappop.domain.errors import FieldError, Invalid
from mappop.domain.picture import PictureRefused, limits
from mappop.sites.builder import build_site_or_less, default_theme
from mappop.sites.built_index import BuiltIndex, Row
from mappop.sites.checks import SiteRefused
from mappop.sites.compressed import with_copies
from mappop.sites.lasting import lasting
from mappop.sites.lines import Entry, read_record
from mappop.sites.made_by import code_print
from mappop.sites.notes import notes
from mappop.sites.picture_child import in_a_child
from mappop.sites.site_folder import outputs_print, write_site
from mappop.sites.sound_record import sound_business


@dataclass(frozen=True, slots=True)
class Batch:
    """What holds for every record of one run; `theme` empty takes the one that suits each trade."""

    out: Path
    folder: Path  # of the record file: photos' paths start here
    base_url: str
    now: datetime
    theme: str = ""
    is_compressed: bool = False

    def made_from(self, entry: Entry) -> bytes:
        """The print of all that this site is made of, but its photos."""
        told = repr((self.base_url, self.theme, self.is_compressed, entry.made_id)).encode()
        return hashlib.blake2b(code_print() + told + entry.raw, digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one line; `row` goes into the index where the site was made or looked at anew."""

    number: int
    bytes: int = 0
    errors: tuple[FieldError, ...] = ()
    notes: tuple[str, ...] = ()
    id: str = ""
    row: Row | None = None
    notes_before: int = 0  # said when a site that was left alone was built

    def rejected(self) -> dict[str, Any]:
        errors = [{"field": e.field, "reason": e.reason, "remedy": e.remedy} for e in self.errors]
        return {"line": self.number, "id": self.id, "errors": errors}


def build_entries(batch: Batch, entries: Sequence[Entry]) -> list[Built]:
    return [_build_entry(batch, entry) for entry in entries]


def fresh_row(batch: Batch, entry: Entry, index: BuiltIndex, today_in: Callable[[str], date]) -> Row | None:
    """The row of a site that would come out as it lies there."""
    row = index.row(entry.id) if entry.id and not entry.taken_by else None
    if row is None or row.made_from != batch.made_from(entry):
        return None
    if row.lasting and not row.lasting.covers(today_in):
        return None
    if row.photos and row.photos != _photos_print(json.loads(row.photos), batch.folder):
        return None
    return row if row.outputs and row.outputs == outputs_print(str(batch.out / row.id)) else None


def _build_entry(batch: Batch, entry: Entry) -> Built:
    business_id = entry.id
    try:
        business = sound_business(entry.raw, entry.made_id) or _read_by_field(entry)
        business_id = business.id
        if entry.taken_by:
            raise Invalid(
                [FieldError("id", f"“{business_id}” stands in line {entry.taken_by} already", "give another")]
            )
        if business_id != entry.id:
            raise Invalid([FieldError("id", "is said twice in this record", "say it once")])
        return _build(batch, entry, business)
    except Invalid as error:
        return Built(entry.number, errors=error.errors, id=business_id)
    except SiteRefused as error:
        return Built(entry.number, errors=tuple(FieldError("page", p) for p in error.problems), id=business_id)


def _read_by_field(entry: Entry) -> Business:
    record = read_record(entry.raw)
    return Business.from_dict({**record, "id": record.get("id") or entry.made_id})


def _build(batch: Batch, entry: Entry, business: Business) -> Built:
    photos = _photos_print({photo.src: None for photo in business.photos}, batch.folder) if business.photos else ""
    pictures, refused = _pictures(business.photos, batch.folder)
    theme = batch.theme or default_theme(business.trade)
    files, is_cut = build_site_or_less(
        business, theme=theme, base_url=batch.base_url, now=batch.now, pictures=pictures
    )  # fmt: skip
    if batch.is_compressed:
        files = with_copies(files)
    write_site(batch.out, business.id, files)
    size, told = sum(map(len, files.values())), tuple(notes(business, pictures, refused, is_cut=is_cut))
    outputs = outputs_print(f"{batch.out}/{business.id}")
    days = lasting(business, batch.now)
    row = Row(business.id, batch.made_from(entry), outputs, photos, days, size, len(told))
    return Built(entry.number, size, notes=told, id=business.id, row=row)


def _pictures(photos: tuple[Photo, ...], folder: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Photos that lie inside the record file's folder, made anew without metadata; and why others are refused."""
    found, refused = {}, {}
    for photo in photos:
        path = _picture_path(photo.src, folder)
        try:
            if path and path.is_file():
                found[photo.src] = in_a_child("copied", _content(path))["copied.jpg"]
        except OSError:
            continue
        except PictureRefused as reason:
            refused[photo.src] = str(reason)
    return found, refused


def _content(path: Path) -> bytes:
    """The file, or of one that is too heavy as much as shows it."""
    with path.open("rb") as file:
        return file.read(limits()["taken"]["bytes"] + 1)


def _photos_print(sources: Mapping[str, object], folder: Path) -> str:
    """JSON: size and times of each photo's file, null where there is none that may be read."""
    return json.dumps({src: _stand(_picture_path(src, folder)) for src in sources})


def _stand(path: Path | None) -> list[int] | None:
    try:
        at = path.stat() if path else None
    except OSError:
        return None
    return [at.st_size, at.st_mtime_ns, at.st_ctime_ns] if at else None


def _picture_path(src: str, folder: Path) -> Path | None:
    if "://" in src or src.startswith(("/", "\\")) or ".." in Path(src).parts:
        return None
    try:
        path = (folder / src).resolve()
    except (OSError, ValueError):
        return None
    return path if path.is_relative_to(folder.resolve()) else None
