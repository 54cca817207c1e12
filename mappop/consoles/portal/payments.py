"""What comes next in money: when, how much, how it is paid, what is still to be put right first; and the invoices."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.language import of_owner
from mappop.consoles.portal import portal
from mappop.consoles.portal.words import words
from mappop.db.queries import billing as queries
from mappop.domain.errors import Refused
from mappop.services import billing
from mappop.services.signing import cancel_token


@portal.page("/payments", menu="Payments", position=5)
def payments() -> str:
    business_id = me().business_id or abort(404)
    language = of_owner(business_id)
    seen = queries.payments_of(reader(), business_id)
    return render_template(
        "portal/payments.html",
        language=language,
        words=words(language),
        subscription=seen.subscription,
        closed_by=[condition.value for condition in seen.refusal.closed_by] if seen.refusal else [],
        invoices=seen.invoices,
        cancel_url=_cancel_url(seen.subscription, language),
    )


@portal.action("/payments/by-invoice")
def pay_by_invoice() -> ResponseReturnValue:
    business_id = me().business_id or abort(404)
    said = words(of_owner(business_id))["payments"]
    try:
        billing.choose_invoice(deps(), business_id, actor=me().id)
    except Refused:
        flash(said["too_late"], "wrong")
    else:
        flash(said["chosen"], "done")
    return redirect(url_for("portal.payments"))


def _cancel_url(subscription: Any, language: str) -> str:
    if subscription is None:
        return ""
    return url_for("public.cancel", token=cancel_token(deps().settings, subscription.trial_id), lang=language)
