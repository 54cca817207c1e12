"""Fits the points of `checkers.matching.scorecard` to the labelled pairs beside the checkout: logistic regression.

Run as `python -m benchmarks.fit_match`. Prints the fitted points, to be copied by hand, and how well points fitted to
four sources answer the fifth. Reads no test split.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log1p

from benchmarks.pairs import LEARNING, PAIR_SETS, read_pairs
from checkers.match import prepare
from checkers.matching.facts import Facts, facts_of
from checkers.matching.names import NOTHING_ALIKE
from checkers.matching.scorecard import WORTH, compared

SET_SHARE = 0.65  # a set weighs as its number of pairs to this power: thousands count, but do not drown hundreds
RIDGE = 0.5  # holds points near 0 that few pairs speak for
ROUNDS = 40
FINEST = 2.0**-20  # share of a step below which a fit has come to rest
FIXED = tuple(fact for fact, worth in WORTH.items() if worth.is_fixed)
FITTED = tuple(fact for fact in Facts._fields if fact not in FIXED)


@dataclass(frozen=True, slots=True)
class Pair:
    """`given` is the sum of the fixed points that hold; `amounts` are (position, amount) of the fitted that hold."""

    source: int
    weight: float
    is_match: bool
    is_strange: bool
    given: float
    amounts: tuple[tuple[int, float], ...]


def facts_of_pairs() -> list[Pair]:
    return [pair for n, source in enumerate(PAIR_SETS) for pair in _of_source(n, source)]


def _of_source(source: int, name: str) -> list[Pair]:
    labelled = read_pairs(name, LEARNING)
    weight = len(labelled) ** (SET_SHARE - 1)
    pairs = []
    for pair in labelled:
        one, two = prepare(pair.one).record, prepare(pair.two).record
        like = compared(one, two)
        held = facts_of(one, two, like or NOTHING_ALIKE)._asdict()
        given = sum(WORTH[fact].points * held[fact] for fact in FIXED)
        amounts = tuple((n, float(held[fact])) for n, fact in enumerate(FITTED, 1) if held[fact])
        pairs.append(Pair(source, weight, pair.is_match, like is None, given, ((0, 1.0), *amounts)))
    return pairs


def fit(pairs: Iterable[Pair]) -> list[float]:
    """Newton's method; the first point returned is the base. A step that overshoots is halved until it helps."""
    known = [pair for pair in pairs if not pair.is_strange]
    points = [0.0] * (len(FITTED) + 1)
    reached = _surprise(known, points)
    for _ in range(ROUNDS):
        slope, bend = _slope_and_bend(known, points)
        steps, share = _solve(bend, slope), 1.0
        while share > FINEST:
            tried = [point + share * step for point, step in zip(points, steps, strict=True)]
            if (surprise := _surprise(known, tried)) < reached:
                points, reached = tried, surprise
                break
            share /= 2
        else:
            break
    return points


def _surprise(pairs: Sequence[Pair], points: Sequence[float]) -> float:
    """What the fit makes least: how little the points expected the labels, and how far they are from 0."""
    even = len(pairs) / sum(pair.weight for pair in pairs)
    told = sum(pair.weight * _cost(_total(pair, points), pair.is_match) for pair in pairs)
    return even * told + RIDGE / 2 * sum(point * point for point in points[1:])


def _cost(total: float, is_match: bool) -> float:
    """The negative logarithm of the chance that the label had, without overflow."""
    wrong = -total if is_match else total
    return max(0.0, wrong) + log1p(exp(-abs(wrong)))


def _total(pair: Pair, points: Sequence[float]) -> float:
    return pair.given + sum(points[n] * amount for n, amount in pair.amounts)


def _slope_and_bend(pairs: Sequence[Pair], points: Sequence[float]) -> tuple[list[float], list[list[float]]]:
    slope = [-RIDGE * point if n else 0.0 for n, point in enumerate(points)]
    bend = [[RIDGE if n == m and n else 0.0 for m in range(len(points))] for n in range(len(points))]
    even = len(pairs) / sum(pair.weight for pair in pairs)
    for pair in pairs:
        chance = _chance(pair, points)
        error, spread = even * pair.weight * (pair.is_match - chance), even * pair.weight * chance * (1 - chance)
        for n, amount in pair.amounts:
            slope[n] += error * amount
            row = bend[n]
            for m, other in pair.amounts:
                row[m] += spread * amount * other
    return slope, bend


def _chance(pair: Pair, points: Sequence[float]) -> float:
    return 1 / (1 + exp(-_total(pair, points)))


def _solve(bend: list[list[float]], slope: list[float]) -> list[float]:
    """Gauss's elimination of bend · step = slope."""
    rows = [[*row, value] for row, value in zip(bend, slope, strict=True)]
    for n, pivot in enumerate(rows):
        for other in rows[n + 1 :]:
            share = other[n] / pivot[n]
            for m in range(n, len(pivot)):
                other[m] -= share * pivot[m]
    steps = [0.0] * len(rows)
    for n in reversed(range(len(rows))):
        steps[n] = (rows[n][-1] - sum(rows[n][m] * steps[m] for m in range(n + 1, len(rows)))) / rows[n][n]
    return steps


def f1(pairs: Iterable[Pair], points: Sequence[float]) -> float:
    counts: Counter[tuple[bool, bool]] = Counter()
    for pair in pairs:
        counts[pair.is_match, _total(pair, points) >= 0 and not pair.is_strange] += 1
    hits, false, lost = counts[True, True], counts[False, True], counts[True, False]
    return round(200 * hits / max(1, 2 * hits + false + lost), 1)


def main() -> None:
    pairs = facts_of_pairs()
    for name, points in zip(("base", *FITTED), fit(pairs), strict=True):
        print(f"{name:20} {points:6.2f}")  # noqa: T201  the output is its purpose
    for n, source in enumerate(PAIR_SETS):
        points = fit(pair for pair in pairs if pair.source != n)
        own = [pair for pair in pairs if pair.source == n]
        print(f"{source:20} F1 by the other four {f1(own, points)}")  # noqa: T201  the output is its purpose


if __name__ == "__main__":
    main()
