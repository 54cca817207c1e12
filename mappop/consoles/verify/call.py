"""One verification: the independently found number, the words, and the recorded answer."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.verify import verify
from mappop.db.queries import owners
from mappop.db.queries import work as queries
from mappop.domain import terms
from mappop.domain.business import Business
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.trial import ConfirmationWay, Trial, TrialState
from mappop.services import sales

_TYPED = ("number", "spoke_with", "role", "recording", "note", "apart", "owner.mobile", "owner.email", "answer")
LINES = (
    "Good day, this is {verifier} from Map Pop, on a recorded line. I did not sell you anything;"
    " I only make sure that you want it.",
    "{agent} spoke with {owner} about {business}. Am I speaking with who decides for the business?",
)


@verify.form("/<trial_id>")
def call(trial_id: str) -> ResponseReturnValue:
    found = queries.trial_with_record(reader(), trial_id)
    if found is None or found[0].way is not ConfirmationWay.VERIFIER or found[0].agent_id == me().id:
        abort(404)
    trial, business = found
    if trial.state is not TrialState.AWAITING_CONFIRMATION:
        flash(f"{business.name} {_ANSWERED[trial.state]}; that stands, and nothing was changed.", "note")
        return redirect(url_for("verify.queue"))
    number = _number(business.id)
    if request.method == "GET":
        return _page(trial, business, number, {}, ())
    values = {key: request.form.get(key, "").strip()[:2_000] for key in _TYPED}
    try:
        now = _answer(trial, values, number)
    except Invalid as invalid:
        return _page(trial, business, number, values, invalid.errors), 422
    except Refused as refused:
        return _page(trial, business, number, values, (FieldError("answer", str(refused)),)), 409
    is_answer = now is (TrialState.RUNNING if values["answer"] == "yes" else TrialState.DECLINED)
    said = _KEPT[now] if is_answer else f"{_ANSWERED[now]}; that stands, and nothing was changed"
    flash(f"{business.name} {said}.", "done" if is_answer else "wrong")
    return redirect(url_for("verify.queue"))


_ANSWERED = {
    TrialState.RUNNING: "was confirmed before",
    TrialState.DECLINED: "was declined before",
    TrialState.LAPSED: "has lapsed: no yes came within 72 hours",
}
_KEPT = {
    TrialState.RUNNING: "is confirmed: day 0 is today",
    TrialState.DECLINED: "is declined: nothing was started",
}


def _answer(trial: Trial, values: dict[str, str], number: dict[str, Any] | None) -> TrialState:
    """The state that holds after it: another answer may have come first, and the first one stands."""
    faults = [FieldError(key, "is missing", remedy) for key, remedy in _REMEDIES.items() if not values[key]]
    if values["answer"] not in ("yes", "no"):
        faults.append(FieldError("answer", "is not chosen", "their own words decide: yes or no"))
    if trial.doubt and values["answer"] == "yes" and not values["apart"]:
        faults.append(FieldError("apart", "is missing", "what tells the two apart, or the answer is no"))
    if faults:
        raise Invalid(faults)
    evidence = {
        "spoke_with": values["spoke_with"], "role": values["role"], "note": values["note"], "apart": values["apart"],
        "recording": values["recording"], "verifier": me().id, "way": ConfirmationWay.VERIFIER.value,
    }  # fmt: skip
    if values["answer"] == "no":
        return sales.decline(deps(), trial.id, actor=me().id, evidence=evidence).state
    return sales.confirm_by_verifier(
        deps(), trial.id, who=me(), recording=values["recording"],
        number=number["phone"] if number else values["number"],
        number_from=number["source"] if number else values["note"] or "found by the verifier",
        spoke_with=f"{values['spoke_with']}, {values['role']}", apart=values["apart"],
        mobile=values["owner.mobile"], email=values["owner.email"],
    ).state  # fmt: skip


_REMEDIES = {"spoke_with": "ask for it", "recording": "the number of the call's recording"}


def _number(business_id: str) -> dict[str, Any] | None:
    found = queries.found_number(reader(), business_id)
    if found is None:
        return None
    seen = found.seen[0]
    return {"phone": seen["nap"]["phone"], "source": found.title, "url": seen["url"], "at": found.answered_at}


def _page(
    trial: Trial,
    business: Business,
    number: dict[str, Any] | None,
    values: dict[str, str],
    errors: tuple[FieldError, ...],
) -> str:
    sold, now = owners.sold(reader(), trial.id), deps().clock.now()
    words = {
        "verifier": me().name,
        "agent": sold.agent_name,
        "owner": trial.owner.get("name", ""),
        "business": business.name,
    }
    disclosure = terms.disclosure(
        agent=sold.agent_name, business=business.name, price_minor=trial.price_minor, dates=trial.dates(now),
        language=trial.language,
    )  # fmt: skip
    return render_template(
        "verify/call.html",
        trial=trial,
        facts={
            "name": business.name, "phone": number["phone"] if number else "", "address": business.address.line(),
            "trade": business.trade, "local_now": now.astimezone(ZoneInfo(trial.timezone)), "timezone": trial.timezone,
            "owner": trial.owner.get("name", ""), "state": trial.state.value, "rows": [],
        },
        number=number,
        agent_name=sold.agent_name,
        lines=[line.format(**words) for line in LINES],
        clauses=[clause.text for clause in disclosure.clauses if clause.id != "who"],
        values=values,
        errors=errors,
        asks_apart=bool(trial.doubt) or any(fault.field == "apart" for fault in errors),
    )  # fmt: skip
