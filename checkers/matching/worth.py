"""What one fact of a pair is worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Worth:
    """`points` for a fact that holds in full; `label` is how people are told of it. A fixed one is set by hand."""

    points: float
    label: str
    is_fixed: bool = False
