"""The goals as rows of a table: what is measured, the goal, the figure, met or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from benchmarks.site_check.findings import Finding

# Goals of which nothing may be found, and what the table calls them.
NOTHING = {
    "axe": "axe-core violations, light and dark",
    "markup": "HTML checker, errors and warnings",
    "head": "title 10–60, description 50–160, policy first",
    "same": "JSON-LD, visible text and tel: link differ",
    "script": "script not one and the same, or over 1 kB",
    "weight": "documents over 14,600 bytes (brotli)",
    "hosts": "requests to other hosts",
    "requests": "pages of more than 3 requests (beacon and lazy photos apart)",
    "complaints": "complaints of the browser under the page's own policy",
    "taps": "tap targets under 48 px",
    "focus": "focus or last line under the sticky bar",
    "sideways": "sideways scroll, 320–1280 px and 200 % text",
    "print": "printed on more than 2 sheets",
    "hostile": "hostile records and mutations: anything that runs",
}
TYPICAL, WHOLE = 6_000, 40_000  # bytes
SCORES = ("performance", "accessibility", "best-practices", "seo")
MOST = {"largest_paint_ms": ("largest paint, ms", 1000), "layout_shift": ("layout shift", 0),
        "blocking_ms": ("blocking time, ms", 0)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Goal:
    what: str
    goal: str
    measured: str
    is_met: bool

    def row(self) -> dict[str, Any]:
        return asdict(self)


def of_findings(found: Sequence[Finding]) -> Iterator[Goal]:
    counts = Counter(finding.goal for finding in found)
    for key, what in NOTHING.items():
        yield Goal(what, "0", str(counts[key]), counts[key] == 0)


def of_weights(weights: Sequence[int], heaviest: int) -> Iterator[Goal]:
    typical = round(median(weights))
    told = f"{typical:,} (least {weights[0]:,}, most {weights[-1]:,})"
    yield Goal("document, brotli, median bytes", f"≤ {TYPICAL:,}", told, typical <= TYPICAL)
    what = "whole page with a photo, bytes as sent, the heaviest"
    yield Goal(what, f"≤ {WHOLE:,}", f"{heaviest:,}", 0 < heaviest <= WHOLE)


def misses(row: Mapping[str, Any]) -> bool:
    """Whether Lighthouse's row of a page is short of a goal."""
    return min(row["scores"].values()) < 100 or any(row[key] > most for key, (_, most) in MOST.items())


def of_lighthouse(rows: Sequence[dict[str, Any]]) -> Iterator[Goal]:
    for key in SCORES:
        scores = [row["scores"][key] for row in rows]
        short = sum(score < 100 for score in scores)
        yield Goal(f"Lighthouse {key}", "100", f"{min(scores):g} at least, {short} pages below 100", not short)
    for key, (what, most) in MOST.items():
        figures = [row[key] for row in rows]
        told = f"median {median(figures):g}, most {max(figures):g}"
        yield Goal(what, f"≤ {most}" if most else "0", told, max(figures) <= most)
