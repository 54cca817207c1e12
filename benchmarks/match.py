"""How well and how fast `checkers.match` tells whether two records are one business, beside a rule by hand.

Run as `python -m benchmarks.match`. The hand rule is what one would write first: token_set_ratio of name and street,
and the phone, its thresholds picked on the pairs that one may learn from. Where `recordlinkage` is installed, its
logistic regression is fitted to each set's own pairs, which no rule of ours is. Speeds are CPU time of one process.
Pairs of your own are measured too where `NAP_PAIRS` names their folder: `benchmarks.match_own`.
"""

from __future__ import annotations

import csv
import gc
import io
import json
from collections.abc import Callable, Sequence
from inspect import signature
from time import process_time
from typing import Any

from benchmarks import match_own
from benchmarks.match_own import of_one_file, one_by_one
from benchmarks.match_peers import Thresholds, by_hand, missing, pick_thresholds, plain, regression
from benchmarks.pairs import FOLDER, LEARNING, PAIR_SETS, TEST, LabelledPair, f1, read_pairs, refused
from checkers.collector import collector_paused
from checkers.match_many import read_roll, scores
from checkers.normalise.name import parse
from mappop.cli.nap import match_rows

# Shorter sets are repeated up to this many. `raw` reads each distinct record once, the hand rule each as it comes;
# `prepared` finds them read, the hand rule in lower case; `raw_once` is one pass over the set as it stands, nothing
# remembered, `csv_once` the same from file to file, pair by pair, with verdicts and reasons.
LEAST_PAIRS = 20_000
_CSV_FIELDS = ("name", "street", "city", "region", "postal_code", "phone")
CACHED = type(parse)


def run() -> dict[str, Any]:
    """Figures by set; `{"skipped": reason}` where the data is not there."""
    if not FOLDER.is_dir():
        return {"skipped": "the labelled pairs are not beside the checkout"}
    thresholds = pick_thresholds([pair for source in PAIR_SETS for pair in read_pairs(source, LEARNING)])
    return {source: _figures(source, thresholds) for source in PAIR_SETS}


def _figures(source: str, thresholds: Thresholds) -> dict[str, Any]:
    test, learning = read_pairs(source, TEST), read_pairs(source, LEARNING)
    ours, peer = _speeds(test + learning, thresholds)
    alone = one_by_one(test + learning)
    answers = of_one_file(test + learning, alone)
    return {
        "f1": f1(test, answers[: len(test)]),
        "f1_of_learning": f1(learning, answers[len(test) :]),
        "f1_of_test_rows_alone": f1(test, of_one_file(test, alone[: len(test)])),
        "non_matches_refused": refused(test, answers[: len(test)]),
        "f1_of_hand_rule": f1(test, [by_hand(plain(pair.one), plain(pair.two), thresholds) for pair in test]),
        "other_scores_than_alone": _other_scores(test + learning, [answer.score for answer in alone]),
        "pairs_per_cpu_second": ours,
        "of_hand_rule": peer,
        "times_the_hand_rule": {kind: round(ours[kind] / peer[kind], 2) for kind in peer},
        "of_recordlinkage": _of_recordlinkage(learning, test),
    }


def _other_scores(pairs: Sequence[LabelledPair], alone: Sequence[float]) -> int:
    """Of many pairs at once; the last of four places may be rounded otherwise."""
    return sum(abs(one - other) > 0.00015 for one, other in zip(_scores(pairs), alone, strict=True))


def _speeds(pairs: Sequence[LabelledPair], thresholds: Thresholds) -> tuple[dict[str, int], dict[str, int]]:
    many = list(pairs) * -(-LEAST_PAIRS // len(pairs))
    ones, twos = [pair.one for pair in many], [pair.two for pair in many]
    roll, places = read_roll([*ones, *twos])
    plains = [plain(nap) for nap in ones], [plain(nap) for nap in twos]
    ours = {
        "csv_once": _per_second(len(pairs), _csv_pass(pairs)),
        "raw_once": _raw(pairs),
        "raw": _raw(many),
        "prepared": _per_second(len(many), lambda: scores(roll, places[: len(many)], places[len(many) :])),
    }
    peer = {
        "raw": _per_second(
            len(many), lambda: [by_hand(plain(a), plain(b), thresholds) for a, b in zip(ones, twos, strict=True)]
        ),
        "prepared": _per_second(len(many), lambda: [by_hand(a, b, thresholds) for a, b in zip(*plains, strict=True)]),
    }
    return ours, peer


def _raw(pairs: Sequence[LabelledPair]) -> int:
    _forget()
    return _per_second(len(pairs), lambda: _scores(pairs))


def _scores(pairs: Sequence[LabelledPair]) -> list[float]:
    roll, places = read_roll([pair.one for pair in pairs] + [pair.two for pair in pairs])
    return scores(roll, places[: len(pairs)], places[len(pairs) :]).tolist()


def _csv_pass(pairs: Sequence[LabelledPair]) -> Callable[[], object]:
    source, target = io.StringIO(), io.StringIO()
    columns = [(field, "postal" if field == "postal_code" else field) for field in _CSV_FIELDS]
    head = ["id_a", "id_b", *[f"{column}_{side}" for side in "ab" for _, column in columns]]
    cells = [[getattr(nap, field) for nap in (pair.one, pair.two) for field in _CSV_FIELDS] for pair in pairs]
    csv.writer(source).writerows([head, *[[f"a{n}", f"b{n}", *row] for n, row in enumerate(cells)]])
    source.seek(0)
    _forget()
    return lambda: match_rows(source, target)


def _forget() -> None:
    """Empties every cache of the library: what it knows of texts it has read. Its own word lists stay."""
    for thing in gc.get_objects():
        is_ours = isinstance(thing, CACHED) and str(thing.__module__).startswith(("checkers.", "mappop.cli."))
        if is_ours and signature(thing).parameters:
            thing.cache_clear()


def _of_recordlinkage(learning: Sequence[LabelledPair], test: Sequence[LabelledPair]) -> dict[str, float | str]:
    if reason := missing():
        return {"skipped": reason}
    answer = regression(learning)
    started = process_time()
    answers = answer(test)
    return {"f1": f1(test, answers), "raw_once": round(len(test) / (process_time() - started))}


def _per_second(count: int, work: Callable[[], object]) -> int:
    """With the collector paused, as `nap match` pauses it: its passes walk what the sets before left, at any time."""
    gc.collect()
    with collector_paused():
        started = process_time()
        work()
        return round(count / (process_time() - started))


if __name__ == "__main__":
    print(json.dumps({**run(), "own": match_own.run()}, indent=2))  # noqa: T201  the benchmark's output is its purpose
