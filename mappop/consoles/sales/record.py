"""The canonical record, prefilled from what was found, the agent picking per field."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.sales import record_form, sales
from mappop.consoles.sales.showing import draft_facts, lead_facts, query_facts
from mappop.db.queries import sales as queries
from mappop.domain.business import REGIONS
from mappop.domain.errors import FieldError, Invalid
from mappop.domain.trial import Draft
from mappop.services import drafts
from mappop.zones import KNOWN_ZONES

_ZONES = sorted(z for z in KNOWN_ZONES if z.startswith(("America/", "Pacific/")))


@sales.form("/drafts/<draft_id>/record")
def record(draft_id: str) -> ResponseReturnValue:
    draft = queries.draft_of(reader(), draft_id, me().id) or abort(404)
    if draft.trial_id:
        return redirect(url_for("sales.sale", trial_id=draft.trial_id))
    if request.method == "GET":
        values = record_form.values_of_draft(draft) if draft.record else _prefilled(draft)
        return _page(draft, values, [])
    values = record_form.values_of_form(request.form)
    new, owner = record_form.record_of(values), record_form.owner_of(values)
    new.setdefault("trade", draft.record.get("trade") or _trade(draft))
    faults = record_form.faults_of(values)
    try:
        drafts.save_record(deps(), draft_id, who=me(), record=new, owner=owner)
    except Invalid as invalid:
        faults = [*record_form.form_errors(invalid.errors, values), *faults]
    if faults:
        return _page(draft, values, faults), 422
    return redirect(url_for("sales.look", draft_id=draft_id))


def _prefilled(draft: Draft) -> dict[str, str]:
    """What was asked for, over the values most often found."""
    candidates = _candidates(draft)
    values = {field: found[0]["value"] for field, found in candidates.items()}
    best = _best_listing(draft)
    values |= {f"address.{key}": best.get(key) or "" for key in ("street", "unit", "region", "postal_code")}
    if lead := _lead(draft):
        values |= {
            "name": lead.name,
            "phones.main": lead.phone,
            "address.city": lead.city,
            "address.region": lead.region,
        }
        values |= {f"owner.{key}": str(lead.known.get(of, "")) for key, of in _OWNER_KNOWN.items()}
    elif draft.scan_id and (scan := queries.scan_of(reader(), draft.scan_id, draft.centre_id)):
        asked = {"name": scan.query.get("name"), "phones.main": scan.query.get("phone")}
        asked |= {"address.city": scan.query.get("city"), "address.region": scan.query.get("region")}
        values |= {key: text for key, text in asked.items() if text}
    return values | record_form.hours_values(best.get("hours") or {})


_OWNER_KNOWN = {"name": "owner", "mobile": "owner_mobile", "email": "owner_email"}


def _best_listing(draft: Draft) -> dict[str, Any]:
    """The listing that agrees most with what was asked: its address and hours are the first guess."""
    listings = [seen for result in _results(draft) for seen in result.seen]
    if not listings:
        return {}
    agree = {"match": 2, "variant": 2, "review": 1}
    best = max(
        listings, key=lambda s: (sum(agree.get(v["verdict"], 0) for v in s["verdicts"]), bool(s["nap"].get("hours")))
    )
    return record_form.door_apart(best["nap"])


def _results(draft: Draft) -> Any:
    return queries.results_of(reader(), draft.scan_id) if draft.scan_id else ()


def _candidates(draft: Draft) -> dict[str, list[dict[str, Any]]]:
    return record_form.candidates_of(_results(draft))


def _lead(draft: Draft) -> Any:
    return queries.lead_of(reader(), draft.lead_id, draft.centre_id) if draft.lead_id else None


def _trade(draft: Draft) -> str:
    lead = _lead(draft)
    return (lead.trade if lead else "") or "local-business"


def _page(draft: Draft, values: dict[str, str], errors: list[FieldError]) -> str:
    region, postal_code = values.get("address.region", ""), values.get("address.postal_code", "")
    zone = None
    if region or postal_code:
        why = "from the ZIP code" if postal_code else "from the state"
        zone = {"name": deps().timezone_of(postal_code, region), "why": why}
    return render_template(
        "sales/record.html",
        draft=draft,
        facts=_facts(draft),
        values=values,
        candidates=_candidates(draft),
        errors=errors,
        regions=[(code, code) for code in sorted(REGIONS)],
        zone=zone,
        zones=[(name, name.replace("_", " ")) for name in _ZONES],
    )


def _facts(draft: Draft) -> dict[str, Any]:
    if draft.record:
        return draft_facts(draft)
    if lead := _lead(draft):
        return lead_facts(lead)
    scan = queries.scan_of(reader(), draft.scan_id, draft.centre_id) if draft.scan_id else None
    return query_facts(scan.query if scan else {})
