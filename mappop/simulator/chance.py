"""Chance by name: the same seed and names give the same draw, in whatever order they are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    def __init__(self, seed: int) -> None:
        self._seed = seed

    def share(self, *what: object) -> float:
        """From 0 up to, but not, 1."""
        name = "|".join(str(part) for part in (self._seed, *what))
        return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest()) / 2**48

    def happens(self, odds: float, *what: object) -> bool:
        return self.share(*what) < odds

    def whole(self, least: int, most: int, *what: object) -> int:
        """Both ends included."""
        return least + int(self.share(*what) * (most - least + 1))

    def of(self, choices: Sequence[T], *what: object) -> T:
        return choices[self.whole(0, len(choices) - 1, *what)]
