"""A row of bars in a drawing's own units, the tallest as high as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

WIDTH, GAP, HEIGHT = 18, 6, 72
LEAST = 2  # of nought, so that its place is seen


@dataclass(frozen=True, slots=True)
class Bar:
    """`said` stands above it; `label` says all of it, for pointers and screen readers."""

    value: float
    said: str
    label: str
    is_now: bool = False
    is_open: bool = False  # of a time that is not over: it may still change
    x: int = 0
    height: int = LEAST


def row(bars: Sequence[Bar], *, width: int = WIDTH, gap: int = GAP) -> list[Bar]:
    """In their places; none where all are nought."""
    most = max((bar.value for bar in bars), default=0)
    if not most:
        return []
    return [
        replace(bar, x=n * (width + gap), height=max(LEAST, round(HEIGHT * bar.value / most)))
        for n, bar in enumerate(bars)
    ]
