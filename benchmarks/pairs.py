"""Labelled pairs, as records, and how well they were answered. The data is never part of this repository."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checkers.nap import Nap

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "nap"
PAIR_SETS = ("fodors_zagats", "locu_foursquare_nyc", "yelp_zomato", "geoer_pit_osm_yelp", "geoer_pit_osm_fsq")
LEARNING = frozenset({"train", "valid"})
TEST = frozenset({"test"})


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """`ids` are those of the two records in their lists."""

    ids: tuple[str, str]
    one: Nap
    two: Nap
    is_match: bool


def read_pairs(source: str, splits: frozenset[str]) -> list[LabelledPair]:
    return [_pair(row) for row in _rows(FOLDER / f"{source}.csv") if row["split"] in splits]


def read_file(file: Path) -> list[LabelledPair]:
    """All pairs, whatever their split."""
    return [_pair(row) for row in _rows(file)]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _pair(row: Mapping[str, str]) -> LabelledPair:
    return LabelledPair((row["id_a"], row["id_b"]), _nap(row, "a"), _nap(row, "b"), row["label"] == "1")


def _nap(row: Mapping[str, str], side: str) -> Nap:
    return Nap(
        name=row[f"name_{side}"],
        street=row[f"street_{side}"],
        city=row[f"city_{side}"],
        region=row[f"region_{side}"],
        postal_code=row[f"postal_{side}"],
        phone=row[f"phone_{side}"],
    )


def f1(pairs: Sequence[LabelledPair], answers: Iterable[bool]) -> float:
    """In percent."""
    counts = Counter(zip([pair.is_match for pair in pairs], answers, strict=True))
    hits, false, lost = counts[True, True], counts[False, True], counts[True, False]
    return round(200 * hits / max(1, 2 * hits + false + lost), 1)


def refused(pairs: Sequence[LabelledPair], answers: Sequence[bool]) -> float:
    """The share of non-matches that were told apart, in percent."""
    others = [answer for pair, answer in zip(pairs, answers, strict=True) if not pair.is_match]
    return round(100 * (len(others) - sum(others)) / max(1, len(others)), 1)
