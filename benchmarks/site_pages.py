"""`python -m benchmarks.site_pages RECORDS OUT [--compress]`: checked pages alone, on two processes, as a peer writes
them; or each with its two copies."""

from __future__ import annotations

import json
import sys
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
CHUNK = 64


def build(out: Path, is_compressed: bool, lines: list[bytes]) -> int:
    for raw in lines:
        business = sound_business(raw) or Business.from_dict(json.loads(raw))
        theme = default_theme(business.trade)
        pages = build_pages(business, theme=theme, base_url="https://{id}.example.com/", now=NOW)
        write_site(out, business.id, with_copies(pages) if is_compressed else pages)
    return len(lines)


def main(records: Path, out: Path, is_compressed: bool) -> None:
    out.mkdir(parents=True)
    with records.open("rb") as file, ProcessPoolExecutor(2) as pool:
        chunks = iter(lambda: list(islice(file, CHUNK)), [])
        build(
            out, is_compressed, next(chunks)
        )  # before there are workers, as `site build` has it: templates are compiled once
        sum(pool.map(partial(build, out, is_compressed), chunks))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "--compress" in sys.argv[3:])
