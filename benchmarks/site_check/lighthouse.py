"""Lighthouse as it comes (mobile, simulated slow 4G) on pages that cover themes, trades and languages pairwise."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from benchmarks.site_check import goals
from benchmarks.site_check.built import Facts, Page
from benchmarks.site_check.tools import FOLDER, Tools

PROGRAM = Path(__file__).with_suffix(".mjs")
Row = dict[str, Any]
Pair = tuple[tuple[str, str], ...]
Some = TypeVar("Some", bound=Facts)


def measured(pages: Sequence[Page], origin: str, tools: Tools, looks: int) -> list[Row]:
    """One row a page, the median of each figure over its looks."""
    names = {origin + page.path: page.name for page in pages}
    run = subprocess.run(
        [tools.node, str(PROGRAM), str(FOLDER), tools.chromium, str(looks), *names],
        stdout=subprocess.PIPE, text=True, check=True, timeout=60 * looks * len(pages),
    )  # fmt: skip
    by_page = defaultdict(list)
    for line in run.stdout.splitlines():
        row = json.loads(line)
        by_page[names[row["address"]]].append(row)
    return [_median(name, rows) for name, rows in by_page.items()]


def sifted(pages: Sequence[Page], origin: str, tools: Tools, looks: int) -> list[Row]:
    """One look at each; a page that misses a goal is looked at as often as others, since one look hears every noise of
    the machine."""
    once = measured(pages, origin, tools, 1)
    short = {row["page"] for row in once if goals.misses(row)}
    again = measured([page for page in pages if page.name in short], origin, tools, looks) if short else []
    return [row for row in once if row["page"] not in short] + again


def chosen(pages: Sequence[Some], count: int) -> list[Some]:
    """Each next page is the one that brings most pairs that no earlier one had; it need not be built for that."""
    left, picked, seen = list(pages), list[Some](), set[Pair]()
    while left and len(picked) < count:
        best = max(left, key=lambda page: len(set(pairs(page)) - seen))
        left.remove(best)
        picked.append(best)
        seen |= set(pairs(best))
    return picked


def pairs(page: Facts) -> Iterator[Pair]:
    facts = (("theme", page.theme), ("trade", page.business.trade), ("language", page.language))
    return combinations(facts, 2)


def _median(name: str, rows: Sequence[Row]) -> Row:
    return {
        "page": name,
        "scores": {key: median(row["scores"][key] for row in rows) for key in rows[0]["scores"]},
        "largest_paint_ms": median(row["largest_paint_ms"] for row in rows),
        "layout_shift": median(row["layout_shift"] for row in rows),
        "blocking_ms": median(row["blocking_ms"] for row in rows),
        "bytes": median(row["bytes"] for row in rows),
        "short": sorted({audit for row in rows for audit in row["short"]}),
    }
