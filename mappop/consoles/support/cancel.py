"""Canceling for whoever calls or writes, and noting that they stay."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me
from mappop.consoles.support import support
from mappop.consoles.support.buttons import button
from mappop.consoles.support.changing import done, form
from mappop.consoles.support.customer import of
from mappop.domain.errors import FieldError, Invalid
from mappop.services import cancelling


@button("Cancel for them", position=10, when=lambda customer: customer.is_open)
@support.form("/customers/<business_id>/cancel")
def cancel(business_id: str) -> ResponseReturnValue:
    trial_id = of(business_id).trial.id
    values = {"heard": request.form.get("heard", "").strip()[:300]}
    if request.method == "GET":
        return form(business_id, "support/cancel.html", values=values)

    def do() -> str:
        if not values["heard"]:
            raise Invalid([FieldError("heard", "is empty", "their own words, such as “please cancel”")])
        cancelling.cancel_for(deps(), trial_id, who=me(), heard=values["heard"])
        return "Canceled. What stays and what goes is on its way to them in writing."

    return done(business_id, "support/cancel.html", do, values=values, field="heard")


@button("They want to stay", position=11, when=lambda c: bool(c.subscription and c.subscription.cancel_asked_at))
@support.form("/customers/<business_id>/stay")
def stay(business_id: str) -> ResponseReturnValue:
    trial_id = of(business_id).trial.id
    values = {"heard": request.form.get("heard", "").strip()[:300]}
    if request.method == "GET":
        return form(business_id, "support/stay.html", values=values)

    def do() -> str:
        if not values["heard"]:
            raise Invalid([FieldError("heard", "is empty", "their own words")])
        cancelling.stay_for(deps(), trial_id, who=me(), heard=values["heard"])
        return "Noted: they stay. It is on its way to them in writing."

    return done(business_id, "support/stay.html", do, values=values, field="heard")
