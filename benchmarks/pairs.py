"""The labelled pairs beside the checkout, as records. The data is never part of this repository."""

from __future__ import annotations

import csv
from collections.abc import Mapping
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
    with (FOLDER / f"{source}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] in splits]
    return [
        LabelledPair((row["id_a"], row["id_b"]), _nap(row, "a"), _nap(row, "b"), row["label"] == "1") for row in rows
    ]


def _nap(row: Mapping[str, str], side: str) -> Nap:
    return Nap(
        name=row[f"name_{side}"],
        street=row[f"street_{side}"],
        city=row[f"city_{side}"],
        region=row[f"region_{side}"],
        postal_code=row[f"postal_{side}"],
        phone=row[f"phone_{side}"],
    )
