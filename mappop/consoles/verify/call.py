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
from mappop.domain.trial import ConfirmationWay, Trial
from mappop.services import sales

_TYPED = ("number", "spoke_with", "role", "recording", "note", "owner.mobile", "owner.email", "answer")
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
    number = _number(business.id)
    if request.method == "GET":
        return _page(trial, business, number, {}, ())
    values = {key: request.form.get(key, "").strip()[:2_000] for key in _TYPED}
    try:
        _answer(trial_id, values, number)
    except Invalid as invalid:
        return _page(trial, business, number, values, invalid.errors), 422
    except Refused as refused:
        return _page(trial, business, number, values, (FieldError("answer", str(refused)),)), 409
    said = "confirmed: day 0 is today" if values["answer"] == "yes" else "declined: nothing was started"
    flash(f"{business.name}: {said}.", "done")
    return redirect(url_for("verify.queue"))


def _answer(trial_id: str, values: dict[str, str], number: dict[str, Any] | None) -> None:
    faults = [FieldError(key, "is missing", remedy) for key, remedy in _REMEDIES.items() if not values[key]]
    if values["answer"] not in ("yes", "no"):
        faults.append(FieldError("answer", "is not chosen", "their own words decide: yes or no"))
    if faults:
        raise Invalid(faults)
    evidence = {
        "spoke_with": values["spoke_with"], "role": values["role"], "note": values["note"],
        "recording": values["recording"], "verifier": me().id, "way": ConfirmationWay.VERIFIER.value,
    }  # fmt: skip
    if values["answer"] == "no":
        sales.decline(deps(), trial_id, actor=me().id, evidence=evidence)
        return
    sales.confirm_by_verifier(
        deps(), trial_id, who=me(), recording=values["recording"],
        number=number["phone"] if number else values["number"],
        number_from=number["source"] if number else values["note"] or "found by the verifier",
        spoke_with=f"{values['spoke_with']}, {values['role']}",
        mobile=values["owner.mobile"], email=values["owner.email"],
    )  # fmt: skip


_REMEDIES = {"spoke_with": "the name of who answered", "recording": "the number of the call's recording"}


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
    )  # fmt: skip
