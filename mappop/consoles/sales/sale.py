"""One sale as it happens: the owner's yes, the site, each place."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from mappop.consoles.current import app, deps, me, reader
from mappop.consoles.sales import sales
from mappop.consoles.sales.showing import sale_facts
from mappop.consoles.stream import stream
from mappop.db.queries import sales as queries
from mappop.db.queries.sales import SaleNow
from mappop.domain.errors import FieldError, Invalid, NotFound, Refused
from mappop.domain.listing import ListingState
from mappop.domain.record import BusinessRow
from mappop.domain.trial import ConfirmationWay, TrialState
from mappop.services import sales as service

_ON_THE_WAY = {ListingState.PLANNED, ListingState.ACCEPTED}


@sales.page("/sales/<trial_id>")
def sale(trial_id: str) -> str:
    now = _own(trial_id)
    owner = now.trial.owner
    return _page(now, {"owner.mobile": owner.get("mobile", ""), "owner.email": owner.get("email", "")}, ())


def _page(now: SaleNow, values: dict[str, str], errors: tuple[FieldError, ...]) -> str:
    row = reader().get(BusinessRow, now.trial.business_id)
    progress = progress_of(now)
    waits = now.trial.state is TrialState.AWAITING_CONFIRMATION
    return render_template(
        "sales/sale.html",
        facts=sale_facts(now.trial, now.business_name, row.phone if row else "", progress["site_url"]),
        draft_id=None,
        scan_id=None,
        errors=errors,
        values=values,
        can_send_again=waits and now.trial.way is ConfirmationWay.LINK,
        stream_url="" if is_settled(now) else url_for("sales.sale_events", trial_id=now.trial.id),
        **progress,
    )


@sales.page("/sales/<trial_id>/events")
def sale_events(trial_id: str) -> ResponseReturnValue:
    _own(trial_id)
    engine, centre = app().reader, me().centre_id or ""

    def pieces(last_id: str) -> tuple[list[tuple[str, str]], bool]:
        with Session(engine) as db:
            now = queries.sale_now(db, trial_id, centre_id=centre) or abort(404)
            mark = mark_of(now)
            done = is_settled(now)
            if mark == last_id:
                return [], done
            return [(mark, render_template("sales/_progress.html", **progress_of(now)))], done

    return stream(pieces, request.headers.get("Last-Event-ID", ""))


@sales.action("/sales/<trial_id>/send-again")
def send_again(trial_id: str) -> ResponseReturnValue:
    values = {key: request.form.get(key, "").strip()[:300] for key in ("owner.mobile", "owner.email")}
    try:
        trial = service.send_again(
            deps(), trial_id, who=me(), mobile=values["owner.mobile"], email=values["owner.email"]
        )
        flash(*_SENT[trial.way])
    except NotFound:
        raise
    except Invalid as invalid:
        return _page(_own(trial_id), values, invalid.errors), 422
    except Refused as refused:
        flash(str(refused), "wrong")
    return redirect(url_for("sales.sale", trial_id=trial_id))


_SENT = {
    ConfirmationWay.LINK: ("The link is on its way again.", "done"),
    ConfirmationWay.VERIFIER: ("No link went out, and the one before counts no more: a verifier calls.", "note"),
}


@sales.page("/mine", menu="My sales", position=3)
def mine() -> str:
    only = request.args.get("state", "")
    only = only if only in {state.value for state in TrialState} else ""
    settings = deps().settings
    rows = queries.sales_of(reader(), me().id, state=only)
    sales_shown = [
        {"trial": row.trial, "name": row.name, "live": row.live, "places": row.places,
         "site_url": settings.site_url(row.trial.business_id) if row.trial.confirmed_at else ""}
        for row in rows
    ]  # fmt: skip
    counts = queries.counts_by_state(reader(), me().id)
    return render_template("sales/mine.html", sales=sales_shown, counts=counts, only=only, older_url="")


def _own(trial_id: str) -> SaleNow:
    return queries.sale_now(reader(), trial_id, centre_id=me().centre_id or "") or abort(404)


def progress_of(now: SaleNow) -> dict[str, Any]:
    """The context of the live part."""
    site, confirmed = now.site, now.trial.confirmed_at
    published = site.published_at if site else None
    seconds = (published - confirmed).total_seconds() if published and confirmed else None
    return {
        "trial": now.trial, "messages": now.messages, "verifier_name": "",
        "site_url": deps().settings.site_url(now.trial.business_id) if published else "",
        "published_at": published, "ended_at": site.ended_at if site else None, "older": now.older, "seconds": seconds,
        "listings": now.listings, "now": deps().clock.now(),
    }  # fmt: skip


def mark_of(now: SaleNow) -> str:
    """Changes whenever the live part would look different."""
    state = [now.trial.state.value, str(now.site and (now.site.published_at, now.site.ended_at)), str(now.older)]
    state += [f"{m.id}{m.state.value}" for m in now.messages]
    state += [f"{listing.id}{listing.state.value}{listing.why}" for listing in now.listings]
    return hashlib.sha256("|".join(state).encode()).hexdigest()[:16]


def is_settled(now: SaleNow) -> bool:
    """Nothing more will happen by itself within a minute."""
    if now.trial.state is not TrialState.RUNNING:
        return now.trial.state is not TrialState.AWAITING_CONFIRMATION
    is_published = now.site is not None and now.site.published_at is not None
    return is_published and not any(listing.state in _ON_THE_WAY for listing in now.listings)
