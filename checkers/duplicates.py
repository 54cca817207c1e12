"""Which of several listings on one publisher are the same business."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from checkers.match import Prepared, prepare, same_prepared
from checkers.nap import Nap


def duplicate_groups(listings: Sequence[Nap]) -> tuple[tuple[int, ...], ...]:
    """Groups of positions that are one business, each of two or more, in order of their first.

    Every pair is compared: meant for the few dozen candidates that a publisher answers, not for a whole table.
    """
    prepared = [prepare(nap) for nap in listings]
    return _groups(prepared)


def same_as(canonical: Nap, listings: Sequence[Nap]) -> tuple[int, ...]:
    """Positions of the listings that are this business, likeliest first; more than one means duplicates."""
    own = prepare(canonical)
    matches = [(n, same_prepared(own, prepare(nap))) for n, nap in enumerate(listings)]
    return tuple(n for n, match in sorted(matches, key=lambda found: (-found[1].score, found[0])) if match.same)


def _groups(prepared: Sequence[Prepared]) -> tuple[tuple[int, ...], ...]:
    leader = list(range(len(prepared)))

    def find(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    for one, two in combinations(range(len(prepared)), 2):
        if find(one) != find(two) and same_prepared(prepared[one], prepared[two]).same:
            leader[find(two)] = find(one)
    groups: dict[int, list[int]] = {}
    for n in range(len(prepared)):
        groups.setdefault(find(n), []).append(n)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
