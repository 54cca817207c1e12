"""“Take my site”: everything of a site as one file, at any time, after the end too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from mappop.domain.business import Business
from mappop.domain.errors import NotFound
from mappop.domain.site import SiteVersion
from mappop.services import pictures, records
from mappop.services.deps import Deps

Content = Callable[[], bytes]
README = {"en": "README.txt", "es": "LEAME.txt"}


@dataclass(frozen=True, slots=True)
class Parcel:
    business: Business
    version: SiteVersion
    paths: tuple[str, ...]


def parcel(deps: Deps, business_id: str) -> Parcel:
    """The version that people see, or saw last. Raises NotFound before there is one."""
    with deps.unit_of_work() as uow:
        site = uow.sites.get(business_id)
        version = uow.site_versions.first(business_id=business_id, version=site.version)
        business, _ = records.current_business(uow, business_id)
    if version is None:
        raise NotFound("This site was not published yet.")
    return Parcel(business, version, deps.site_store.files(business_id, version.version))


def entries(deps: Deps, found: Parcel, readme: str, language: str) -> Iterator[tuple[str, Content]]:
    """Path and content of each file, the readme first; read from the store one at a time."""
    yield README[language], readme.replace("\n", "\r\n").encode
    yield "business.json", partial(_record, found.business)
    if form := deps.plain_pages.form(_file(deps, found, "index.html")):
        yield "contact-form.html", lambda: form
    for path in found.paths:
        if not path.endswith((".gz", ".br")):
            yield f"site/{path}", partial(_page if path.endswith(".html") else _file, deps, found, path)
    yield from pictures.originals(deps, found.business)
    yield "site/_headers", deps.plain_pages.headers_file


def _record(business: Business) -> bytes:
    return (json.dumps(business.to_dict(), ensure_ascii=False, indent=2) + "\n").encode()


def _page(deps: Deps, found: Parcel, path: str) -> bytes:
    return deps.plain_pages.page(_file(deps, found, path))


def _file(deps: Deps, found: Parcel, path: str) -> bytes:
    read = deps.site_store.read(found.business.id, path, found.version.version)
    if read is None:
        raise NotFound(f"The site's file {path[:100]} is gone.")
    return read[0]


def plain_files(deps: Deps, found: Parcel) -> Mapping[str, bytes]:
    """All of the version, its pages without form and counts."""
    kept = (path for path in found.paths if not path.endswith((".gz", ".br")))
    return {path: (_page if path.endswith(".html") else _file)(deps, found, path) for path in kept}
