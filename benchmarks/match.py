"""How well and how fast `checkers.match` tells whether two records are one business, beside a rule by hand.

Run as `python -m benchmarks.match`. The hand rule is what one would write first: token_set_ratio of name and street,
and the phone, its thresholds picked on the pairs that one may learn from. Where `recordlinkage` is installed, its
logistic regression is fitted to each set's own pairs, which no rule of ours is. Speeds are CPU time of one process.
"""

from __future__ import annotations

import csv
import gc
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from inspect import signature
from itertools import product
from time import process_time
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

from benchmarks.pairs import FOLDER, LEARNING, PAIR_SETS, TEST, LabelledPair, read_pairs
from checkers.match import Match, beside_rivals, same_business
from checkers.match_many import read_roll, scores
from checkers.nap import Nap
from checkers.normalise.name import parse
from mappop.cli.nap import match_rows

# Shorter sets are repeated up to this many. `raw` reads each distinct record once, the hand rule each as it comes;
# `prepared` finds them read, the hand rule in lower case; `raw_once` is one pass over the set as it stands, nothing
# remembered, `csv_once` the same from file to file, pair by pair, with verdicts and reasons.
LEAST_PAIRS = 20_000
_CSV_FIELDS = ("name", "street", "city", "region", "postal_code", "phone")
CACHED = type(parse)
Plain = tuple[str, str, str]
Thresholds = tuple[int, int]


def run() -> dict[str, Any]:
    """Figures by set; `{"skipped": reason}` where the data is not there."""
    if not FOLDER.is_dir():
        return {"skipped": "the labelled pairs are not beside the checkout"}
    thresholds = _pick_thresholds([pair for source in PAIR_SETS for pair in read_pairs(source, LEARNING)])
    return {source: _figures(source, thresholds) for source in PAIR_SETS}


def _figures(source: str, thresholds: Thresholds) -> dict[str, Any]:
    test, learning = read_pairs(source, TEST), read_pairs(source, LEARNING)
    ours, peer = _speeds(test + learning, thresholds)
    alone = _alone(test + learning)
    answers = _beside(test + learning, alone)
    return {
        "f1": _f1(test, answers[: len(test)]),
        "f1_of_learning": _f1(learning, answers[len(test) :]),
        "f1_of_test_rows_alone": _f1(test, _beside(test, alone[: len(test)])),
        "non_matches_refused": _refused(test, answers[: len(test)]),
        "f1_of_hand_rule": _f1(test, [_by_hand(_plain(pair.one), _plain(pair.two), thresholds) for pair in test]),
        "other_scores_than_alone": _other_scores(test + learning, [answer.score for answer in alone]),
        "pairs_per_cpu_second": ours,
        "of_hand_rule": peer,
        "times_the_hand_rule": {kind: round(ours[kind] / peer[kind], 2) for kind in peer},
        "of_recordlinkage": _of_recordlinkage(learning, test),
    }


def _alone(pairs: Sequence[LabelledPair]) -> list[Match]:
    return [same_business(pair.one, pair.two) for pair in pairs]


def _beside(pairs: Sequence[LabelledPair], alone: Sequence[Match]) -> list[bool]:
    """As of one file: no label is read, but pairs are weighed beside the others of their records."""
    return [answer.same for answer in beside_rivals(alone, [pair.ids for pair in pairs])]


def _other_scores(pairs: Sequence[LabelledPair], alone: Sequence[float]) -> int:
    """Of many pairs at once; the last of four places may be rounded otherwise."""
    return sum(abs(one - other) > 0.00015 for one, other in zip(_scores(pairs), alone, strict=True))


def _side_by_side(pairs: Sequence[LabelledPair]) -> list[tuple[int, int]]:
    return [(n, n) for n in range(len(pairs))]


def _speeds(pairs: Sequence[LabelledPair], thresholds: Thresholds) -> tuple[dict[str, int], dict[str, int]]:
    many = list(pairs) * -(-LEAST_PAIRS // len(pairs))
    ones, twos = [pair.one for pair in many], [pair.two for pair in many]
    roll, places = read_roll([*ones, *twos])
    plain = [_plain(nap) for nap in ones], [_plain(nap) for nap in twos]
    ours = {
        "csv_once": _per_second(len(pairs), _csv_pass(pairs)),
        "raw_once": _raw(pairs),
        "raw": _raw(many),
        "prepared": _per_second(len(many), lambda: scores(roll, places[: len(many)], places[len(many) :])),
    }
    peer = {
        "raw": _per_second(
            len(many), lambda: [_by_hand(_plain(a), _plain(b), thresholds) for a, b in zip(ones, twos, strict=True)]
        ),
        "prepared": _per_second(len(many), lambda: [_by_hand(a, b, thresholds) for a, b in zip(*plain, strict=True)]),
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
    try:
        from recordlinkage import LogisticRegressionClassifier
    except ImportError:
        return {"skipped": "recordlinkage is not installed"}
    classifier = LogisticRegressionClassifier()
    known = _compared_by_recordlinkage(learning)
    classifier.fit(known, known.index[[pair.is_match for pair in learning]])
    started = process_time()
    found = set(classifier.predict(_compared_by_recordlinkage(test)))
    speed = round(len(test) / (process_time() - started))
    return {"f1": _f1(test, [(n, n) in found for n in range(len(test))]), "raw_once": speed}


def _compared_by_recordlinkage(pairs: Sequence[LabelledPair]) -> Any:
    from pandas import DataFrame, MultiIndex
    from recordlinkage import Compare

    ones, twos = DataFrame([_plain(pair.one) for pair in pairs]), DataFrame([_plain(pair.two) for pair in pairs])
    compare = Compare()
    compare.string(0, 0, method="jarowinkler")
    compare.string(1, 1, method="jarowinkler")
    compare.exact(2, 2)
    return compare.compute(MultiIndex.from_tuples(_side_by_side(pairs)), ones, twos)


def _per_second(count: int, work: Callable[[], object]) -> int:
    started = process_time()
    work()
    return round(count / (process_time() - started))


def _plain(nap: Nap) -> Plain:
    digits = "".join([c for c in nap.phone if c.isdigit()])
    return nap.name.lower(), nap.street.lower(), digits[-10:]


def _by_hand(one: Plain, two: Plain, thresholds: Thresholds) -> bool:
    least_name, least_street = thresholds
    if one[2] and one[2] == two[2]:
        return token_set_ratio(one[0], two[0]) >= least_name / 2
    if token_set_ratio(one[0], two[0]) < least_name:
        return False
    return not one[1] or not two[1] or token_set_ratio(one[1], two[1]) >= least_street


def _pick_thresholds(pairs: Sequence[LabelledPair]) -> Thresholds:
    plain = [(_plain(pair.one), _plain(pair.two)) for pair in pairs]
    choices = product(range(75, 101, 5), range(40, 91, 10))
    return max(choices, key=lambda choice: _f1(pairs, [_by_hand(one, two, choice) for one, two in plain]))


def _f1(pairs: Sequence[LabelledPair], answers: Iterable[bool]) -> float:
    counts = Counter(zip([pair.is_match for pair in pairs], answers, strict=True))
    hits, false, lost = counts[True, True], counts[False, True], counts[True, False]
    return round(200 * hits / max(1, 2 * hits + false + lost), 1)


def _refused(pairs: Sequence[LabelledPair], answers: Sequence[bool]) -> float:
    others = [answer for pair, answer in zip(pairs, answers, strict=True) if not pair.is_match]
    return round(100 * (len(others) - sum(others)) / max(1, len(others)), 1)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))  # noqa: T201  the benchmark's output is its purpose
