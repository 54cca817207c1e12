"""Refunds, credit notes and write-offs for whoever may be the second person: what waits, and what was given."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.correction_words import KINDS, REASONS, STATES
from mappop.consoles.current import deps, me, reader
from mappop.consoles.typed import one_line
from mappop.db.queries import corrections as queries
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.roles import Role
from mappop.services import corrections as service

WHY_MAX = 300


def show(console: str, *, typed_for: str = "", why: str = "", errors: tuple[FieldError, ...] = ()) -> str:
    """The page; its forms are sent to `approve_correction` and `decline_correction` of that console."""
    return render_template(
        "corrections.html", waiting=queries.waiting(reader()), recent=queries.recent(reader()), me=me().id,
        words={"kinds": KINDS, "reasons": REASONS, "states": STATES}, typed_for=typed_for, why=why, errors=errors,
        most=queries.PAGE, approve_at=f"{console}.approve_correction", decline_at=f"{console}.decline_correction",
        customer_at="support.customer" if me().role is Role.ADMIN else "",
    )  # fmt: skip


def take_approval(console: str, correction_id: str) -> ResponseReturnValue:
    try:
        done = service.approve(deps(), correction_id, who=me())
    except Refused as refused:
        fault = FieldError(f"why-{correction_id}", str(refused))
        return show(console, typed_for=correction_id, errors=(fault,)), 422
    flash(f"{KINDS[done.kind][0]}: {STATES[done.state][0]}. The owner is told in writing.", "done")
    return redirect(url_for(f"{console}.corrections"))


def take_refusal(console: str, correction_id: str) -> ResponseReturnValue:
    why = one_line(request.form.get("why", ""))[:WHY_MAX]
    try:
        service.decline(deps(), correction_id, why=why, who=me())
    except Invalid as invalid:
        faults = tuple(FieldError(f"why-{correction_id}", fault.reason, fault.remedy) for fault in invalid.errors)
        return show(console, typed_for=correction_id, why=why, errors=faults), 422
    except Refused as refused:
        fault = FieldError(f"why-{correction_id}", str(refused))
        return show(console, typed_for=correction_id, why=why, errors=(fault,)), 422
    flash("Declined. Who asked for it sees why.", "done")
    return redirect(url_for(f"{console}.corrections"))
