"""Photos of a business: taken, made for its pages, shown by the next publish, and given back as they came."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial

from checkers.fetch.outcome import CouldNotCheck
from mappop import ids
from mappop.domain.business import Business, Photo
from mappop.domain.errors import NotFound
from mappop.domain.picture import Picture, PictureRefused, content_id, is_fetched, limits, picture_id
from mappop.services import records
from mappop.services.deps import Deps
from provisioners.errors import Retryable

SENT_MOST = 300  # files that one draft or business may send in all; a site shows thirty


def take(deps: Deps, holder: str, content: bytes, *, by: str) -> Picture:
    """Keep an upload and have it made. The same file again is the same picture. Raises PictureRefused."""
    name = content_id(content)
    seen = deps.pictures.keep(name, content)
    with deps.unit_of_work() as uow:
        sent = {row.picture_id: row for row in uow.pictures.where(holder=holder)}
        if name in sent:
            return sent[name]
        if len(sent) >= SENT_MOST:
            raise PictureRefused("many")
        made = Picture(
            ids.new_id("pic"), holder, name, seen.width, seen.height, len(content), by, deps.clock.now()
        )  # fmt: skip
        uow.pictures.add(made)
        uow.enqueue("jobs.pictures.make", {"name": name}, key=f"picture:{name}")
        uow.commit()
    return made


def sent(deps: Deps, holder: str, src: str) -> bool:
    """Whether this holder sent the photo: knowing another's name shows nothing."""
    with deps.unit_of_work() as uow:
        return uow.pictures.first(holder=holder, picture_id=picture_id(src)) is not None


def small(deps: Deps, holder: str, name: str, shown: tuple[Photo, ...] = ()) -> bytes:
    """The little picture of a photo that this holder sent, or that its record shows. Raises NotFound."""
    is_shown = any(picture_id(photo.src) == name for photo in shown)
    with deps.unit_of_work() as uow:
        is_own = is_shown or uow.pictures.first(holder=holder, picture_id=name) is not None
    content = deps.pictures.small(name) if is_own else None
    if content is None:
        raise NotFound("There is no such photo.")
    return content


def make(deps: Deps, name: str) -> None:
    """Renditions of one upload, before anybody asks for its page. Twice is once."""
    deps.pictures.make(name)


def complete(deps: Deps, business_id: str) -> None:
    """Fetch and make what the record's photos lack, then publish anew. Twice is once.

    Raises Retryable, after publishing what is ready, where an address did not answer.
    """
    with deps.unit_of_work() as uow:
        business, revision = records.current_business(uow, business_id)
    silent = [photo.src for photo in business.photos if not _is_settled(deps, photo)]
    ready = "".join(sorted(deps.pictures.made(business.photos)))
    if ready:
        key = f"publish:{business_id}:{revision}:{hashlib.sha256(ready.encode()).hexdigest()[:16]}"
        with deps.unit_of_work() as uow:
            uow.enqueue("jobs.sites.publish", {"business_id": business_id}, key=key)
            uow.commit()
    if silent:
        raise Retryable(f"{len(silent)} photos could not be fetched, {silent[0][:100]} the first")


def _is_settled(deps: Deps, photo: Photo) -> bool:
    """True where the photo is made, or never will be; False where its address may answer later."""
    name = picture_id(photo.src)
    if name is None:
        return True
    try:
        if is_fetched(photo.src) and not deps.pictures.has(name):
            answer = deps.fetch_picture(photo.src)
            deps.pictures.keep(name, answer.content if answer.is_there else b"")
        deps.pictures.make(name)
    except CouldNotCheck:
        return False
    except (PictureRefused, LookupError):
        return True
    return True


def missing(deps: Deps, business: Business) -> list[str]:
    """Sources of photos that could be shown and are not ready."""
    ready = deps.pictures.made(business.photos)
    return [photo.src for photo in business.photos if photo.src not in ready and picture_id(photo.src)]


def site_file(deps: Deps, business: Business, *, theme: str, address: str, path: str) -> bytes | None:
    """One file of the site as it would be, for a look at it; nothing is kept."""
    made = deps.pictures.made(business.photos)
    if path.startswith("photos/"):
        return deps.pictures.file(made, path)
    return deps.build_site(business, theme=theme, base_url=address, now=deps.clock.now(), made=made).get(path)


def originals(deps: Deps, business: Business) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Path and content of each photo of the record in its original size, read one at a time."""
    for n, photo in enumerate(business.photos[: limits()["taken"]["photos"]], 1):
        name = picture_id(photo.src)
        found = deps.pictures.original(name) if name else None
        if name and found:
            yield f"originals/{n:02d}.{found[0].rpartition('.')[2]}", partial(_original, deps, name)


def _original(deps: Deps, name: str) -> bytes:
    found = deps.pictures.original(name)
    if found is None:
        raise NotFound("This photo is gone.")
    return found[1]
