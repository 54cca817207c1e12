"""The way out that stands in every message: no sign-in, one look at what it means, one tap."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, reader
from mappop.consoles.language import asked, of_browser
from mappop.db.queries import owners as queries
from mappop.domain.errors import Refused
from mappop.domain.terms import SUPPORT_PHONE
from mappop.public import public
from mappop.services import cancelling
from mappop.services.signing import take_token, trial_of_cancel_token


@public.form("/x/<token>")
def cancel(token: str) -> ResponseReturnValue:
    """Looking cancels nothing: mail scanners look, people press."""
    language = asked()
    try:
        trial_id = trial_of_cancel_token(deps().settings, token)
    except Refused:
        words = {"state": "not_valid", "token": "", "language": of_browser(), "support_phone": SUPPORT_PHONE}
        return render_template("public/cancel.html", **words), 404
    if request.method == "POST":
        evidence = {"way": "link", "address": request.remote_addr or "", "browser": request.user_agent.string[:200]}
        decide = cancelling.stay if request.form.get("answer") == "stay" else cancelling.cancel
        decide(deps(), trial_id, actor="owner", evidence=evidence)
        return redirect(url_for("public.cancel", token=token, lang=language or None))
    return _page(token, trial_id, language)


def _page(token: str, trial_id: str, language: str) -> str:
    sold = queries.sold(reader(), trial_id)
    return render_template(
        "public/cancel.html",
        state="canceled" if sold.trial.canceled_at else "open",
        asked_at=sold.subscription.cancel_asked_at if sold.subscription else None,
        token=token,
        language=language or sold.trial.language,
        support_phone=SUPPORT_PHONE,
        business=sold.business,
        take_url=url_for("public.take", token=take_token(deps().settings, sold.business.id), lang=language or None),
        is_repointed=bool(sold.business.website) and not sold.business.listed_website,
        last=queries.last_day(sold.trial, sold.subscription),
        is_paid=bool(sold.subscription and sold.subscription.paid_until),
        canceled_at=sold.trial.canceled_at,
        is_written=bool(sold.trial.owner.get("mobile") or sold.trial.owner.get("email")),
    )
