"""Risk: how near disputes and returns are to what networks bear, and the review that lets a centre sell on."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.admin import admin
from mappop.consoles.current import deps, me, reader
from mappop.db.queries import risk as queries
from mappop.domain.errors import FieldError, Invalid, NotFound, Refused
from mappop.domain.risk import rules
from mappop.services import risk as service
from mappop.services.risk import NOTE_MAX


@admin.page("/risk", menu="Risk", position=8)
def risk() -> str:
    return _page()


@admin.action("/risk/<centre_id>/review")
def review_risk(centre_id: str) -> ResponseReturnValue:
    note = request.form.get(f"note-{centre_id}", "").strip()[: NOTE_MAX + 1]
    try:
        service.review(deps(), centre_id, note=note, who=me())
    except Invalid as invalid:
        faults = tuple(FieldError(f"note-{centre_id}", fault.reason, fault.remedy) for fault in invalid.errors)
        return _page(centre_id, note, faults), 422
    except NotFound:
        raise
    except Refused as refused:
        flash(str(refused), "wrong")
        return redirect(url_for("admin.risk"))
    flash(f"Noted. The centre sells on, and is looked at anew in {rules().review_holds.days} days.", "done")
    return redirect(url_for("admin.risk"))


def _page(typed_for: str = "", note: str = "", errors: tuple[FieldError, ...] = ()) -> str:
    centres, reviews = queries.all_centres(reader(), deps().clock.now()), queries.reviews(reader())
    return render_template(
        "admin/risk.html", centres=centres, alarms=queries.recent(reader()), reviews=reviews,
        names={centre.id: centre.name for centre in centres}, titles={m.key: m.title for m in rules().meters},
        people=queries.reviewers(reader(), reviews), typed_for=typed_for, note=note, errors=errors,
    )  # fmt: skip
