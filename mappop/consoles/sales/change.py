"""A change of a running sale’s site, typed on the phone: its owner is sent it, and says yes or no."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import me, reader
from mappop.consoles.filters import day
from mappop.consoles.portal import change as form
from mappop.consoles.portal.change_form import values_of_form
from mappop.consoles.sales import sales
from mappop.db.queries import sales as queries
from mappop.db.queries import sites as site_queries
from mappop.domain.errors import Invalid, Refused

WHY = "Type what the owner tells you. They get a link by text and mail, see the site as it would be, and publish it."


@sales.form("/sales/<trial_id>/change")
def change(trial_id: str) -> ResponseReturnValue:
    now = queries.sale_now(reader(), trial_id, centre_id=me().centre_id or "") or abort(404)
    found = site_queries.site_now(reader(), now.trial.business_id) or abort(404)
    if found.site.published_at is None:
        abort(404)
    back = url_for("sales.sale", trial_id=trial_id)
    if found.site.ended_at is not None:
        flash(f"This site ended on {day(found.site.ended_at)}: nothing can be changed on it any more.", "wrong")
        return redirect(back)
    frame = {"frame": "layout.html", "back_url": back, "why": WHY, "save": "Send it to the owner"}
    if request.method == "GET":
        return form.page(found, form.shown(found), (), "en", **frame)
    values = values_of_form(request.form)
    try:
        form.proposed(found, values, "en", is_told=True)
    except Invalid as invalid:
        return form.page(found, values, invalid.errors, "en", **frame), 422
    except Refused:
        flash("Nothing was changed, so nothing was sent.", "note")
        return redirect(url_for("sales.change", trial_id=trial_id))
    flash("The owner has a link to look at it. Nothing is published before their yes.", "done")
    return redirect(back)
