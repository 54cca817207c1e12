"""Where a text may be cut: never inside what a person sees as one letter or one sign (Unicode Standard Annex #29, whose
extended grapheme clusters `regex` knows)."""

from __future__ import annotations

from functools import cache
from typing import Any

FARTHEST = 32  # code points: no family, flag or syllable that is in use has so many, and a hostile text must end too


def cut_at(text: str, most: int) -> int:
    """The last place that is no later than `most` code points; that itself in a text that has none near."""
    if most >= len(text) or text[: most + 1].isascii():
        return min(most, len(text))
    last = 0
    for cluster in _clusters().finditer(text):
        if cluster.end() > most:
            break
        last = cluster.end()
    return last if most - last < FARTHEST else most


def first(text: str) -> str:
    """The first letter or sign, whole."""
    return text[: min(_clusters().match(text).end(), FARTHEST)] if text else ""


@cache
def _clusters() -> Any:
    import regex  # 10 ms, which pages in plain letters need not wait for

    return regex.compile(r"\X")
