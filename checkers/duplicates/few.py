"""Which of several listings on one publisher are the same business."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from checkers.duplicates.glance import Glance, Outline, glance, may_be_branches, outline
from checkers.duplicates.groups import Sets
from checkers.match import prepare, same_prepared
from checkers.nap import Nap


def duplicate_groups(listings: Sequence[Nap]) -> tuple[tuple[int, ...], ...]:
    """Groups of positions that are one business, each of two or more, in order of their first.

    Every pair is compared: meant for the few dozen candidates that a publisher answers, not for a whole table.
    """
    outlines, prepared = [outline(nap) for nap in listings], [prepare(nap) for nap in listings]
    sets = Sets(len(prepared))
    joined: set[int] = set()
    for one, two in combinations(range(len(prepared)), 2):
        if sets.find(one) == sets.find(two) or _are_surely_two(outlines[one], outlines[two]):
            continue
        if same_prepared(prepared[one], prepared[two]).same:
            sets.join(one, two)
            joined |= {one, two}
    return tuple(map(tuple, sets.groups(joined)))


def _are_surely_two(one: Outline, two: Outline) -> bool:
    return glance(one, two) is Glance.REFUSED or may_be_branches(one, two)


def same_as(canonical: Nap, listings: Sequence[Nap]) -> tuple[int, ...]:
    """Positions of the listings that are this business, likeliest first; more than one means duplicates."""
    own = prepare(canonical)
    matches = [(n, same_prepared(own, prepare(nap))) for n, nap in enumerate(listings)]
    return tuple(n for n, match in sorted(matches, key=lambda found: (-found[1].score, found[0])) if match.same)
