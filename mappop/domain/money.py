"""Cents are whole numbers; this is the one way in which a part of a cent is rounded."""

from __future__ import annotations


def rounded(amount: int, divisor: int) -> int:
    """`amount` / `divisor` to the nearest whole, a half away from zero: what is taken back rounds as what was given."""
    whole, rest = divmod(abs(amount), divisor)
    whole += 2 * rest >= divisor
    return whole if amount >= 0 else -whole
