"""The way out that stands in every message: no sign-in, one look at what it means, one tap."""

from __future__ import annotations

from datetime import date, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, reader
from mappop.consoles.language import asked, of_browser
from mappop.db.queries import billing as money
from mappop.db.queries import owners as queries
from mappop.db.queries.owners import Sold
from mappop.domain import terms
from mappop.domain.charging import local
from mappop.domain.entitlement import Service, service_of
from mappop.domain.errors import Refused
from mappop.domain.save_offer import SaveOffer, offer_for
from mappop.domain.subscription import Subscription
from mappop.domain.terms import SUPPORT_PHONE
from mappop.public import public
from mappop.services import cancelling, giving_back, pausing, plan_changes
from mappop.services.signing import CANCEL_LINK, TAKE_LINK

PORTAL = "portal"  # `?via=` of the link on the owner's own pages


@public.form("/x/<token>")
def cancel(token: str) -> ResponseReturnValue:
    """Looking cancels nothing: mail scanners look, people press."""
    language = asked()
    try:
        trial_id = CANCEL_LINK.read(deps().settings, token)
    except Refused:
        words = {"state": "not_valid", "token": "", "language": of_browser(), "support_phone": SUPPORT_PHONE}
        return render_template("public/cancel.html", **words), 404
    via = PORTAL if request.args.get("via") == PORTAL else ""
    if request.method == "POST":
        if not _is_length_offered(trial_id):
            return _page(token, trial_id, language, via, is_length_wrong=True), 422
        _decide(trial_id, way=via or "link")
        return redirect(url_for("public.cancel", token=token, lang=language or None, via=via or None))
    return _page(token, trial_id, language, via)


def _decide(trial_id: str, *, way: str) -> None:
    """What the button that was pressed says; raises Refused where that is not possible any more."""
    evidence = {"way": way, "address": request.remote_addr or "", "browser": request.user_agent.string[:200]}
    match request.form.get("answer", ""):
        case "stay":
            cancelling.stay(deps(), trial_id, actor="owner", evidence=evidence)
        case "go_on":
            cancelling.go_on(deps(), trial_id, actor="owner", evidence=evidence)
        case "pause":
            business_id = queries.sold(reader(), trial_id).business.id
            pausing.take_offer(deps(), business_id, months=_months(), evidence=evidence)
        case answer:
            cancelling.cancel(deps(), trial_id, actor="owner", evidence=evidence, at_once=answer == "now")


def _months() -> int:
    typed = request.form.get("months", "")
    return int(typed) if typed.isdecimal() and len(typed) < 3 else 0


def _is_length_offered(trial_id: str) -> bool:
    """Also where no pause is asked for, or none is offered, which is refused as that."""
    if request.form.get("answer") != "pause":
        return True
    offer = _offer(queries.sold(reader(), trial_id))
    return offer is None or _months() in offer.months


def _offer(sold: Sold) -> SaveOffer | None:
    row = sold.subscription
    return offer_for(sold.business.address.region, row, money.pauses_of(reader(), row.id)) if row else None


def _page(token: str, trial_id: str, language: str, via: str, *, is_length_wrong: bool = False) -> str:
    sold = queries.sold(reader(), trial_id)
    return render_template(
        "public/cancel.html",
        state="canceled" if sold.trial.canceled_at else "open",
        token=token,
        via=via,
        language=language or sold.trial.language,
        support_phone=SUPPORT_PHONE,
        business=sold.business,
        take_url=url_for("public.take", token=TAKE_LINK.sign(deps().settings, sold.business.id), lang=language or None),
        is_repointed=bool(sold.business.website) and not sold.business.listed_website,
        last=queries.last_day(sold.trial, sold.subscription),
        canceled_at=_here(sold.trial.canceled_at, sold),
        unpaid=money.unpaid_of(reader(), sold.business.id),
        debits=money.debits_under_way(reader(), sold.business.id),
        is_length_wrong=is_length_wrong,
        is_written=bool(sold.trial.owner.get("mobile") or sold.trial.owner.get("email")),
        **_choices(sold),
    )


def _here(moment: datetime | None, sold: Sold) -> date | None:
    """The day that it was where the business is."""
    return local(moment, sold.trial.timezone).date() if moment else None


def _choices(sold: Sold) -> dict[str, object]:
    """What may be done here beside canceling at the end of what is promised or paid."""
    row, now = sold.subscription, deps().clock.now()
    if row is None:
        return {
            "asked_at": None,
            "is_paid": False,
            "is_over": False,
            "is_last_day": False,
            "offer": None,
            "rest": "",
            "may_go_on": False,
            "waits": None,
        }
    is_over = service_of(row, now) is Service.NONE
    rest = giving_back.rest_today(deps(), row)
    return {
        "asked_at": _here(row.cancel_asked_at, sold),
        "is_paid": row.paid_until is not None,
        "is_over": is_over,
        "is_last_day": not is_over and row.would_end_today(now),
        "offer": _offer(sold),
        "rest": terms.price(rest.minor) if rest.minor else "",
        "may_go_on": row.may_take_back_end(now),
        "resume_on": row.resume_on,
        "waits": _waits(row),
    }


def _waits(row: Subscription) -> tuple[date, int] | None:
    """Since which day a payment waits for the word of who asked to cancel, and its cents; none where nothing is asked
    for at once when they stay."""
    standing = plan_changes.standing(deps(), row.business_id) if row.cancel_asked_at is not None else None
    return (row.charge_on, standing.waits_minor) if standing and standing.waits_minor is not None else None
