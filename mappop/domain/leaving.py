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
    """What the days from tomorrow on come to, in cents by invoice.

    `back` is what was paid of them and is given back, `off` what is open and comes off the invoice.
    """

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
    """The rest of a period when service ends today; nothing where the rule in leaving.toml gives nothing back.

    `billed` are the invoices whose lines run today, changes in the middle of a period among them; set-up fees stay.
    `room` says how much may go back of each invoice, in the order in which it is taken. It may name invoices that are
    not in `billed`: a year that began in the middle of a month was paid in part by that month's invoice.
    """
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
    """Each open invoice with what is open of it, the newest first."""
    opened = [(one, one.balance_minor) for one in invoices if one.state is InvoiceState.OPEN]
    return sorted(opened, key=lambda part: -part[0].number)


def _cents(parts: Iterable[tuple[Invoice, int]]) -> int:
    return sum(cents for _, cents in parts)


def _shared(left: int, most: Iterable[tuple[Invoice, int]]) -> tuple[tuple[Invoice, int], ...]:
    """Share `left` cents out in order, no invoice getting more than its own figure in `most`."""
    parts = []
    for invoice, cents in most:
        part = max(min(left, cents), 0)
        left -= part
        parts.append((invoice, part))
    return tuple((invoice, part) for invoice, part in parts if part)


@cache
def rules() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("leaving.toml").read_text("utf-8"))
