"""The lines of an invoice: what is asked for a period, and what a change in the middle of one gives back and asks.

Amounts are cents without tax, each line states its own tax. A bill below nothing asks nothing: what is left is kept as
credit, and its line says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from mappop.domain.agreed import Agreed
from mappop.domain.coupon import coupon
from mappop.domain.proration import Period, prorated
from mappop.domain.tax import taxes


class LineKind(StrEnum):
    PLAN = "plan"
    ADD_ON = "add_on"
    SET_UP = "set_up"
    COUPON = "coupon"
    UNUSED = "unused"  # given back: the rest of what was asked before
    KEPT = "kept"  # owed to the customer: what is below nothing


@dataclass(frozen=True, slots=True)
class Line:
    """`key` names the plan, add-on or coupon; of an unused line, what is given back."""

    kind: LineKind
    key: str
    amount_minor: int
    period: Period
    quantity: int = 1
    unit_minor: int = 0
    tax_minor: int = 0

    def as_row(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value, "key": self.key, "quantity": self.quantity, "unit_minor": self.unit_minor,
            "amount_minor": self.amount_minor, "tax_minor": self.tax_minor,
            "start": self.period.start.isoformat(), "end": self.period.end.isoformat(),
        }  # fmt: skip


def line_of(row: Mapping[str, Any]) -> Line:
    period = Period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
    return Line(
        LineKind(row["kind"]), row["key"], row["amount_minor"], period, row["quantity"], row["unit_minor"],
        row["tax_minor"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bill:
    lines: tuple[Line, ...]

    @property
    def tax_minor(self) -> int:
        return sum(line.tax_minor for line in self.lines)

    @property
    def total_minor(self) -> int:
        """With the tax in it, and never below nothing."""
        return sum(line.amount_minor for line in self.lines) + self.tax_minor

    @property
    def kept_minor(self) -> int:
        return sum(line.amount_minor for line in self.lines if line.kind is LineKind.KEPT)


def of_period(agreed: Agreed, period: Period, rate: int) -> Bill:
    """A whole period; `rate` is the tax in millionths."""
    return _bill(_taxed(_whole(agreed, period), rate), period)


def of_change(billed: Iterable[Line], agreed: Agreed, whole: Period, on: date, rate: int) -> Bill:
    """What is agreed now for the rest of a running period, less what was billed for it."""
    rest = whole.since(on)
    asked = [_part(line, whole, rest) for line in _taxed(_whole(agreed, whole), rate)]
    return _bill([*unused(billed, on), *asked], rest)


def of_new_period(billed: Iterable[Line], agreed: Agreed, period: Period, rate: int) -> Bill:
    """A period that begins in the middle of another, less what was billed for the rest of that."""
    return _bill([*unused(billed, period.start), *_taxed(_whole(agreed, period), rate)], period)


def unused(billed: Iterable[Line], on: date) -> list[Line]:
    """The rest of every line that still runs that day, with its tax, as one line for each thing that was asked.

    From the lines themselves and not from prices: no more goes back than was asked.
    """
    back: dict[str, Line] = {}
    for line in billed:
        rest = line.period.since(on)
        if line.kind in (LineKind.SET_UP, LineKind.KEPT) or not rest.days:
            continue
        known = back.get(line.key, Line(LineKind.UNUSED, line.key, 0, rest))
        back[line.key] = replace(
            known,
            amount_minor=known.amount_minor - prorated(line.amount_minor, line.period, rest),
            tax_minor=known.tax_minor - prorated(line.tax_minor, line.period, rest),
        )
    return [
        replace(line, unit_minor=line.amount_minor) for line in back.values() if line.amount_minor or line.tax_minor
    ]


def _whole(agreed: Agreed, period: Period) -> list[Line]:
    price = agreed.price_minor
    lines = [Line(LineKind.PLAN, agreed.plan, price, period, 1, price)]
    for one in agreed.add_ons:
        lines.append(
            Line(LineKind.ADD_ON, one.key, one.quantity * one.unit_minor, period, one.quantity, one.unit_minor)
        )
    if agreed.coupon and (off := coupon(agreed.coupon).off(sum(line.amount_minor for line in lines))):
        lines.append(Line(LineKind.COUPON, agreed.coupon, -off, period, 1, -off))
    if fee := agreed.set_up_minor:
        lines.append(Line(LineKind.SET_UP, agreed.plan, fee, period, 1, fee))
    return lines


def _part(line: Line, whole: Period, rest: Period) -> Line:
    """With the part of its tax, so that what is changed back comes to nothing; the set-up fee is asked whole."""
    if line.kind is LineKind.SET_UP:
        return replace(line, period=rest)
    amount, tax = (prorated(cents, whole, rest) for cents in (line.amount_minor, line.tax_minor))
    return replace(line, period=rest, amount_minor=amount, tax_minor=tax)


def _taxed(lines: Sequence[Line], rate: int) -> list[Line]:
    each = taxes([(line.amount_minor, rate) for line in lines])
    return [replace(line, tax_minor=tax) for line, tax in zip(lines, each, strict=True)]


def _bill(lines: Sequence[Line], period: Period) -> Bill:
    """With a line for what is kept, where the others come to less than nothing."""
    below = Bill(tuple(lines)).total_minor
    if below >= 0:
        return Bill(tuple(lines))
    return Bill((*lines, Line(LineKind.KEPT, "credit", -below, period, 1, -below)))
