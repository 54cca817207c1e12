"""What the processor and we hold differently: each a case, until both sides are seen to agree or a person says what it
is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.admin import admin
from mappop.consoles.current import deps, me, reader
from mappop.consoles.typed import one_line
from mappop.db.queries import reconciliation as queries
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.payment import OFFLINE
from mappop.domain.reconciliation import DifferenceCase, Flaw, HeldKind
from mappop.domain.terms import price
from mappop.services import differences as service

SAID = {
    Flaw.ONLY_THEIRS: ("They have it, we don’t", "Find out what it was for; nothing is booked for it by itself."),
    Flaw.ONLY_OURS: ("We have it, they don’t", "Look it up at the processor before anybody is told that it is paid."),
    Flaw.AMOUNT: ("Another amount", "The books follow what really moved: correct ours by a credit or refund."),
    Flaw.STATE: ("Another state", "Open it at the processor; its next event or the next run may mend it by itself."),
    Flaw.FEE: ("Another fee", "Book the difference with the month’s fees."),
    # An account to which a payout failed gets no scheduled one until it is mended: `status` of external accounts,
    # docs.stripe.com/api.
    Flaw.CAME_BACK: (
        "Our bank did not take a payout",
        "Open the payout at the processor and read why. Mend our bank account there: until then no scheduled payout"
        " goes out. Then see that the next one arrives.",
    ),
}
OF_KIND = {
    HeldKind.MOVE: (
        "A movement of a kind that we don’t know",
        "Nothing is booked for it by itself. Read at the processor what it is, and tell the bookkeeper; then close it.",
    ),
    HeldKind.BALANCE: (
        "Their balance is another one than the books say",
        "What moved it stands here too, or is older than the days that are compared: “mappop bill reconcile --since”"
        " looks further back.",
    ),
}


@admin.page("/differences", menu="Differences", position=4)
def differences() -> str:
    return _page()


@admin.action("/differences/<case_id>/close")
def close_difference(case_id: str) -> ResponseReturnValue:
    note, seal = one_line(request.form.get("note", "")), request.form.get("seal", "")
    try:
        service.close(deps(), case_id, seal=seal, note=note, who=me())
    except Invalid as invalid:
        faults = tuple(replace(one, field=f"note.{case_id}") for one in invalid.errors)
        return _page(faults, case_id, note), 422
    except Refused as refused:
        flash(str(refused), "wrong")
        return _page((), case_id, note), 409
    flash("Closed. It opens again by itself if it changes.", "done")
    return redirect(url_for("admin.differences"))


def _page(errors: tuple[FieldError, ...] = (), typed_for: str = "", note: str = "") -> str:
    found = queries.cases(reader())
    looks = queries.looks(reader(), [case.id for case, _ in found])
    rows = [_row(case, name) | {"looks": looks.get(case.id, ())} for case, name in found]
    return render_template(
        "admin/differences.html", errors=errors, typed_for=typed_for, note=note, note_max=service.NOTE_MAX,
        open=[row for row in rows if row["case"].is_open],
        closed=[row for row in rows if row["case"].closed_at and not row["case"].mended_at],
        mended=[row for row in rows if row["case"].mended_at],
        most=queries.PAGE,
        processor="" if deps().processor.name == OFFLINE else deps().processor.name.capitalize(),
    )  # fmt: skip


def _row(case: DifferenceCase, business: str | None) -> dict[str, Any]:
    sides = {"ours": _side(case.ours), "theirs": _side(case.theirs)}
    return {"case": case, "business": business, "said": OF_KIND.get(case.kind, SAID[case.flaw]), **sides}


def _side(held: Mapping[str, Any]) -> tuple[str, str]:
    """“$39.95” and “succeeded, fee $1.46”; a dash alone where that side has nothing."""
    if not held:
        return "–", ""
    amount = int(held["amount_minor"])
    fee = f", fee {price(held['fee_minor'])}" if held.get("fee_minor") else ""
    return f"{'−' if amount < 0 else ''}{price(abs(amount))}", f"{held['state'].replace('_', ' ') or 'booked'}{fee}"
