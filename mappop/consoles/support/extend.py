"""A longer free month, and the way to pay sent to whoever asks for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me
from mappop.consoles.filters import day
from mappop.consoles.support import support
from mappop.consoles.support.buttons import button
from mappop.consoles.support.cancel import HEARD_MAX
from mappop.consoles.support.changing import done, form
from mappop.consoles.support.customer import of
from mappop.consoles.typed import too_long
from mappop.db.queries.support import Customer
from mappop.domain.errors import Invalid, Refused
from mappop.domain.extension import days_open
from mappop.services import extending


def _began_on(found: Customer) -> date:
    return found.trial.dates(deps().clock.now()).day_0


def _days(found: Customer) -> tuple[int, ...]:
    row = found.subscription
    return days_open(row, _began_on(found), row.today(deps().clock.now())) if row else ()


@button("Make the free month longer", position=40, when=lambda customer: bool(_days(customer)))
@support.form("/customers/<business_id>/extend")
def extend(business_id: str) -> ResponseReturnValue:
    found = of(business_id)
    row = found.subscription or abort(404)
    values = {"heard": request.form.get("heard", "").strip(), "choice": request.form.get("choice", "")[:5]}
    choices = [(str(n), f"{n} days") for n in _days(found)]
    shown: dict[str, Any] = {
        "heading": "Make the free month longer",
        "label": "Make it longer",
        "choices": choices,
        "why": True,
    }
    say = (
        f"The first charge is on {day(row.charge_on)}. It moves: they are told at once, and reminded seven days before."
    )
    if request.method == "GET":
        return form(business_id, "support/said.html", values=values, say=say, **shown)

    def do() -> str:
        if faults := too_long(values, {"heard": HEARD_MAX}):
            raise Invalid(faults)
        days = int(values["choice"]) if values["choice"].isdecimal() else 0
        after = extending.extend(deps(), business_id, days=days, reason=values["heard"], who=me())
        return f"The first charge is on {day(after.charge_on)} now; they are told in writing."

    return done(business_id, "support/said.html", do, values=values, field="heard", say=say, **shown)


@button("Send the way to pay", position=50, when=lambda customer: customer.is_open, needs_caller=False)
@support.form("/customers/<business_id>/pay-link")
def pay_link(business_id: str) -> ResponseReturnValue:
    of(business_id)
    if request.method == "GET":
        return form(business_id, "support/pay_link.html", values={})
    try:
        extending.send_pay_link(deps(), business_id, who=me())
    except Refused as refused:
        flash(str(refused), "wrong")
    else:
        flash("Sent to the addresses of the record.", "done")
    return redirect(url_for("support.customer", business_id=business_id))
