"""`python -m benchmarks.site_check [--quick]`: exit 0 where all goals are met, 1 where one is not, 3 without tools."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.site_check import documents, goals, hostile, lighthouse, markup, sweep, tools
from benchmarks.site_check.built import Page, build
from benchmarks.site_check.findings import Finding
from benchmarks.site_check.samples import SAMPLES
from benchmarks.site_check.server import Served, serving
from site_templates import themes

RESULT = Path(__file__).parents[1] / "results" / "site_check.json"
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is looked at: every `nth` sample, mutated records (in the browser), pages by Lighthouse and its looks at
    each, and pages that it sees `once` (again, where one look is short): thirty can't have every pair of six themes and
    seventeen trades."""

    nth: int
    mutations: int
    in_browser: int
    pages: int
    looks: int
    once: int


WHOLE = Extent(nth=1, mutations=11_500, in_browser=300, pages=30, looks=3, once=72)
QUICK = Extent(nth=6, mutations=600, in_browser=30, pages=4, looks=1, once=0)


def main(arguments: list[str]) -> int:
    if set(arguments) - {"--quick"}:
        sys.stderr.write("there is one option: --quick\n")
        return 2
    try:
        gear = tools.found()
    except tools.Missing as missing:
        sys.stderr.write(f"{missing}\n")
        return 3
    extent = QUICK if arguments else WHOLE
    with serving() as served:
        return _report(*_measure(served, gear, extent), is_quick=bool(arguments))


def _measure(
    served: Served, gear: tools.Tools, extent: Extent
) -> tuple[list[goals.Goal], list[Finding], dict[str, Any]]:
    """Lighthouse comes last, when nothing else of ours runs."""
    watch = _Watch()
    pages = _built(served, extent)
    found, weights = documents.read(pages), documents.weights(pages)
    watch.lap("built and read")
    mutated, runs = hostile.mutations(extent.mutations)
    found += runs
    found += sweep.ran(_mutants(served, extent), served.origin)
    watch.lap("mutated records")
    found += markup.checked(pages, served.origin, gear)
    watch.lap("HTML checker")
    seen, heaviest = sweep.swept(pages, served.origin, browsers=min(2, os.cpu_count() or 1))
    found += seen
    watch.lap("Chromium")
    chosen = lighthouse.chosen(pages, extent.pages + extent.once)
    rows = lighthouse.measured(chosen[: extent.pages], served.origin, gear, extent.looks)
    if extent.once:
        rows += lighthouse.sifted(chosen[extent.pages :], served.origin, gear, extent.looks)
    watch.lap("Lighthouse")
    table = [*goals.of_lighthouse(rows), *goals.of_weights(weights, heaviest), *goals.of_findings(found)]
    extra = {"pages": len(pages), "mutated_records": mutated, "pairs": _pairs(pages, chosen), "lighthouse": rows}
    return table, found, {**extra, "seconds": watch.took}


def _built(served: Served, extent: Extent) -> list[Page]:
    pages: list[Page] = []
    for theme in themes():
        for record in SAMPLES[:: extent.nth]:
            site = build(record, theme, served.origin)
            served.files |= {site.root + path: content for path, content in site.files.items()}
            pages += site.pages()
    return pages


def _mutants(served: Served, extent: Extent) -> list[str]:
    """Paths of mutated records' pages, served beside the others."""
    every = extent.mutations // extent.in_browser
    made = {f"/mutants/{name}": page for name, page in hostile.built(range(0, extent.mutations, every))}
    served.files |= made
    return list(made)


def _pairs(pages: Sequence[Page], chosen: Sequence[Page]) -> dict[str, str]:
    """How many pairs of theme, trade and language there are, and how many of them Lighthouse saw."""
    every, seen = ({pair for page in some for pair in lighthouse.pairs(page)} for some in (pages, chosen))
    counts, had = (Counter(" × ".join(kind for kind, _ in pair) for pair in some) for some in (every, seen))
    return {kind: f"{had[kind]} of {count}" for kind, count in counts.items()}


def _report(table: list[goals.Goal], found: list[Finding], extra: dict[str, Any], *, is_quick: bool) -> int:
    for finding in found[:SHOWN]:
        sys.stdout.write(f"  {finding}\n")
    if len(found) > SHOWN:
        sys.stdout.write(f"  … and {len(found) - SHOWN} more\n")
    for row in extra["lighthouse"]:
        if row["short"] and min(row["scores"].values()) < 100:
            sys.stdout.write(f"  lighthouse: {row['page']}: {row['scores']} {row['short']}\n")
    wide = max(len(goal.what) for goal in table)
    for goal in table:
        sys.stdout.write(
            f"{'met   ' if goal.is_met else 'MISSED'} {goal.what:<{wide}}  {goal.goal:>8}  {goal.measured}\n"
        )
    sys.stdout.write(
        f"{extra['pages']} pages, {extra['mutated_records']} mutated records, {sum(extra['seconds'].values()):.0f} s\n"
    )
    if not is_quick:
        machine = {"cores": os.cpu_count(), "python": platform.python_version()}
        figures = {"goals": [goal.row() for goal in table], **extra}
        told = {"benchmark": "site_check", "machine": machine, "figures": figures}
        RESULT.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0 if all(goal.is_met for goal in table) else 1


class _Watch:
    """How long each part took, said as it ends."""

    def __init__(self) -> None:
        self.started, self.took = time.monotonic(), dict[str, float]()

    def lap(self, what: str) -> None:
        before, self.started = self.started, time.monotonic()
        self.took[what] = round(self.started - before, 1)
        sys.stderr.write(f"{what}: {self.took[what]:.0f} s\n")


sys.exit(main(sys.argv[1:]))
