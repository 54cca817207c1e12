"""“How we reach you”: the mobile and the address that letters and reminders go to."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.language import of_owner
from mappop.consoles.portal import portal
from mappop.consoles.portal.words import words
from mappop.consoles.typed import one_line
from mappop.db.queries import owners as queries
from mappop.domain.errors import FieldError, Invalid
from mappop.services import reaching

FIELDS = {"mobile": 40, "email": 254}  # letters that are looked at; RFC 5321 allows no longer address


@portal.form("/reach")
def reach() -> ResponseReturnValue:
    business_id = me().business_id or abort(404)
    language, trial = of_owner(business_id), queries.running_trial(reader(), business_id) or abort(404)
    if request.method == "GET":
        return _page(language, {key: str(trial.owner.get(key) or "") for key in FIELDS})
    typed = {key: one_line(request.form.get(key, ""))[: most + 1] for key, most in FIELDS.items()}
    try:
        is_changed = reaching.change(deps(), trial.id, **typed, actor=me().id)
    except Invalid as invalid:
        return _page(language, typed, _faults(invalid, language)), 422
    said = words(language)["reach"]
    flash(said["changed"] if is_changed else said["same"], "done" if is_changed else "note")
    return redirect(url_for("portal.reach"))


def _faults(invalid: Invalid, language: str) -> list[FieldError]:
    """In the owner's language; each field can be wrong in one way, or both be empty."""
    said = words(language)["reach"]
    kinds = [(fault.field.rpartition(".")[2], "missing" if fault.reason == "is missing" else "wrong")
             for fault in invalid.errors]  # fmt: skip
    return [FieldError(field, said[f"{field}_{kind}"], "") for field, kind in kinds]


def _page(language: str, values: dict[str, str], errors: list[FieldError] | None = None) -> str:
    return render_template(
        "portal/reach.html", language=language, words=words(language), values=values, errors=errors or []
    )
