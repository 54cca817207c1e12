"""Labelled pairs of one's own are measured where a folder of them is named."""

import csv

import pytest

from benchmarks import match_own
from benchmarks.match_peers import missing

FIELDS = ("id", "name", "street", "city", "region", "postal", "phone")
ONES = (
    ("a1", "Wrenhouse Cafe", "12 Oak St", "Marfa", "TX", "79843", "432-555-0134"),
    ("a2", "Kestrel Books", "40 Elm Ave", "Marfa", "TX", "79843", ""),
    ("a3", "Thistledown Dental", "7 Main St", "Alpine", "TX", "79830", "432-555-0150"),
    ("a4", "Ocotillo Tires", "220 W Hwy 90", "Alpine", "TX", "79830", ""),
)
TWOS = (
    ("b1", "The Wrenhouse Café", "12 Oak Street", "Marfa", "TX", "79843", "(432) 555-0134"),
    ("b2", "Kestrel Book Shop", "40 Elm Avenue", "Marfa", "TX", "79843", ""),
    ("b3", "Alpine Bakery", "7 Main St", "Alpine", "TX", "79830", "432-555-0161"),
    ("b4", "Sul Ross Motel", "220 W Hwy 90", "Alpine", "TX", "79830", ""),
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    with (tmp_path / "high_desert.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*[f"{field}_{side}" for side in "ab" for field in FIELDS], "label"])
        rows.writerows([*one, *two, int(n < 2)] for n, (one, two) in enumerate(zip(ONES, TWOS, strict=True)))
    (tmp_path / "high_desert.txt").write_text("Written for this test;\nno licence needed")
    monkeypatch.setenv(match_own.FOLDERS, str(tmp_path))
    return tmp_path


def test_each_file_is_judged_as_a_whole_beside_the_peers(folder):
    figures = match_own.run()["high_desert"]

    assert (figures["pairs"], figures["matches"]) == (4, 2)
    assert figures["about"] == "Written for this test; no licence needed"
    assert figures["ours"] == {"f1": 100.0, "non_matches_refused": 100.0}
    assert figures["hand_rule"]["non_matches_refused"] == 100.0
    assert set(figures["trained_on_it"]) == ({"skipped"} if missing() else {"regression", "forest"})


@pytest.mark.parametrize("named", ["", "/nowhere"])
def test_without_a_folder_of_pairs_it_says_so(named, monkeypatch):
    monkeypatch.setenv(match_own.FOLDERS, named)

    assert "NAP_PAIRS" in match_own.run()["skipped"]
