"""The owner's signed link: what was agreed, restated with its dates, and one tap that starts it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from mappop.consoles.current import app, deps, reader
from mappop.consoles.language import asked, of_browser
from mappop.consoles.sales.sale import is_settled, mark_of
from mappop.consoles.stream import stream
from mappop.db.queries import owners as queries
from mappop.db.queries.sales import SaleNow, sale_now
from mappop.domain.charging import local
from mappop.domain.errors import Refused
from mappop.domain.terms import SUPPORT_PHONE
from mappop.domain.trial import TrialState
from mappop.public import public
from mappop.services import sales
from mappop.services.signing import CANCEL_LINK, CONFIRM_LINK, OWNER_LINK

_STATES = {
    TrialState.AWAITING_CONFIRMATION: "open", TrialState.RUNNING: "confirmed",
    TrialState.DECLINED: "declined", TrialState.LAPSED: "lapsed",
}  # fmt: skip


@public.form("/c/<token>")
def confirm(token: str) -> ResponseReturnValue:
    language = asked()
    try:
        trial_id = CONFIRM_LINK.read(deps().settings, token)
    except Refused:
        words = {"state": "not_valid", "token": "", "language": of_browser(), "other_language_url": ""}
        return render_template("public/confirm.html", support_phone=SUPPORT_PHONE, **words), 404
    if request.method == "POST":
        _answer(trial_id, request.form.get("answer", ""))
        return redirect(url_for("public.confirm", token=token, lang=language or None))
    return _page(token, trial_id, language)


def _answer(trial_id: str, answer: str) -> None:
    """Yes starts the trial, no declines it; anything else, and a second answer, changes nothing."""
    evidence = {"address": request.remote_addr or "", "browser": (request.user_agent.string or "")[:200]}
    if answer == "yes":
        sales.confirm_by_link(deps(), trial_id, evidence=evidence)
    elif answer == "no":
        sales.decline(deps(), trial_id, actor="owner", evidence={"way": "link", **evidence})


def _page(token: str, trial_id: str, language: str) -> ResponseReturnValue:
    sold = queries.sold(reader(), trial_id)
    now, trial = deps().clock.now(), sold.trial
    is_over = trial.state is TrialState.AWAITING_CONFIRMATION and trial.confirm_by <= now
    zone, said = ZoneInfo(trial.timezone), sold.consent
    state = "lapsed" if is_over else _STATES[trial.state]
    language = language or trial.language
    other = "en" if language == "es" else "es"
    return render_template(
        "public/confirm.html",
        state=state,
        token=token,
        language=language,
        other_language_url=url_for("public.confirm", token=token, lang=other),
        support_phone=SUPPORT_PHONE,
        business=sold.business,
        price=trial.price_minor,
        dates=trial.dates(now),
        agent_name=sold.agent_name,
        centre_name=sold.centre_name,
        agreed={
            "by": said.agreed_by, "role": said.role, "at": said.agreed_at.astimezone(zone),
            "clauses": [clause["text"] for clause in said.clauses], "language": trial.language,
        } if said else None,
        confirm_by=trial.confirm_by.astimezone(zone),
        **(_live_part(token, trial_id, language) if state == "confirmed" else {}),
    )  # fmt: skip


def _live_part(token: str, trial_id: str, language: str) -> dict[str, Any]:
    now = sale_now(reader(), trial_id)
    assert now is not None
    owner = queries.owner_id(reader(), now.trial.business_id)
    settings = deps().settings
    return {
        "progress": _progress(now),
        "stream_url": "" if is_settled(now) else url_for("public.confirm_events", token=token, lang=language),
        "portal_url": url_for("public.owner_link", token=OWNER_LINK.sign(settings, owner), lang=language)
        if owner
        else "",
        "cancel_url": url_for("public.cancel", token=CANCEL_LINK.sign(settings, trial_id), lang=language),
        "canceled_at": local(now.trial.canceled_at, now.trial.timezone).date() if now.trial.canceled_at else None,
    }


def _progress(now: SaleNow) -> dict[str, Any]:
    published = now.site is not None and now.site.published_at is not None
    return {
        "site_url": deps().settings.site_url(now.trial.business_id) if published else "",
        "places": [{"title": listing.title, "state": listing.state.value} for listing in now.listings],
    }


@public.page("/c/<token>/events")
def confirm_events(token: str) -> ResponseReturnValue:
    trial_id = CONFIRM_LINK.read(deps().settings, token)
    engine, language = app().reader, "es" if request.args.get("lang") == "es" else "en"

    def pieces(last_id: str) -> tuple[list[tuple[str, str]], bool]:
        with Session(engine) as db:
            now = sale_now(db, trial_id)
            if now is None:
                return [], True
            mark = mark_of(now)
            html = "" if mark == last_id else render_template(
                "public/_progress.html", language=language, progress=_progress(now)
            )  # fmt: skip
            return ([(mark, html)] if html else []), is_settled(now)

    return stream(pieces, request.headers.get("Last-Event-ID", ""))
