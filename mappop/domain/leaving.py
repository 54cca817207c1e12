"""What comes of the rest of a paid month when an owner leaves at once; figures stand in leaving.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
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
        return sum(cents for _, cents in self.back)

    @property
    def off_minor(self) -> int:
        return sum(cents for _, cents in self.off)

    @property
    def minor(self) -> int:
        return self.back_minor + self.off_minor


def rest_of(billed: Iterable[tuple[Invoice, Sequence[Line]]], given: Mapping[str, int], today: date) -> Rest:
    """Of all that was asked for the days that run, with the changes in the middle of a period and without set-up fees;
    nothing where the rule gives nothing back. `given` are cents that were given back before, by the invoice."""
    if rules()["at_once"]["rest"] != "days":
        return Rest()
    tomorrow = today + timedelta(days=1)
    asked = [(one, lines) for one, lines in billed if one.state in (InvoiceState.OPEN, InvoiceState.PAID)]
    left = -sum(line.amount_minor + line.tax_minor for line in unused([n for _, ls in asked for n in ls], tomorrow))
    parts: dict[InvoiceState, list[tuple[Invoice, int]]] = {InvoiceState.OPEN: [], InvoiceState.PAID: []}
    running = [one for one, _ in asked if one.period_end > tomorrow]
    for one in sorted(running, key=lambda one: (one.state is InvoiceState.PAID, -one.number)):
        most = one.balance_minor if one.state is InvoiceState.OPEN else one.amount_minor - given.get(one.id, 0)
        if cents := max(min(left, most), 0):
            parts[one.state].append((one, cents))
            left -= cents
    return Rest(tuple(parts[InvoiceState.PAID]), tuple(parts[InvoiceState.OPEN]))


@cache
def rules() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("leaving.toml").read_text("utf-8"))
