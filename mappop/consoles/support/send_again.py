"""A debit that came back because our entry was wrong, sent again once it is right."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me
from mappop.consoles.support import support
from mappop.consoles.support.buttons import button
from mappop.consoles.support.changing import done, form
from mappop.consoles.support.customer import of
from mappop.db.queries.support import Customer
from mappop.domain.dunning_plan import Cause
from mappop.services import resending


def _waits(found: Customer) -> bool:
    money = found.money
    is_ours = money.dunning is not None and money.dunning.cause is Cause.FIX and not money.is_under_way
    return is_ours and found.subscription is not None and found.subscription.cancel_asked_at is None


@button("Send the debit again", position=46, when=_waits, needs_caller=False)
@support.form("/customers/<business_id>/send-again")
def send_again(business_id: str) -> ResponseReturnValue:
    of(business_id)
    values = {"heard": request.form.get("heard", "").strip()}
    if request.method == "GET":
        return form(business_id, "support/send_again.html", values=values)

    def do() -> str:
        invoice = resending.send_again(deps(), business_id, put_right=values["heard"], who=me())
        return f"{invoice.title} is sent to their bank again."

    return done(business_id, "support/send_again.html", do, values=values, field="heard")
