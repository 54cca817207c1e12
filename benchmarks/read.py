"""How fast pages are read beside extruct with all its syntaxes: the same pages, one process, CPU time.

Run as `python -m benchmarks.read`. The sample is written here and padded with paragraphs to its size.
"""

from __future__ import annotations

import importlib.util
import json
import logging
from collections.abc import Callable
from time import process_time
from typing import Any

from checkers.extract import read_page

SIZES = {"10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000}
BYTES_A_RUN = 2_000_000  # each size is read until this much has been read, so that small pages are no single tick
SAMPLE = """<html><head><title>Delgado Plumbing | Contact</title>
<meta property="og:site_name" content="Delgado Plumbing">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"Plumber","name":"Delgado Plumbing",
"telephone":"(512) 555-0134"}</script></head><body><h1>Delgado Plumbing</h1>
<div itemscope itemtype="https://schema.org/Plumber"><span itemprop="name">Delgado Plumbing</span>
<p itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
<span itemprop="streetAddress">1204 E 7th St, Ste B</span> <span itemprop="addressLocality">Austin</span>
<span itemprop="addressRegion">TX</span> <span itemprop="postalCode">78702</span></p></div>
<p>Mon-Fri 8am-5pm</p>{padding}<footer>© 2026 Delgado Plumbing, LLC</footer></body></html>"""
PARAGRAPH = """<div class="note"><h3>Job {n} on Elm Street</h3><p>The pipes under house {n} were laid in 1962 and
<a href="/jobs/{n}">mended in a day</a>; call early, we open at 8 am.</p><ul><li>Sinks</li><li>Drains</li></ul></div>"""


def run() -> dict[str, Any]:
    """Milliseconds a page for each size, ours and the peer's, and how many times faster ours is."""
    return {size: _figures(_page(length)) for size, length in SIZES.items()}


def _figures(page: str) -> dict[str, Any]:
    ours = _milliseconds(lambda: read_page(page), len(page))
    if importlib.util.find_spec("extruct") is None:
        return {"ours_ms": ours, "extruct_ms": None, "skipped": "extruct is not installed"}
    extract = _extruct()
    peer = _milliseconds(lambda: extract(page), len(page))
    return {"ours_ms": ours, "extruct_ms": peer, "times_faster": round(peer / ours, 1)}


def _extruct() -> Callable[[str], Any]:
    import extruct  # type: ignore[import-untyped]  # it ships no types, and only the peer's figures need it

    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    return lambda page: extruct.extract(page, base_url="https://delgado.example/")


def _page(length: int) -> str:
    padding: list[str] = []
    total = len(SAMPLE)
    while total < length:
        padding.append(PARAGRAPH.replace("{n}", str(len(padding))))
        total += len(padding[-1])
    return SAMPLE.replace("{padding}", "".join(padding))


def _milliseconds(read: Callable[[], Any], length: int) -> float:
    read()
    times = max(1, BYTES_A_RUN // length)
    started = process_time()
    for _ in range(times):
        read()
    return round(1_000 * (process_time() - started) / times, 2)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))  # noqa: T201  the benchmark's output is its purpose
