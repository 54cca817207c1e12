"""Disputes with the days that are left, and the evidence of each, to be read and downloaded."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from mappop.consoles.correction_words import DISPUTES
from mappop.consoles.current import deps, me, reader
from mappop.consoles.support import support
from mappop.db.queries import disputes as queries
from mappop.services import evidence

TYPES = {"pdf": "application/pdf", "json": "application/json"}


@support.page("/disputes", menu="Disputes", position=2)
def disputes() -> str:
    return render_template(
        "support/disputes.html", query="", open_ones=queries.open_ones(reader()), over=queries.over(reader()),
        words=DISPUTES, most=queries.PAGE,
    )  # fmt: skip


@support.page("/disputes/<dispute_id>")
def dispute(dispute_id: str) -> str:
    found = queries.one(reader(), dispute_id) or abort(404)
    pack = evidence.look(deps(), dispute_id)
    return render_template("support/dispute.html", query="", found=found, sections=pack.document(), words=DISPUTES)


@support.action("/disputes/<dispute_id>/evidence.<form>")
def take_evidence(dispute_id: str, form: str) -> ResponseReturnValue:
    """Who takes it is kept, so it is asked for by a button and not by an address."""
    found = queries.one(reader(), dispute_id)
    if found is None or form not in TYPES:
        abort(404)
    made = evidence.hand_out(deps(), dispute_id, form, who=me())
    name = f"evidence-{found.invoice.title}.{form}"
    return Response(made, mimetype=TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})
