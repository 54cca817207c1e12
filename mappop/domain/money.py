"""Cents are whole numbers: how a part of a cent is rounded, and how cents are written, never by way of a float."""

from __future__ import annotations


def rounded(amount: int, divisor: int) -> int:
    """`amount` / `divisor` to the nearest whole, a half away from zero: what is taken back rounds as what was given."""
    whole, rest = divmod(abs(amount), divisor)
    whole += 2 * rest >= divisor
    return whole if amount >= 0 else -whole


def dollars(minor: int) -> str:
    """As books and forms write it, without sign or commas: "39.95", "-0.05". Prices for owners: `terms.price`."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"
