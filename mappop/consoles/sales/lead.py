"""One lead: what is known, what to say, and the one disposition that ends the call."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.sales import sales, script
from mappop.consoles.sales.showing import known_of, lead_facts
from mappop.db.queries import sales as queries
from mappop.domain.errors import FieldError, Invalid
from mappop.domain.lead import Disposition, Lead, call_window
from mappop.services import leads


@sales.page("/leads/<lead_id>")
def lead(lead_id: str) -> str:
    return _page(_own(lead_id), {}, ())


def _own(lead_id: str) -> Lead:
    return queries.lead_of(reader(), lead_id, me().centre_id or "") or abort(404)


def _page(found: Lead, values: dict[str, str], errors: tuple[FieldError, ...]) -> str:
    db = reader()
    return render_template(
        "sales/lead.html",
        lead=found,
        facts=lead_facts(found),
        window=call_window(found.region),
        may_call=found.may_call(deps().clock.now()),
        known=known_of(found),
        opening=script.opening(me().name, found.name),
        rebuttals=script.rebuttals(deps().clock.now().date()),
        dispositions=[code for code in Disposition if code is not Disposition.SOLD],
        values=values,
        errors=errors,
        calls=queries.calls_of(db, found.id),
        scan_id=queries.newest_scan_id(db, found.id),
        draft_id=queries.open_draft_id(db, me().id, lead_id=found.id),
    )


@sales.action("/leads/<lead_id>/close")
def close_call(lead_id: str) -> ResponseReturnValue:
    found, values = _own(lead_id), {key: request.form.get(key, "") for key in ("disposition", "call_back_at", "note")}
    try:
        leads.close_call(
            deps(), lead_id, who=me(), disposition=values["disposition"], note=values["note"],
            call_back_at=_local_time(values["call_back_at"], found.timezone),
        )  # fmt: skip
    except Invalid as invalid:
        return _page(found, values, invalid.errors), 422
    flash(f"The call to {found.name} is closed.", "done")
    return redirect(url_for("sales.home"))


def _local_time(text: str, zone: str) -> datetime | None:
    """A time as the lead's own clock shows it."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
