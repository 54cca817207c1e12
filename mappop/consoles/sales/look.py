"""Trade, theme and colour, with the site as it would be beside them."""

from __future__ import annotations

import re

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.portal.change_form import languages_value
from mappop.consoles.portal.words import words
from mappop.consoles.sales import sales
from mappop.consoles.sales.showing import draft_facts
from mappop.consoles.theme_picker import theme_card
from mappop.db.queries import sales as queries
from mappop.domain.errors import FieldError, Invalid
from mappop.domain.trial import Draft
from mappop.services import drafts
from mappop.services.signing import PREVIEW_LINK
from site_templates import themes, trades

_STEPS = {"preview": "sales.look", "photos": "sales.photos"}


@sales.form("/drafts/<draft_id>/look")
def look(draft_id: str) -> ResponseReturnValue:
    draft = queries.draft_of(reader(), draft_id, me().id) or abort(404)
    if draft.trial_id:
        return redirect(url_for("sales.sale", trial_id=draft.trial_id))
    if not draft.record:
        return redirect(url_for("sales.record", draft_id=draft_id))
    trade = draft.record.get("trade", "local-business")
    values = {
        "trade": trade, "theme": draft.theme or deps().default_theme(trade),
        "brand_color": draft.record.get("brand_color", ""), "languages": languages_value(draft.record),
    }  # fmt: skip
    if request.method == "GET":
        return _page(draft, values, [])
    values = {key: request.form.get(key, "").strip() for key in values}
    if request.form.get("colour_of") == "theme":  # a colour field always sends one, chosen or not
        values["brand_color"] = ""
    if errors := _faults(values):
        return _page(draft, values, errors), 422
    languages = values.pop("languages").split(",")
    ticked = request.form.getlist("service")
    drafts.save_look(deps(), draft_id, who=me(), **values, languages=languages, ticked=ticked)
    step = _STEPS.get(request.form.get("go", ""), "sales.agree")
    return redirect(url_for(step, draft_id=draft_id))


def _faults(values: dict[str, str]) -> list[FieldError]:
    faults = []
    if values["trade"] not in trades():
        faults.append(FieldError("trade", "is not chosen", "pick the nearest one"))
    if values["theme"] not in themes():
        faults.append(FieldError("theme", "is not chosen", "pick the one they like"))
    if values["languages"] not in words("en")["change"]["pages_in"]:
        faults.append(FieldError("languages", "are not chosen", "pick those that their customers speak"))
    if values["brand_color"] and not re.fullmatch("#[0-9a-fA-F]{6}", values["brand_color"]):
        faults.append(FieldError("brand_color", f"“{values['brand_color'][:20]}” is no colour", "such as #00626d"))
    return faults


def _page(draft: Draft, values: dict[str, str], errors: list[FieldError]) -> str:
    fits = values["trade"]
    ordered = sorted(themes().values(), key=lambda theme: fits not in theme.trades)
    return render_template(
        "sales/look.html",
        draft=draft,
        facts=draft_facts(draft),
        trades=[(trade.key, trade.copy["en"].label) for trade in trades().values()],
        themes=[theme_card(theme, values["brand_color"]) for theme in ordered],
        values=values,
        errors=errors,
        photos=len(draft.record.get("photos", [])),
        languages=words("en")["change"]["pages_in"].items(),
        services=_services(draft),
        preview_url=_preview_url(draft),
    )  # fmt: skip


def _services(draft: Draft) -> list[tuple[str, bool]]:
    """What is usual in the trade, and whether the record says it."""
    known = {row.get("name") for row in draft.record.get("services", [])}
    usual = drafts.usual_services(draft.record.get("trade", ""), languages_value(draft.record).partition(",")[0])
    return [(name, name in known) for name in usual]


def _preview_url(draft: Draft) -> str:
    """On the sites' own origin; empty while the record can't be drawn."""
    try:
        drafts.preview(deps(), draft.id)
    except Invalid:
        return ""
    settings = deps().settings
    return f"{settings.site_url('www')}/_/preview/{PREVIEW_LINK.sign(settings, draft.id)}/"
