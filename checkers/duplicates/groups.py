"""Sets of record positions that are joined pair by pair: a union-find, led by the earliest member, paths halved."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence


class Sets:
    """Over positions 0 … n-1. The leader of a set is its first member."""

    def __init__(self, count: int) -> None:
        self._leader = array("q", range(count))

    def find(self, n: int) -> int:
        leader = self._leader
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    def join(self, one: int, two: int) -> None:
        first, second = sorted((self.find(one), self.find(two)))
        self._leader[second] = first

    def are_one(self, members: Sequence[int]) -> bool:
        leader = self.find(members[0])
        for n in members:  # noqa: SIM110  a generator costs more than the whole question
            if self.find(n) != leader:
                return False
        return True

    def groups(self, joined: Iterable[int]) -> list[list[int]]:
        """Those of two or more, in order of their first, members in order; `joined` are all that were ever joined."""
        members: dict[int, list[int]] = {}
        for n in sorted(joined):
            members.setdefault(self.find(n), []).append(n)
        return list(members.values())
