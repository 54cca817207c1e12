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
class Whole:
    """What a line is a part of: cents and tax of a whole period."""

    amount_minor: int
    tax_minor: int
    period: Period


@dataclass(frozen=True, slots=True)
class Line:
    """`key` names the plan, add-on or coupon; of an unused line, what is given back. `whole` is None where it is one.

    A part that is cut again is cut from its whole: parts of rounded parts would gain or lose a cent at each change.
    """

    kind: LineKind
    key: str
    amount_minor: int
    period: Period
    quantity: int = 1
    unit_minor: int = 0
    tax_minor: int = 0
    whole: Whole | None = None

    def of_whole(self) -> Whole:
        return self.whole or Whole(self.amount_minor, self.tax_minor, self.period)

    def as_row(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value, "key": self.key, "quantity": self.quantity, "unit_minor": self.unit_minor,
            **_as_row(self), **({"whole": _as_row(self.whole)} if self.whole else {}),
        }  # fmt: skip


def _as_row(cents: Line | Whole) -> dict[str, Any]:
    return {
        "amount_minor": cents.amount_minor, "tax_minor": cents.tax_minor,
        "start": cents.period.start.isoformat(), "end": cents.period.end.isoformat(),
    }  # fmt: skip


def line_of(row: Mapping[str, Any]) -> Line:
    """Rows of parts that were written before they knew their whole are cut as wholes."""
    whole = Whole(*_cents_of(row["whole"])) if "whole" in row else None
    amount, tax, period = _cents_of(row)
    return Line(LineKind(row["kind"]), row["key"], amount, period, row["quantity"], row["unit_minor"], tax, whole)


def _cents_of(row: Mapping[str, Any]) -> tuple[int, int, Period]:
    period = Period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
    return row["amount_minor"], row["tax_minor"], period


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
    """The rest of every line that still runs that day, with its tax, as one line for each thing and whole period.

    From the lines themselves and not from prices: no more goes back than was asked.
    """
    back: dict[tuple[str, Period], Line] = {}
    for line in billed:
        rest, of = line.period.since(on), line.of_whole()
        if line.kind in (LineKind.SET_UP, LineKind.KEPT) or not rest.days:
            continue
        nothing = Line(LineKind.UNUSED, line.key, 0, rest, whole=Whole(0, 0, of.period))
        back[line.key, of.period] = _less(back.get((line.key, of.period), nothing), of, rest)
    return [line for line in back.values() if line.amount_minor or line.tax_minor]


def _less(back: Line, of: Whole, rest: Period) -> Line:
    amount, tax = (prorated(cents, of.period, rest) for cents in (of.amount_minor, of.tax_minor))
    left, known = back.amount_minor - amount, back.of_whole()
    whole = Whole(known.amount_minor - of.amount_minor, known.tax_minor - of.tax_minor, of.period)
    return replace(back, amount_minor=left, unit_minor=left, tax_minor=back.tax_minor - tax, whole=whole)


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
    return replace(line, period=rest, amount_minor=amount, tax_minor=tax, whole=line.of_whole())


def _taxed(lines: Sequence[Line], rate: int) -> list[Line]:
    each = taxes([(line.amount_minor, rate) for line in lines])
    return [replace(line, tax_minor=tax) for line, tax in zip(lines, each, strict=True)]


def _bill(lines: Sequence[Line], period: Period) -> Bill:
    """With a line for what is kept, where the others come to less than nothing."""
    below = Bill(tuple(lines)).total_minor
    if below >= 0:
        return Bill(tuple(lines))
    return Bill((*lines, Line(LineKind.KEPT, "credit", -below, period, 1, -below)))
