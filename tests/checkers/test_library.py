"""The checkers stand alone: they load nothing of the service, and the labelled data says how good they are."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.nap import DATA, score_pages, score_pairs
from benchmarks.pairs import PAIR_SETS

CORE = "checkers.extract, checkers.match, checkers.compare, checkers.score, checkers.duplicates, checkers.rules"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the labelled data is not beside the checkout")
# Floors a little under what was measured on 2026-11-22: 100, 97.1, 94.1, 87.2, 84.0.
FLOORS = dict(zip(PAIR_SETS, (97.0, 96.0, 94.0, 86.0, 83.0), strict=True))


def test_importing_the_library_loads_no_service_and_no_framework():
    strangers = "('flask', 'sqlalchemy', 'mappop', 'requests')"
    probe = f"import sys; import {CORE}; print([name for name in {strangers} if name in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", probe], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


@needs_data
@pytest.mark.parametrize("pairs", PAIR_SETS)
def test_matching_keeps_its_level(pairs):
    assert score_pairs(pairs)["f1"] >= FLOORS[pairs]


@needs_data
def test_reading_real_pages_keeps_its_level_and_invents_nothing():
    overall = score_pages(DATA / "pages")["overall"]
    assert overall["right_share"] >= 0.88 and overall["wrong"] <= 2 and overall["invented"] == 0
