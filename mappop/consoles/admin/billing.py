"""Subscriptions by state, open invoices with the form for a check or transfer that came in, and what was recovered."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.admin import admin
from mappop.consoles.current import deps, me, reader
from mappop.consoles.typed import one_line
from mappop.db.queries import billing as queries
from mappop.db.queries.dunning import recoveries
from mappop.domain.dunning_plan import Cause
from mappop.domain.errors import FieldError, Refused
from mappop.domain.subscription import SubscriptionState
from mappop.services import invoicing

REFERENCE_MAX = 100
LOOKED_BACK = timedelta(days=90)  # two windows of dunning and a month
CAUSES = {
    Cause.LATER: "Card: may work another day",
    Cause.BANK_LATER: "Bank: not enough money",
    Cause.ANOTHER: "Card or account won’t do it",
    Cause.AUTHENTICATE: "The bank asks the owner",
    Cause.STOP: "Card: never again",
    Cause.NEW_CONSENT: "Bank: not agreed to",
    Cause.ASK: "Bank: somebody has to ask",
    Cause.FIX: "Bank: our entry was wrong",
    Cause.OURS: "Our own fault",
    Cause.OVERDUE: "Invoice not paid in time",
}
NOT_IN_USE = (SubscriptionState.INCOMPLETE, SubscriptionState.INCOMPLETE_EXPIRED)  # nothing leads into them yet
_AMOUNT = re.compile(r"\$?\s*(\d{1,6})(?:\.(\d{2}))?")


@admin.page("/billing", menu="Billing", position=2)
def billing() -> str:
    return _page("", {}, ())


@admin.action("/invoices/<invoice_id>/paid")
def record_payment(invoice_id: str) -> ResponseReturnValue:
    values = {key: one_line(request.form.get(key, ""))[: REFERENCE_MAX + 1] for key in ("amount", "reference")}
    amount = _AMOUNT.fullmatch(values["amount"])
    faults = []
    if amount is None:
        faults.append(FieldError("amount", "is no amount in dollars", "such as 39.95"))
    if not values["reference"]:
        faults.append(FieldError("reference", "is missing", "the check’s number, or the transfer’s text"))
    if len(values["reference"]) > REFERENCE_MAX:
        faults.append(FieldError("reference", "is too long", f"at most {REFERENCE_MAX} letters"))
    if faults or amount is None:
        return _page(invoice_id, values, tuple(faults)), 422
    cents = 100 * int(amount.group(1)) + int(amount.group(2) or 0)
    try:
        invoice = invoicing.record_payment(
            deps(), invoice_id, amount_minor=cents, reference=values["reference"], who=me()
        )
    except Refused as refused:
        return _page(invoice_id, values, (FieldError("amount", str(refused), "look at the payment again"),)), 422
    flash(f"{invoice.title} is paid. A receipt goes to the owner.", "done")
    return redirect(url_for("admin.billing"))


def _page(invoice_id: str, values: dict[str, str], errors: tuple[FieldError, ...]) -> str:
    """`errors` are of the form of that invoice, one of many on the page."""
    counts = queries.subscription_counts(reader())
    return render_template(
        "admin/billing.html",
        counts=[
            (state.value.replace("_", " "), counts.get(state.value, 0))
            for state in SubscriptionState
            if state not in NOT_IN_USE or counts.get(state.value)
        ],
        invoices=queries.open_invoices(reader()),
        recoveries=recoveries(reader(), since=deps().clock.now() - LOOKED_BACK),
        days=LOOKED_BACK.days,
        causes=CAUSES,
        today=deps().clock.now().date(),
        typed_for=invoice_id,
        values=values,
        errors=[replace(error, field=f"{error.field}-{invoice_id}") for error in errors],
    )
