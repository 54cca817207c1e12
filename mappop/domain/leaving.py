"""What comes of the rest of a paid month when an owner leaves at once; figures stand in leaving.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.invoice import Invoice, InvoiceState
from mappop.domain.proration import Period, prorated


def rest_of(invoices: Iterable[Invoice], today: date) -> tuple[Invoice, int] | None:
    """The invoice of the month that runs and the cents of its days from tomorrow on; None where the rule gives nothing
    back, or nothing is left."""
    if rules()["at_once"]["rest"] != "days":
        return None
    for invoice in invoices:
        whole = Period(invoice.period_start, invoice.period_end)
        rest = whole.since(today + timedelta(days=1))
        if invoice.state in (InvoiceState.PAID, InvoiceState.OPEN) and whole.start <= today and rest.days:
            return invoice, prorated(invoice.amount_minor, whole, rest)
    return None


@cache
def rules() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("leaving.toml").read_text("utf-8"))
