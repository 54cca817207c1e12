"""`python -m benchmarks.site_pages RECORDS OUT [--compress]`: checked pages alone, on two processes, as a peer writes
them; or each with its two copies."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from mappop.domain.business import Business
from mappop.sites.builder import build_pages, default_theme
from mappop.sites.compressed import with_copies
from mappop.sites.site_folder import write_site
from mappop.sites.sound_record import sound_business

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
CHUNK = 32  # as `site build` has it


def build(records: Path, out: Path, is_compressed: bool, start: int) -> None:
    """Of one chunk of lines, which starts at that byte: a worker reads for itself, as each of a peer's threads does."""
    with records.open("rb") as file:
        file.seek(start)
        lines = list(islice(file, CHUNK))
    for raw in lines:
        business = sound_business(raw) or Business.from_dict(json.loads(raw))
        theme = default_theme(business.trade)
        pages = build_pages(business, theme=theme, base_url="https://{id}.example.com/", now=NOW)
        write_site(out, business.id, with_copies(pages) if is_compressed else pages)


def starts(records: Path) -> Iterator[int]:
    """The byte at which each chunk begins."""
    with records.open("rb") as file:
        at = 0
        while lines := list(islice(file, CHUNK)):
            yield at
            at += sum(map(len, lines))


def main(records: Path, out: Path, is_compressed: bool) -> None:
    out.mkdir(parents=True)
    make = partial(build, records, out, is_compressed)
    with ProcessPoolExecutor(2) as pool:
        first, *others = starts(records)
        make(first)  # before there are workers, as `site build` has it: templates are compiled once
        list(pool.map(make, others))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "--compress" in sys.argv[3:])
