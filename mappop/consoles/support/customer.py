"""A customer on one page: who they are, what comes next, what may be done, their money, and what happened."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.filters import phone
from mappop.consoles.support import bills, buttons, coming, support, timeline
from mappop.db.queries import support as queries
from mappop.db.queries.support import Customer
from mappop.domain import caller as rules
from mappop.domain.errors import FieldError, Invalid
from mappop.domain.lead import call_window
from mappop.services import callers, plan_changes


@support.page("/customers/<business_id>")
def customer(business_id: str) -> str:
    return _page(of(business_id), {}, ())


@support.action("/customers/<business_id>/caller")
def note_caller(business_id: str) -> ResponseReturnValue:
    found = of(business_id)
    values = {key: request.form.get(key, "").strip() for key in ("name", "way", "note")}
    try:
        noted = callers.note_caller(deps(), business_id, who=me(), **values)
    except Invalid as invalid:
        return _page(found, values, invalid.errors), 422
    flash(f"Noted: you speak with {noted.name}.", "done")
    return redirect(url_for("support.customer", business_id=business_id))


def of(business_id: str) -> Customer:
    """The customer of a page of this room, or 404."""
    return queries.customer(reader(), business_id, asked_by=me().id) or abort(404)


def spoken_with(found: Customer) -> rules.Caller | None:
    """Whom the agent speaks with just now."""
    return found.caller if found.caller and found.caller.holds(deps().clock.now()) else None


def facts(found: Customer) -> dict[str, Any]:
    """For the corner where they always stand."""
    business, owner = found.business, found.trial.owner
    here = deps().clock.now().astimezone(ZoneInfo(found.trial.timezone))
    first, last = call_window(business.address.region)
    own_host = found.site.own_host if found.site else ""
    rows = [
        ("Calls", f"{first:%H:%M} to {last:%H:%M}, there"),
        ("Mobile", phone(owner.get("mobile")) or "none"),
        ("Mail", owner.get("email") or "none"),
        ("Language", "Spanish" if found.trial.language == "es" else "English"),
        ("Sold by", found.names.get(found.trial.agent_id, "")),
    ]
    return {
        "name": business.name, "phone": business.main_phone, "address": business.address.line(),
        "trade": business.trade, "local_now": here, "timezone": found.trial.timezone, "owner": owner.get("name", ""),
        "website": business.website, "site_url": deps().settings.site_url(business.id, own_host), "state": "",
        "rows": [(label, text) for label, text in rows if text],
    }  # fmt: skip


def _page(found: Customer, values: dict[str, str], errors: tuple[FieldError, ...]) -> str:
    about = request.args.get("about", "")
    about = about if about in timeline.subjects() else ""
    standing = plan_changes.standing(deps(), found.business.id)
    return render_template(
        "support/customer.html",
        query="",
        customer=found,
        facts=facts(found),
        standing=standing,
        steps=coming.steps(found, standing, deps().clock.now()),
        notes=bills.notes(found),
        buttons=buttons.offered(found, me().role),
        spoken_with=spoken_with(found),
        ways=list(rules.ways().items()),
        lines=timeline.lines(found.events, found.names, about=about),
        subjects=timeline.subjects(),
        about=about,
        values=values,
        errors=errors,
    )
