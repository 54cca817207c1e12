"""How fast pages are read beside extruct with all its syntaxes: the same pages, one process, CPU time.

Run as `python -m benchmarks.read`. The sample is written here and padded to its size in two ways. "mixed" is made like
captured business pages, of which 80 hold for each KB 10 elements, 4 of them with a class, 2 lines with 60 characters
of text, and a sixth in scripts and styles (measured 2026-11-22). "text" is prose and lists alone, with three times the
elements and ten times the text of a real page: the worst case for a reader that reads text. "given" are the captured
pages beside the checkout, each once, as they are: milliseconds a page on average.
"""

from __future__ import annotations

import importlib.util
import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.nap import DATA
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
CARD = """<li class="product-card col-4 {n}"><div class="card-inner"><a class="card-link" href="/shop/pipes/copper-{n}"
data-track="card-{n}" data-list="best-of-the-week" data-position="{n}">
<img src="/media/cache/600x600/catalogue/pipes/copper/copper-pipe-{n}.jpg"
srcset="/media/cache/300x300/copper-pipe-{n}.jpg 1x, /media/cache/1200x1200/copper-pipe-{n}.jpg 2x" alt="Copper pipe"
width="300" height="300" loading="lazy" style="aspect-ratio: 1 / 1; object-fit: cover"></a>
<div class="body"><span>Copper pipe no. {n}</span><em>Cut to length while you wait</em></div></div></li>
<script>window.cards = window.cards || [];
window.cards.push({"id": {n}, "list": "best-of-the-week", "image": "copper"});</script>"""
PARAGRAPH = """<div class="note"><h3>Job {n} on Elm Street</h3><p>The pipes under house {n} were laid in 1962 and
<a href="/jobs/{n}">mended in a day</a>; call early, we open at 8 am.</p><ul><li>Sinks</li><li>Drains</li></ul></div>"""


def run() -> dict[str, Any]:
    """Milliseconds a page for each padding and size, ours and the peer's, and how many times faster ours is."""
    made = {
        padding: {size: _figures([_page(length, block)]) for size, length in SIZES.items()}
        for padding, block in (("mixed", CARD), ("text", PARAGRAPH))
    }
    return {**made, "given": _of_given(DATA / "pages")}


def _of_given(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        return {"skipped": "the captured pages are not beside the checkout"}
    pages = [file.read_text("utf-8", "replace") for file in sorted(folder.glob("*.html"))]
    return {"pages": len(pages), "bytes_a_page": sum(map(len, pages)) // len(pages), **_figures(pages)}


def _figures(pages: Sequence[str]) -> dict[str, Any]:
    ours = _milliseconds(read_page, pages)
    if importlib.util.find_spec("extruct") is None:
        return {"ours_ms": ours, "extruct_ms": None, "skipped": "extruct is not installed"}
    peer = _milliseconds(_extruct(), pages)
    return {"ours_ms": ours, "extruct_ms": peer, "times_faster": round(peer / ours, 1)}


def _extruct() -> Callable[[str], Any]:
    import extruct  # type: ignore[import-untyped]  # it ships no types, and only the peer's figures need it

    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    return lambda page: extruct.extract(page, base_url="https://delgado.example/")


def _page(length: int, block: str) -> str:
    padding: list[str] = []
    total = len(SAMPLE)
    while total < length:
        padding.append(block.replace("{n}", str(len(padding))))
        total += len(padding[-1])
    return SAMPLE.replace("{padding}", "".join(padding))


def _milliseconds(read: Callable[[str], Any], pages: Sequence[str]) -> float:
    """A page, on average; each is read once before the clock runs."""
    for page in pages:
        read(page)
    times = max(1, BYTES_A_RUN // sum(map(len, pages)))
    started = process_time()
    for _ in range(times):
        for page in pages:
            read(page)
    return round(1_000 * (process_time() - started) / (times * len(pages)), 2)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))  # noqa: T201  the benchmark's output is its purpose
