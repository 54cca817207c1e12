"""One task: the brief, the record's facts to type over there, and the evidence handed in."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.desk import desk
from mappop.consoles.filters import phone
from mappop.consoles.typed import too_long
from mappop.db.queries import work as queries
from mappop.db.queries.work import TaskInView
from mappop.domain.business import Business
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.listing import ListingState
from mappop.services import records, verification
from mappop.services import tasks as service

MOST = {"evidence": 4_000, "evidence_url": 2_000}  # letters of each field, as the form says


@desk.form("/<task_id>")
def task(task_id: str) -> ResponseReturnValue:
    found = queries.task_in_view(reader(), task_id) or abort(404)
    if request.method == "GET":
        return _page(found, {"evidence": "", "evidence_url": ""}, ())
    values = {key: request.form.get(key, "").strip() for key in MOST}
    if errors := tuple(too_long(values, MOST)):
        return _page(found, values, errors), 422
    if values["evidence_url"] and not values["evidence_url"].startswith(("http://", "https://")):
        shown = FieldError("evidence_url", "is no address of a page", "it begins with http:// or https://")
        return _page(found, values, (shown,)), 422
    try:
        service.hand_in(deps(), task_id, who=me(), **values)
    except Invalid as invalid:
        return _page(found, values, invalid.errors), 422
    flash("Handed in. An independent look proves the listing next.", "done")
    return redirect(url_for("desk.tasks"))


@desk.action("/<task_id>/pin")
def enter_pin(task_id: str) -> ResponseReturnValue:
    found = queries.task_in_view(reader(), task_id)
    if found is None or found.listing is None:
        abort(404)
    pin = "".join(request.form.get("pin", "").split())[:40]
    try:
        verification.enter_pin(deps(), found.listing.id, pin, who=me())
    except Invalid as invalid:
        return _page(found, {"evidence": "", "evidence_url": "", "pin": pin}, invalid.errors), 422
    except Refused as refused:
        flash(str(refused), "wrong")
    else:
        flash(f"{found.listing.title} has taken the PIN. An independent look proves the listing next.", "done")
    return redirect(url_for("desk.task", task_id=task_id))


def _page(found: TaskInView, values: dict[str, str], errors: tuple[FieldError, ...]) -> str:
    return render_template(
        "desk/task.html",
        task=found.task,
        facts=_facts(found.business, _site_url(found)),
        place=found.listing.title if found.listing else "",
        inputs=_inputs(found.business, _site_url(found)),
        listing=found.listing,
        wants_pin=_wants_pin(found),
        values=values,
        errors=errors,
        most=MOST,
        done_by_name=found.done_by,
    )


def _wants_pin(found: TaskInView) -> bool:
    listing = found.listing
    waits = listing is not None and listing.state is ListingState.PENDING_VERIFICATION
    return waits and listing is not None and verification.takes_pin(deps(), listing.publisher)


def _site_url(found: TaskInView) -> str:
    return deps().settings.site_url(found.business.id, found.own_host)


def _facts(business: Business, site_url: str) -> dict[str, Any]:
    now = deps().clock.now().astimezone(ZoneInfo(business.timezone)) if business.timezone else None
    return {
        "name": business.name, "phone": business.main_phone, "address": business.address.line(),
        "trade": business.trade,
        "local_now": now, "timezone": business.timezone, "website": business.website, "email": business.email,
        "site_url": site_url, "rows": [],
    }  # fmt: skip


def _inputs(business: Business, site_url: str) -> list[tuple[str, str]]:
    address = business.address
    rows = [
        ("Name", business.name), ("Street", address.street), ("Suite or unit", address.unit), ("City", address.city),
        ("State", address.region), ("ZIP code", address.postal_code), ("Phone", phone(business.main_phone)),
        ("Website", records.website_on_listings(business, site_url)), ("E-mail", business.email),
    ]  # fmt: skip
    return [(label, text) for label, text in rows if text]
