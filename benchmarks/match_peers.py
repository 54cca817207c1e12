"""The peers of `checkers.match`: a rule by hand, and two that are trained on labelled pairs of the same source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import product
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

from benchmarks.pairs import LabelledPair, f1
from checkers.nap import Nap

Plain = tuple[str, str, str]
Thresholds = tuple[int, int]
Answers = Callable[[Sequence[LabelledPair]], list[bool]]


def plain(nap: Nap) -> Plain:
    digits = "".join([c for c in nap.phone if c.isdigit()])
    return nap.name.lower(), nap.street.lower(), digits[-10:]


def by_hand(one: Plain, two: Plain, thresholds: Thresholds) -> bool:
    least_name, least_street = thresholds
    if one[2] and one[2] == two[2]:
        return token_set_ratio(one[0], two[0]) >= least_name / 2
    if token_set_ratio(one[0], two[0]) < least_name:
        return False
    return not one[1] or not two[1] or token_set_ratio(one[1], two[1]) >= least_street


def pick_thresholds(pairs: Sequence[LabelledPair]) -> Thresholds:
    sides = [(plain(pair.one), plain(pair.two)) for pair in pairs]
    choices = product(range(75, 101, 5), range(40, 91, 10))
    return max(choices, key=lambda choice: f1(pairs, [by_hand(one, two, choice) for one, two in sides]))


def missing() -> str:
    """Why the trained peers can't be asked, or empty."""
    return "" if find_spec("recordlinkage") else "recordlinkage is not installed"


def regression(learning: Sequence[LabelledPair]) -> Answers:
    """recordlinkage's logistic regression on its own comparisons of name, street and phone."""
    from recordlinkage import LogisticRegressionClassifier

    classifier = LogisticRegressionClassifier()
    known = _compared(learning)
    classifier.fit(known, known.index[[pair.is_match for pair in learning]])

    def answer(pairs: Sequence[LabelledPair]) -> list[bool]:
        found = set(classifier.predict(_compared(pairs)))
        return [(n, n) in found for n in range(len(pairs))]

    return answer


def forest(learning: Sequence[LabelledPair]) -> Answers:
    """A random forest on the same comparisons and the hand rule's."""
    from sklearn.ensemble import RandomForestClassifier  # type: ignore[import-untyped]  # it ships no types

    classifier = RandomForestClassifier(n_estimators=200, random_state=0)
    classifier.fit(_with_ratios(learning), [pair.is_match for pair in learning])
    return lambda pairs: [bool(said) for said in classifier.predict(_with_ratios(pairs))]


def _compared(pairs: Sequence[LabelledPair]) -> Any:
    from pandas import DataFrame, MultiIndex
    from recordlinkage import Compare

    ones, twos = DataFrame([plain(pair.one) for pair in pairs]), DataFrame([plain(pair.two) for pair in pairs])
    compare = Compare()
    compare.string(0, 0, method="jarowinkler")
    compare.string(1, 1, method="jarowinkler")
    compare.exact(2, 2)
    return compare.compute(MultiIndex.from_tuples([(n, n) for n in range(len(pairs))]), ones, twos)


def _with_ratios(pairs: Sequence[LabelledPair]) -> list[list[float]]:
    rows = _compared(pairs).to_numpy().tolist()
    sides = [(plain(pair.one), plain(pair.two)) for pair in pairs]
    ratios = [[token_set_ratio(one[n], two[n]) for n in (0, 1)] for one, two in sides]
    return [[*row, *more] for row, more in zip(rows, ratios, strict=True)]
