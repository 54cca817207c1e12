"""The disclosures, clause by clause, and who agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.sales import sales, script
from mappop.consoles.sales.showing import draft_facts
from mappop.consoles.typed import one_line, too_long
from mappop.db.queries import sales as queries
from mappop.domain import terms
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.trial import Draft, trial_dates
from mappop.services import drafts, records
from mappop.services import sales as service

_FIELDS = ("agreed_by", "role", "authority", "way", "owner.mobile", "owner.email", "language", "recording")
LIMITS = {"agreed_by": 200, "role": 80, "recording": 200, "owner.email": 254}  # letters, as the consent keeps them
AUTHORITY = "I may decide this for the business"


@sales.form("/drafts/<draft_id>/agree")
def agree(draft_id: str) -> ResponseReturnValue:
    draft = _own(draft_id)
    if draft.trial_id:
        return redirect(url_for("sales.sale", trial_id=draft.trial_id))
    if not draft.record:
        return redirect(url_for("sales.record", draft_id=draft_id))
    try:
        records.take_in(deps(), draft.record)
    except Invalid:
        return redirect(url_for("sales.record", draft_id=draft_id))
    if request.method == "GET":
        return _page(draft, _saved(draft, _language(request.args)), ())
    values = {key: one_line(request.form.get(key, "")) for key in _FIELDS} | {"language": _language(request.form)}
    values |= {key: text for key, text in request.form.items() if key.startswith("clause.")}
    try:
        trial_id = _start(draft, values)
    except Invalid as invalid:
        return _page(draft, _saved(_own(draft_id), values["language"]) | values, invalid.errors), 422
    except Refused as refused:
        return _page(draft, values, (FieldError("agreed_by", str(refused)),)), 409
    return redirect(url_for("sales.sale", trial_id=trial_id))


def _language(given: Mapping[str, str]) -> str:
    return "es" if given.get("language") == "es" else "en"


def _start(draft: Draft, values: dict[str, str]) -> str:
    if faults := too_long(values, LIMITS):
        raise Invalid(faults)
    language, ticked = values["language"], draft.ticks_in(values["language"])
    for key in values:
        if key.startswith("clause.") and (clause := key.removeprefix("clause.")) not in ticked:
            drafts.tick(deps(), draft.id, who=me(), clause=clause, is_ticked=True, language=language)
    drafts.save_owner(deps(), draft.id, who=me(), mobile=values["owner.mobile"], email=values["owner.email"])
    agreement = service.Agreement(
        agreed_by=values["agreed_by"], role=values["role"], recording=values["recording"],
        authority=AUTHORITY if values["authority"] else "",
        language=language, wants_verifier=values["way"] == "verifier",
    )  # fmt: skip
    return service.start_trial(deps(), draft.id, who=me(), agreement=agreement)


@sales.action("/drafts/<draft_id>/ticks/<clause>")
def tick(draft_id: str, clause: str) -> ResponseReturnValue:
    """One clause was just read out: its time is the server's, at once."""
    is_ticked = bool(request.form.get(f"clause.{clause}"))
    language = _language(request.args)
    drafts.tick(deps(), _own(draft_id).id, who=me(), clause=clause[:40], is_ticked=is_ticked, language=language)
    return "", 204


def _own(draft_id: str) -> Draft:
    return queries.draft_of(reader(), draft_id, me().id) or abort(404)


def _saved(draft: Draft, language: str) -> dict[str, Any]:
    """What the form starts with: the owner's name and channels, and the clauses read out before a reload."""
    values = {"agreed_by": draft.owner.get("name", ""), "role": "", "authority": "", "recording": ""}
    values["language"] = language
    values |= {f"owner.{key}": draft.owner.get(key, "") for key in ("mobile", "email")}
    ticks = draft.ticks_in(language)
    values |= {f"clause.{clause}": "yes" for clause in ticks}
    return values | {f"ticked_at.{clause}": at for clause, at in ticks.items()}


def _page(draft: Draft, values: dict[str, Any], errors: tuple[FieldError, ...]) -> str:
    business = records.take_in(deps(), draft.record)
    dates = trial_dates(deps().clock.now(), business.timezone)
    disclosure = service.disclosure_for(deps(), who=me(), business=business, language=values["language"])
    return render_template(
        "sales/agree.html",
        draft=draft,
        facts=draft_facts(draft),
        version=disclosure.version,
        clauses=[{"id": c.id, "title": c.title, "text": c.text} for c in disclosure.clauses],
        opening=script.opening(me().name, business.name)[:1],
        price=terms.plan(dates.day_0).price_minor,
        dates=dates,
        values=values,
        can_link=bool(values.get("owner.mobile") or values.get("owner.email")),
        errors=errors,
    )
