"""`python -m benchmarks.jinja_peer WHAT RECORDS OUT`: what relates this machine to others' figures.

`writing`: files of a page's weight, by one process, nothing made. `jinja`: our templates by Jinja as it comes, filled
from our view model with the data for machines, by two processes; nothing checked, nothing renamed.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache, partial
from itertools import islice
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from mappop.domain.business import Business
from mappop.sites.builder import default_theme, page_content, page_languages, site_url, trade_of
from mappop.sites.dress import Dress
from site_templates import said_in, template_sources, themes, words

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
URL = "https://{id}.example.com/"
CHUNK, WEIGHT = 64, 21_300  # bytes: the mean of our pages from the same records (2026-11-26)


def write(out: Path, lines: list[bytes]) -> None:
    for raw in lines:
        _put(out, json.loads(raw)["id"], b"x" * WEIGHT)


def build(out: Path, lines: list[bytes]) -> None:
    for raw in lines:
        business = Business.from_dict(json.loads(raw))
        _put(out, business.id, _page(business).encode())


def _page(business: Business) -> str:
    language = page_languages(business)[0]
    theme, paths = themes()[default_theme(business.trade)], {"index.html": language}
    dress = Dress(business, theme, trade_of(business), site_url(business, URL), paths, (), has_drawn=False)
    page = page_content(business, language, NOW)
    return _template(*dress.template(language)).render(
        p=dress.shown(page, "index.html", NOW.date()), w=words()[language]
    )


@cache
def _template(theme: str, language: str, owners: str) -> Template:
    return _environment().from_string(said_in(template_sources()[theme], language, owners))


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined)


def _put(out: Path, name: str, page: bytes) -> None:
    folder = out / name
    folder.mkdir()
    (folder / "index.html").write_bytes(page)


def main(what: str, records: Path, out: Path) -> None:
    out.mkdir(parents=True)
    with records.open("rb") as file:
        chunks = iter(lambda: list(islice(file, CHUNK)), [])
        if what == "writing":
            for chunk in chunks:
                write(out, chunk)
            return
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(partial(build, out), chunks))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
