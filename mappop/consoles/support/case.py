"""One case: what is asked for, and what was said and done about it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.support import support
from mappop.consoles.typed import too_long
from mappop.db.queries import support as queries
from mappop.domain.errors import FieldError, Invalid
from mappop.services import tasks

EVIDENCE_MAX = 2_000


@support.form("/cases/<task_id>")
def case(task_id: str) -> ResponseReturnValue:
    found = queries.case_of(reader(), task_id) or abort(404)
    task, name = found
    values = {"evidence": request.form.get("evidence", "").strip()}
    errors: tuple[FieldError, ...] = ()
    if request.method == "POST":
        try:
            if errors := tuple(too_long(values, {"evidence": EVIDENCE_MAX})):
                raise Invalid(errors)
            tasks.hand_in(deps(), task_id, who=me(), evidence=values["evidence"], evidence_url="")
        except Invalid as invalid:
            errors = invalid.errors
        else:
            flash(f"Closed: {task.title}.", "done")
            return redirect(url_for("support.home"))
    page = render_template("support/case.html", task=task, name=name, values=values, errors=errors, query="")
    return page, 422 if errors else 200
