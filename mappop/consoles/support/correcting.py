"""Giving money back to a customer: what it would do is shown first, then it is done or waits for a second person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from mappop import ids
from mappop.consoles.correction_words import KINDS, REASONS, STATES, reason_options
from mappop.consoles.current import deps, me, reader
from mappop.consoles.support import support
from mappop.consoles.support.buttons import button
from mappop.consoles.support.changing import form
from mappop.consoles.support.customer import of
from mappop.consoles.typed import one_line, too_long
from mappop.db.queries import corrections as queries
from mappop.domain.correction import CorrectionKind, CorrectionReason, CorrectionState
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.terms import price
from mappop.services import corrections
from mappop.services.corrections import NOTE_MAX, Asked, Preview

_AMOUNT = re.compile(r"\$?\s*([0-9]{1,6})(?:\.([0-9]{2}))?")
_KEY = re.compile(r"form_[a-z0-9]{16}")
_FIELDS = ("kind", "about", "amount", "reason", "note", "check", "key")
CHECK_MAX = 40
PAGE = "support/correcting.html"


@button("Refund, credit or write off", position=40, needs_caller=False, when=lambda found: bool(found.money.invoices))
@support.form("/customers/<business_id>/corrections")
def correct(business_id: str) -> ResponseReturnValue:
    of(business_id)
    values = {name: one_line(request.form.get(name, "")) for name in _FIELDS}
    if not _KEY.fullmatch(values["key"]):
        values["key"] = ids.new_id("form")
    if request.method == "GET":
        return _form(business_id, values)
    try:
        asked = _asked(business_id, values)
        if request.form.get("step") != "do":
            return _form(business_id, values, preview=corrections.preview(deps(), asked, who=me()))
        made = corrections.ask(deps(), asked, key=f"{business_id}:{values['key']}", who=me())
    except Invalid as invalid:
        return _form(business_id, values, errors=tuple(map(_where_it_is_chosen, invalid.errors)))
    except Refused as refused:
        return _form(business_id, values, errors=(FieldError("about", str(refused)),))
    what = f"{KINDS[made.kind][0]} of {price(made.amount_minor)}"
    waits = made.state is CorrectionState.PROPOSED
    flash(f"{what} {'waits for a second person' if waits else STATES[made.state][0]}.", "note" if waits else "done")
    return redirect(url_for("support.customer", business_id=business_id))


def _asked(business_id: str, values: Mapping[str, str]) -> Asked:
    """Raises Invalid for what can't be read; only this customer's invoices and payments are known here."""
    faults, amount = [], _AMOUNT.fullmatch(values["amount"])
    if values["kind"] not in {kind.value for kind in CorrectionKind}:
        faults.append(FieldError("kind", "is missing", "choose what you give"))
    if values["about"] not in {key for key, _ in _abouts(business_id)}:
        faults.append(FieldError("about", "is missing", "choose the invoice or the payment"))
    if amount is None:
        faults.append(FieldError("amount", "is no amount in dollars", "such as 39.95"))
    if values["reason"] not in {reason.value for reason in CorrectionReason}:
        faults.append(FieldError("reason", "is missing", "choose what it is for"))
    if not values["note"] or len(values["note"]) > NOTE_MAX:
        faults.append(FieldError("note", "is missing or too long", "say in a sentence what happened"))
    faults += too_long(values, {"check": CHECK_MAX})
    if faults or amount is None:
        raise Invalid(faults)
    invoice, _, payment = values["about"].partition(":")
    cents = 100 * int(amount[1]) + int(amount[2] or 0)
    kind, reason = CorrectionKind(values["kind"]), CorrectionReason(values["reason"])
    payment = payment if kind is CorrectionKind.REFUND else ""
    return Asked(kind, invoice, cents, reason, values["note"], payment_id=payment, check=values["check"])


def _where_it_is_chosen(fault: FieldError) -> FieldError:
    """The payment is chosen in the field of the invoice: a fault of it stands there."""
    return FieldError("about", fault.reason, fault.remedy) if fault.field == "payment" else fault


def _abouts(business_id: str) -> list[tuple[str, str]]:
    """Each invoice, and below it the payments that came in for it."""
    came_in = queries.came_in(reader(), business_id)
    found = []
    for invoice in of(business_id).money.invoices:
        found.append((invoice.id, f"{invoice.title}, {price(invoice.amount_minor)}, {invoice.state.value}"))
        for payment in came_in:
            if payment.invoice_id == invoice.id:
                said = f"{invoice.title}: payment of {price(payment.amount_minor)}, {payment.ref[:60]}"
                found.append((f"{invoice.id}:{payment.id}", said))
    return found


def _form(
    business_id: str, values: Mapping[str, str], *, errors: tuple[FieldError, ...] = (), preview: Preview | None = None
) -> ResponseReturnValue:
    more: dict[str, Any] = {
        "kinds": [(kind.value, *words) for kind, words in KINDS.items()], "abouts": _abouts(business_id),
        "reasons": reason_options(), "preview": preview, "given": queries.of_customer(reader(), business_id),
        "words": {"kinds": KINDS, "reasons": REASONS, "states": STATES},
    }  # fmt: skip
    return form(business_id, PAGE, values=values, errors=errors, **more)
