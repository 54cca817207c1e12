"""Bugs that taxes could have; the machine of years must catch every one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pytest import MonkeyPatch

from mappop.domain import bill, leaving, tax
from mappop.domain.charge_gate import Condition
from mappop.domain.money import rounded
from mappop.domain.postings import invoiced
from mappop.domain.tax_table import FlatTaxes
from mappop.services import correction_books, invoicing
from tests.billing.seeded import without

UNUSED = bill.unused


def _line_by_line(lines: Sequence[tuple[int, int]]) -> list[int]:
    return [rounded(amount * rate, tax.WHOLE) for amount, rate in lines]


def _before_the_coupon(lines: Sequence[tuple[int, int]]) -> list[int]:
    return tax.taxes([(max(amount, 0), rate) for amount, rate in lines])


def _given_back(*args: Any) -> list[bill.Line]:
    return [replace(line, tax_minor=0) for line in UNUSED(*args)]


BUGS: dict[str, Callable[[MonkeyPatch], None]] = {
    "a tax is cut down to the cent": lambda m: m.setattr(tax, "rounded", lambda amount, divisor: amount // divisor),
    "each line's tax is rounded by itself": lambda m: m.setattr(bill, "taxes", _line_by_line),
    "a tax is asked of what a coupon takes off": lambda m: m.setattr(bill, "taxes", _before_the_coupon),
    "a tax is asked before the issuer is registered": lambda m: m.setattr(
        FlatTaxes, "rate", lambda self, place, _: next(r.millionths for r in self._rates if r.state == place.region)
    ),
    "more is charged than was told": without(Condition.TOLD),
    "the tax of another place is asked": lambda m: m.setattr(
        FlatTaxes, "rate", lambda self, _place, _: self._rates[-1].millionths
    ),
    "a change keeps the tax of what it gives back": lambda m: m.setattr(bill, "unused", _given_back),
    "the rest of who leaves is told without its tax": lambda m: m.setattr(leaving, "unused", _given_back),
    "the tax of what goes back stays due": lambda m: m.setattr(correction_books, "tax_share", lambda *_, **__: 0),
    "a tax is booked as ours": lambda m: m.setattr(
        invoicing, "invoiced", lambda total, _tax, kept: invoiced(total, 0, kept)
    ),
}
