"""Where the owner is written to, changed for whoever is on the line."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me
from mappop.consoles.support import support
from mappop.consoles.support.buttons import button
from mappop.consoles.support.changing import done, form
from mappop.consoles.support.customer import of
from mappop.consoles.typed import one_line
from mappop.services import reaching

FIELDS = {"mobile": 40, "email": 254}  # letters that are looked at; RFC 5321 allows no longer address


@button("Change where we write to", position=30, when=lambda customer: customer.is_open)
@support.form("/customers/<business_id>/reach")
def reach(business_id: str) -> ResponseReturnValue:
    trial = of(business_id).trial
    if request.method == "GET":
        now = {key: str(trial.owner.get(key) or "") for key in FIELDS}
        return form(business_id, "support/reach.html", values=now)
    typed = {key: one_line(request.form.get(f"owner.{key}", ""))[: most + 1] for key, most in FIELDS.items()}

    def do() -> str:
        is_new = reaching.change_for(deps(), trial.id, **typed, who=me())
        return "Kept. The new place and the one that was left are told." if is_new else "It was so already."

    return done(business_id, "support/reach.html", do, values=typed, field="owner.email")
