"""How well `nap read` and `nap match` do on the labelled data beside the checkout.

Run as `python -m benchmarks.nap`. The data is never part of this repository; where it is absent, the run says so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.pairs import PAIR_SETS, TEST, read_pairs
from checkers.extract import read_page
from checkers.match import same_business
from checkers.nap import Nap
from checkers.normalise import address, hours, name, phone, region

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
PAGE_FIELDS = ("name", "street", "city", "region", "postal", "phone", "hours")
OVERALL = tuple(field for field in PAGE_FIELDS if field != "hours")
OUTCOMES = ("right", "wrong", "missed", "invented")


def run(data: Path = DATA) -> dict[str, Any]:
    """Figures by set; `{"skipped": reason}` where the data is not there."""
    if not data.is_dir():
        return {"skipped": "the labelled data is not beside the checkout"}
    return {
        "read": score_pages(data / "pages"),
        "match": {source: score_pairs(source) for source in PAIR_SETS},
    }


def score_pages(folder: Path) -> dict[str, Any]:
    """Counts per field of the subject, and the share right of all that the pages show."""
    pages = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    counts: dict[str, Counter[str]] = {field: Counter() for field in PAGE_FIELDS}
    started = process_time()
    read = {page["file"]: _subject(folder / page["file"], page.get("page_base") or "") for page in pages}
    seconds = process_time() - started
    for page in pages:
        for field in PAGE_FIELDS:
            outcome = _outcome(field, page, read[page["file"]])
            counts[field][outcome] += 1
    total = sum((counts[field] for field in OVERALL), Counter())
    shown = total["right"] + total["wrong"] + total["missed"]
    return {
        "pages": len(pages),
        "fields": {field: {outcome: counts[field][outcome] for outcome in OUTCOMES} for field in PAGE_FIELDS},
        "overall": {outcome: total[outcome] for outcome in OUTCOMES}
        | {"right_share": round(total["right"] / shown, 4)},
        "cpu_seconds": round(seconds, 2),
    }


def _subject(file: Path, url: str) -> Nap:
    return next((listing.nap for listing in read_page(file.read_bytes(), url=url)), Nap())


def _outcome(field: str, page: Mapping[str, Any], nap: Nap) -> str:
    expected = page["expected"]
    spelt = "phone_e164" if field == "phone" else field
    wanted = expected[spelt] or expected[field]
    got = _key(field, _value(field, nap))
    if not wanted:
        return "invented" if got else "silent"
    accepted = {_key(field, text) for text in (wanted, *page["accept"].get(spelt, ()))}
    return "missed" if not got else "right" if got in accepted else "wrong"


def _value(field: str, nap: Nap) -> str:
    if field == "street":
        return ", ".join(filter(None, (nap.street, nap.unit)))
    if field == "hours":
        return hours.hours_key(nap.hours)
    return str(getattr(nap, "postal_code" if field == "postal" else field))


def _key(field: str, text: str) -> str:
    """Form never counts: "St" and "Street" are one answer, "(512) 555-0134" and "+15125550134" too."""
    if field == "name":
        return name.parse(text).squeezed
    if field == "street":
        return address.parts_key(address.parse_fields(text))
    if field == "phone":
        return phone.key(text)
    if field == "region":
        return region.key(text)
    if field == "hours":
        return hours.key(text)
    return "".join(text.lower().split())


def score_pairs(source: str) -> dict[str, Any]:
    """F1 of `same` on the test split; figures in percent."""
    pairs = read_pairs(source, TEST)
    started = process_time()
    answers = [(pair.is_match, same_business(pair.one, pair.two).same) for pair in pairs]
    seconds = process_time() - started
    return {**_f1(answers), "pairs": len(pairs), "pairs_per_cpu_second": round(len(pairs) / seconds)}


def _f1(answers: Iterable[tuple[bool, bool]]) -> dict[str, float]:
    counts = Counter(answers)
    hits, false, lost = counts[True, True], counts[False, True], counts[True, False]
    precision, recall = hits / max(1, hits + false), hits / max(1, hits + lost)
    f1 = 2 * hits / max(1, 2 * hits + false + lost)
    return {"f1": round(100 * f1, 1), "precision": round(100 * precision, 1), "recall": round(100 * recall, 1)}


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))  # noqa: T201  the benchmark's output is its purpose
