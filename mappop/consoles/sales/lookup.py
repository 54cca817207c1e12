"""Look a business up: already ours, had a trial, was offered one, not to be contacted, a lead, or new."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkers.nap import Nap
from checkers.normalise import phone as phones
from mappop.consoles.current import deps, me, reader
from mappop.consoles.sales import sales
from mappop.consoles.typed import one_line
from mappop.db.queries import sales as queries
from mappop.domain.business import REGIONS
from mappop.domain.errors import FieldError
from mappop.domain.lead import Lead, LeadState
from mappop.domain.subscription import Subscription
from mappop.domain.trial import Trial, TrialState
from mappop.services import scanning
from mappop.services.lookup import Asked, read_query

_FORBIDS = {"ours", "had_trial", "do_not_contact"}
_NOT_TAKEN = {
    TrialState.DECLINED: "The owner said no; nothing was started.",
    TrialState.LAPSED: "The owner did not confirm in time; nothing was started.",
}


@sales.page("/lookup", menu="Look up", position=2)
def lookup() -> str:
    q = one_line(request.args.get("q", ""))[:200]
    return _page(q, read_query(q), [])


def _page(q: str, asked: Asked, new_errors: list[FieldError], new: dict[str, str] | None = None) -> str:
    errors = []
    found: list[dict[str, Any]] = []
    if q and not (asked.phone or len(asked.name) >= 3):
        errors = [FieldError("q", "is too short to find anything", "a phone, or three letters of the name")]
    elif q and not asked.phone and not any(letter.isalpha() for letter in asked.name):
        errors = [FieldError("q", f"“{q[:30]}” is no US phone number", "ten digits, area code first")]
    elif q:
        found = _known(asked)
    is_free = bool(q) and not errors and not any(row["kind"] in _FORBIDS for row in found)
    words = {"name": asked.name, "city": asked.city, "region": asked.region, "phone": asked.phone}
    return render_template(
        "sales/lookup.html", q=q, query=q, errors=errors, found=found, new_errors=new_errors,
        new=(new or words) if is_free or new_errors else None,
    )  # fmt: skip


def _known(asked: Asked) -> list[dict[str, Any]]:
    agent = me()
    centre = agent.centre_id or ""
    ours, leads = queries.find_known(reader(), phone=asked.phone, name=asked.name, centre_id=centre)
    found = [_business_row(row, centre) for row in ours]
    names = {row["phone"] for row in found}
    if asked.phone and queries.do_not_contact(reader(), asked.phone):
        found.append(
            _row(
                "do_not_contact",
                asked.name or "This number",
                "",
                asked.phone,
                "They asked not to be called. That holds for good.",
            )
        )
    for lead in leads:
        if lead.phone in names or lead.state is LeadState.DO_NOT_CONTACT:
            continue
        url = url_for("sales.lead", lead_id=lead.id)
        found.append(_row("lead", lead.name, f"{lead.city}, {lead.region}", lead.phone, "A lead of your centre.", url))
    return found


def _business_row(row: Any, centre: str) -> dict[str, Any]:
    _, name, phone, trial, subscription = row
    is_mine = trial.centre_id == centre
    url = url_for("sales.sale", trial_id=trial.id) if is_mine else ""
    if trial.state in _NOT_TAKEN:
        return _row("offered", name, "", phone, _NOT_TAKEN[trial.state], url)
    kind, detail = _standing(trial, subscription)
    return _row(kind, name, "", phone, detail if is_mine else f"{detail} Sold by another centre.", url)


def _standing(trial: Trial, subscription: Subscription | None) -> tuple[str, str]:
    if subscription is None:
        return "ours", "The owner has not confirmed yet."
    if subscription.has_ended(deps().clock.now()):
        return "had_trial", "Its free month is over, and so is its service."
    if subscription.anchor is not None:
        return "ours", "A customer: its free month is over."
    return "ours", "Its free month runs; the owner canceled it." if trial.canceled_at else "Its free month runs."


def _row(kind: str, name: str, address: str, phone: str, detail: str, url: str = "") -> dict[str, Any]:
    return {"kind": kind, "name": name, "address": address, "phone": phone, "detail": detail, "url": url}


@sales.action("/scans")
def start_scan() -> ResponseReturnValue:
    """Scan a lead, or a business that was typed in."""
    lead_id = request.form.get("lead_id") or None
    if lead_id:
        lead = queries.lead_of(reader(), lead_id, me().centre_id or "")
        if lead is None:
            return redirect(url_for("sales.home"))
        nap = lead_nap(lead)
    else:
        typed = {key: one_line(request.form.get(f"new.{key}", ""))[:300] for key in ("name", "city", "region", "phone")}
        errors = _faults(typed)
        if errors:
            return _page(typed["phone"] or typed["name"], Asked(**typed), errors, typed), 422
        nap = Nap(
            name=typed["name"], city=typed["city"], region=typed["region"].upper(), phone=phones.e164(typed["phone"])
        )  # fmt: skip
    scan_id = scanning.start_scan(deps(), nap, who=me(), lead_id=lead_id)
    return redirect(url_for("sales.scan", scan_id=scan_id))


def lead_nap(lead: Lead) -> Nap:
    """What is known of a lead, as the places are asked for it."""
    address = {key: str(lead.known.get(key) or "") for key in ("street", "unit", "postal_code")}
    return Nap(name=lead.name, city=lead.city, region=lead.region, phone=lead.phone, **address)  # type: ignore[arg-type]  # texts


def _faults(typed: dict[str, str]) -> list[FieldError]:
    faults = []
    if not typed["name"]:
        faults.append(FieldError("new.name", "is missing", "as on the sign"))
    if not typed["city"]:
        faults.append(FieldError("new.city", "is missing", "the town it stands in"))
    if typed["region"].upper() not in REGIONS:
        faults.append(FieldError("new.region", f"“{typed['region'][:20]}” is no US state", "two letters, such as TX"))
    if typed["phone"] and not phones.e164(typed["phone"]):
        faults.append(
            FieldError("new.phone", f"“{typed['phone'][:30]}” is no US phone number", "ten digits, area code first")
        )
    return faults
