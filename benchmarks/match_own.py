"""How well `checkers.match` does on labelled pairs of your own, which no rule of ours has seen, beside its peers.

Run as `NAP_PAIRS=folder python -m benchmarks.match_own` (more folders with ":" between). Each `*.csv` in it is a set:
a pair a row, the columns `id name street city region postal phone` once with `_a` and once with `_b`, empty where the
source says nothing, and `label`, 1 where both are one business. What stands in `SET.txt` beside `SET.csv` (where the
pairs come from, their licence) is told with the figures.

All rows are judged, none is learnt from. The hand rule has the thresholds that it was given on other sets. The trained
peers learn from one half of the very set (by records of its first list) and are judged on the other, both ways.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.match_peers import Answers, Thresholds, by_hand, forest, missing, plain, regression
from benchmarks.pairs import LabelledPair, f1, read_file, refused
from checkers.match import Match, beside_rivals, same_business

FOLDERS = "NAP_PAIRS"
HAND: Thresholds = (90, 50)  # picked on the learning pairs of the five sets that `benchmarks.match` has, 2026-11-26


def run() -> dict[str, Any]:
    """Figures by set; `{"skipped": reason}` where no set is given."""
    folders = [Path(name) for name in os.environ.get(FOLDERS, "").split(os.pathsep) if name]
    files = sorted(file for folder in folders for file in folder.glob("*.csv"))
    if not files:
        return {
            "skipped": f"no pairs of your own: {FOLDERS} names no folder with a *.csv (see benchmarks/match_own.py)"
        }
    return {file.stem: {"about": _about(file), **figures(read_file(file))} for file in files}


def _about(file: Path) -> str:
    note = file.with_suffix(".txt")
    return " ".join(note.read_text(encoding="utf-8").split()) if note.is_file() else ""


def figures(pairs: Sequence[LabelledPair]) -> dict[str, Any]:
    """F1 and the share of non-matches refused, in percent."""
    alone = one_by_one(pairs)
    by_rule = [by_hand(plain(pair.one), plain(pair.two), HAND) for pair in pairs]
    return {
        "pairs": len(pairs),
        "matches": sum(pair.is_match for pair in pairs),
        "ours": _said(pairs, [answer.same for answer in alone]),
        "ours_of_one_file": _said(pairs, of_one_file(pairs, alone)),
        "hand_rule": _said(pairs, by_rule),
        "trained_on_it": {"skipped": missing()} if missing() else _trained(pairs),
    }


def one_by_one(pairs: Sequence[LabelledPair]) -> list[Match]:
    return [same_business(pair.one, pair.two) for pair in pairs]


def of_one_file(pairs: Sequence[LabelledPair], alone: Sequence[Match]) -> list[bool]:
    """No label is read, but pairs are weighed beside the others of their records."""
    return [answer.same for answer in beside_rivals(alone, [pair.ids for pair in pairs])]


def _trained(pairs: Sequence[LabelledPair]) -> dict[str, dict[str, float]]:
    return {peer.__name__: _said(pairs, _by_halves(pairs, peer)) for peer in (regression, forest)}


def _by_halves(pairs: Sequence[LabelledPair], train: Callable[[Sequence[LabelledPair]], Answers]) -> list[bool]:
    """No record of the first list stands in both halves."""
    firsts = set(sorted({pair.ids[0] for pair in pairs})[::2])
    sides = [pair.ids[0] in firsts for pair in pairs]
    answers = {side: iter(_answers(pairs, sides, side, train)) for side in (True, False)}
    return [next(answers[side]) for side in sides]


def _answers(
    pairs: Sequence[LabelledPair],
    sides: Sequence[bool],
    side: bool,
    train: Callable[[Sequence[LabelledPair]], Answers],
) -> list[bool]:
    judged = [pair for pair, its in zip(pairs, sides, strict=True) if its is side]
    return train([pair for pair, its in zip(pairs, sides, strict=True) if its is not side])(judged)


def _said(pairs: Sequence[LabelledPair], answers: Sequence[bool]) -> dict[str, float]:
    return {"f1": f1(pairs, answers), "non_matches_refused": refused(pairs, answers)}


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))  # noqa: T201  the benchmark's output is its purpose
