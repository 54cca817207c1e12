"""Refunds, credit notes and write-offs: what waits for a second person, and what was given."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.admin import admin
from mappop.consoles.correction_words import KINDS, REASONS, STATES
from mappop.consoles.current import deps, me, reader
from mappop.consoles.typed import one_line
from mappop.db.queries import corrections as queries
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.services import corrections as service

WHY_MAX = 300


@admin.page("/corrections", menu="Corrections", position=6)
def corrections() -> str:
    return _page()


@admin.action("/corrections/<correction_id>/approve")
def approve_correction(correction_id: str) -> ResponseReturnValue:
    try:
        done = service.approve(deps(), correction_id, who=me())
    except Refused as refused:
        return _page(correction_id, "", (FieldError(f"why-{correction_id}", str(refused)),)), 422
    flash(f"{KINDS[done.kind][0]}: {STATES[done.state][0]}. The owner is told in writing.", "done")
    return redirect(url_for("admin.corrections"))


@admin.action("/corrections/<correction_id>/decline")
def decline_correction(correction_id: str) -> ResponseReturnValue:
    why = one_line(request.form.get("why", ""))[:WHY_MAX]
    try:
        service.decline(deps(), correction_id, why=why, who=me())
    except Invalid as invalid:
        faults = tuple(FieldError(f"why-{correction_id}", fault.reason, fault.remedy) for fault in invalid.errors)
        return _page(correction_id, why, faults), 422
    except Refused as refused:
        return _page(correction_id, why, (FieldError(f"why-{correction_id}", str(refused)),)), 422
    flash("Declined. Who asked for it sees why.", "done")
    return redirect(url_for("admin.corrections"))


def _page(typed_for: str = "", why: str = "", errors: tuple[FieldError, ...] = ()) -> str:
    return render_template(
        "admin/corrections.html", waiting=queries.waiting(reader()), recent=queries.recent(reader()), me=me().id,
        words={"kinds": KINDS, "reasons": REASONS, "states": STATES}, typed_for=typed_for, why=why, errors=errors,
        most=queries.PAGE,
    )  # fmt: skip
