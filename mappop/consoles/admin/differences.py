"""What the processor and we hold differently: each a case, until both sides are seen to agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template

from mappop.consoles.admin import admin
from mappop.consoles.current import deps, reader
from mappop.db.queries import reconciliation as queries
from mappop.domain.payment import OFFLINE
from mappop.domain.reconciliation import DifferenceCase, Flaw
from mappop.domain.terms import price

SAID = {
    Flaw.ONLY_THEIRS: ("They have it, we don’t", "Find out what it was for; nothing is booked for it by itself."),
    Flaw.ONLY_OURS: ("We have it, they don’t", "Look it up at the processor before anybody is told that it is paid."),
    Flaw.AMOUNT: ("Another amount", "The books follow what really moved: correct ours by a credit or refund."),
    Flaw.STATE: ("Another state", "Open it at the processor; its next event or the next run may mend it by itself."),
    Flaw.FEE: ("Another fee", "Book the difference with the month’s fees."),
}


@admin.page("/differences", menu="Differences", position=4)
def differences() -> str:
    rows = [_row(case, name) for case, name in queries.cases(reader())]
    return render_template(
        "admin/differences.html",
        open=[row for row in rows if row["case"].mended_at is None],
        mended=[row for row in rows if row["case"].mended_at is not None],
        most=queries.PAGE,
        processor="" if deps().processor.name == OFFLINE else deps().processor.name.capitalize(),
    )


def _row(case: DifferenceCase, business: str | None) -> dict[str, Any]:
    sides = {"ours": _side(case.ours), "theirs": _side(case.theirs)}
    return {"case": case, "business": business, "said": SAID[case.flaw], **sides}


def _side(held: Mapping[str, Any]) -> str:
    """“$39.95, succeeded, fee $1.46”, or a dash where that side has nothing."""
    if not held:
        return "–"
    amount = int(held["amount_minor"])
    fee = f", fee {price(held['fee_minor'])}" if held.get("fee_minor") else ""
    return f"{'−' if amount < 0 else ''}{price(abs(amount))}, {held['state'] or 'booked'}{fee}"
