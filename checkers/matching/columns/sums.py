"""Points of facts that many pairs have, at a time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from checkers.matching.columns.ragged import Array
from checkers.matching.scorecard import WORTH


def points_of(facts: Mapping[str, Array], pairs: int) -> Array:
    """Amounts by the names of `Facts`, one a pair."""
    points = np.zeros(pairs)
    for fact, amounts in facts.items():
        points += WORTH[fact].points * amounts
    return points
