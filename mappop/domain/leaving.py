"""What comes of the rest of a paid month when an owner leaves at once; figures stand in leaving.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.bill import Line, unused
from mappop.domain.invoice import Invoice, InvoiceState


@dataclass(frozen=True, slots=True)
class Rest:
    """Cents of the days from tomorrow on, by the invoices that asked for them: what was paid of it goes `back`, what is
    open comes `off`."""

    back: tuple[tuple[Invoice, int], ...] = ()
    off: tuple[tuple[Invoice, int], ...] = ()

    @property
    def back_minor(self) -> int:
        return _cents(self.back)

    @property
    def off_minor(self) -> int:
        return _cents(self.off)

    @property
    def minor(self) -> int:
        return self.back_minor + self.off_minor


def rest_of(billed: Iterable[tuple[Invoice, Sequence[Line]]], room: Sequence[tuple[Invoice, int]], today: date) -> Rest:
    """Of all that was `billed` for the days that run, with the changes in the middle of a period and without set-up
    fees; nothing where the rule gives nothing back. `room` is what may go back of each invoice, the first ones first: a
    year that began in the middle of a month is paid by the month's invoice too, and off it, if open."""
    if rules()["at_once"]["rest"] != "days":
        return Rest()
    tomorrow = today + timedelta(days=1)
    asked = [(one, lines) for one, lines in billed if one.state in (InvoiceState.OPEN, InvoiceState.PAID)]
    left = -sum(line.amount_minor + line.tax_minor for line in unused([n for _, ls in asked for n in ls], tomorrow))
    off = _shared(left, _opened(one for one, _ in asked))
    back = _shared(left := left - _cents(off), room)
    over = _opened(one for one, _ in room if one.id not in {it.id for it, _ in asked})
    return Rest(back, off + _shared(left - _cents(back), over))


def _opened(invoices: Iterable[Invoice]) -> list[tuple[Invoice, int]]:
    """What is open of each, of the newest first."""
    opened = [(one, one.balance_minor) for one in invoices if one.state is InvoiceState.OPEN]
    return sorted(opened, key=lambda part: -part[0].number)


def _cents(parts: Iterable[tuple[Invoice, int]]) -> int:
    return sum(cents for _, cents in parts)


def _shared(left: int, most: Iterable[tuple[Invoice, int]]) -> tuple[tuple[Invoice, int], ...]:
    """As many cents of each as there may be, until nothing is left."""
    parts = []
    for invoice, cents in most:
        part = max(min(left, cents), 0)
        left -= part
        parts.append((invoice, part))
    return tuple((invoice, part) for invoice, part in parts if part)


@cache
def rules() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("leaving.toml").read_text("utf-8"))
