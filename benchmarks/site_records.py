"""Distinct records for measuring the making of sites: the themes' samples, each with facts of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from site_templates import themes, trades

LANGUAGES = (["en"], ["en"], ["en"], ["en"], ["en"], ["en"], ["es"], ["es"])  # one page a site
STREETS = ("Oak St", "Maple Ave", "Cedar Ln", "Walnut St", "Juniper Rd", "Lakeview Ave", "Mill Rd", "Prospect St")


def record(n: int) -> dict[str, Any]:
    """The n-th; the same n is the same record always, and no two are alike in name, number, colour and prices."""
    samples = list(themes().values())
    sample = dict(samples[n % len(samples)].sample)
    keys = list(trades())
    trade = keys[n // len(samples) % len(keys)] if n % 3 == 0 else sample["trade"]
    services = [row | {"price": f"${20 + (n + 7 * m) % 400}"} for m, row in enumerate(sample["services"])]
    return sample | {
        "id": f"business-{n:06d}",
        "name": f"{sample['name']} {n}",
        "trade": trade,
        "address": sample["address"] | {"street": f"{100 + n % 9000} {STREETS[n % len(STREETS)]}"},
        "phones": [{"number": f"+1512{200 + n // 10_000 % 700}{n % 10_000:04d}"}],
        "brand_color": f"#{n * 7919 % 0xFFFFFF:06x}",
        "languages": LANGUAGES[n % len(LANGUAGES)],
        "services": services,
        "photos": [],
    }


def lines(count: int) -> Iterator[bytes]:
    for n in range(count):
        yield json.dumps(record(n), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def write_records(path: Path, count: int) -> Path:
    with path.open("wb") as file:
        file.writelines(lines(count))
    return path
