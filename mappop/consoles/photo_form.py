"""The form for photos, in sales and in the portal: captions, order, removals and new files, all in one send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import FileStorage

from mappop.consoles.typed import one_line
from mappop.domain.errors import FieldError
from mappop.domain.picture import Picture, PictureRefused, limits, picture_id, refusals
from mappop.services import pictures
from mappop.services.deps import Deps

FILES = "files"
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/gif"  # an iPhone turns HEIC into JPEG for such a field


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, for which draft or business, in which language it is told what is wrong."""

    deps: Deps
    holder: str
    by: str
    language: str = "en"


def photos_of(
    sender: Sender, form: Mapping[str, Any], files: Sequence[FileStorage], known: Sequence[Mapping[str, str]]
) -> tuple[list[dict[str, str]], list[FieldError]]:
    """The photos as they shall be, and why some files are not among them; what was taken stays taken."""
    photos = [row for _, row in sorted(_rows(sender, form, known), key=lambda found: found[0])]
    errors = []
    for sent in files:
        if sent.filename:
            errors += _add(sender, photos, sent)
    return photos, errors


def shown_rows(photos: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """What the form shows: each photo, with the name of its little picture where we have one."""
    return [
        {"src": row["src"], "alt": row.get("alt", ""), "small": picture_id(row["src"]) or ""}
        for row in photos[: limits()["taken"]["photos"]]
    ]


def _rows(
    sender: Sender, form: Mapping[str, Any], known: Sequence[Mapping[str, str]]
) -> Iterator[tuple[float, dict[str, str]]]:
    own = {row["src"] for row in known}
    for n in range(limits()["taken"]["photos"]):
        src = form.get(f"photos.{n}.src", "")
        if not src or form.get(f"photos.{n}.gone"):
            continue
        if src in own or pictures.sent(sender.deps, sender.holder, src):
            alt = one_line(form.get(f"photos.{n}.alt", ""))[: limits()["taken"]["alt"]]
            yield _place(form.get(f"photos.{n}.place", ""), n + 1), {"src": src, **({"alt": alt} if alt else {})}


def _place(typed: str, stands: int) -> float:
    """Where it shall stand: moved up, before the one that stands there; moved down, behind it."""
    wanted = int(typed) if typed.isdecimal() and len(typed) < 4 else stands
    return wanted + 0.5 * ((wanted > stands) - (wanted < stands))


def _add(sender: Sender, photos: list[dict[str, str]], sent: FileStorage) -> list[FieldError]:
    name = one_line(sent.filename or "")[:60]
    try:
        if len(photos) >= limits()["taken"]["photos"]:
            raise PictureRefused("many")
        if getattr(sent.stream, "is_late", False):
            raise PictureRefused("late")
        content = sent.stream.read(limits()["taken"]["bytes"] + 1)
        taken: Picture = pictures.take(sender.deps, sender.holder, content, by=sender.by)
    except PictureRefused as refused:
        reason, remedy = refusals(sender.language)[refused.code]
        return [FieldError(FILES, f"“{name}” {reason}", remedy)]
    if all(row["src"] != taken.src for row in photos):
        photos.append({"src": taken.src})
    return []
