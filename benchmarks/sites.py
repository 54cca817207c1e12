"""How fast sites are made and how heavy they are: distinct records in, checked pages out; one process, CPU time."""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mappop.domain.business import Business
from mappop.sites.batch import Batch, build_entries
from mappop.sites.builder import build_pages, build_site
from mappop.sites.lines import Entry
from site_templates import themes

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
URL = "https://{id}.example.com/"


def run(count: int = 600) -> dict[str, Any]:
    """Pages a second and sites a second (pages, QR, card and the rest), and the bytes of each theme's sample."""
    records = distinct_records(count)
    for record in records[:6]:
        build_site(Business.from_dict(record), theme="practice", base_url=URL, now=NOW)
    pages = _cpu_seconds(lambda: [_page(record) for record in records])
    whole = _cpu_seconds(lambda: _written(records))
    return {
        "records": count,
        "pages_per_cpu_second": round(count / pages),
        "written_sites_per_cpu_second": round(count / whole),
        "document_bytes": {name: _weight(name) for name in themes()},
    }


def distinct_records(count: int) -> list[dict[str, Any]]:
    """The themes' samples in one language, each with a name, number, price and colour of its own."""
    samples = [dict(theme.sample) for theme in themes().values()]
    return [
        samples[n % len(samples)]
        | {
            "id": f"b{n}",
            "name": f"{samples[n % len(samples)]['name']} {n}",
            "phones": [{"number": f"+1512555{n % 10_000:04d}"}],
            "brand_color": f"#{n * 7919 % 0xFFFFFF:06x}",
            "languages": ["en"],
        }
        for n in range(count)
    ]


def _page(record: dict[str, Any]) -> int:
    business = Business.from_dict(record)
    return len(build_pages(business, theme=list(themes())[len(business.name) % 3], base_url=URL, now=NOW)["index.html"])


def _written(records: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        batch = Batch(Path(folder), Path(folder), URL, NOW)
        build_entries(batch, [Entry(n, json.dumps(record).encode(), record["id"]) for n, record in enumerate(records)])


def _weight(theme: str) -> dict[str, int]:
    files = build_site(Business.from_dict(themes()[theme].sample), theme=theme, base_url=URL, now=NOW)
    page = files["index.html"]
    return {"plain": len(page), "gzip": len(gzip.compress(page, 9))}


def _cpu_seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
