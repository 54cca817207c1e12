"""The owner's everyday changes: hours, special days, services and prices, words, colour and look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.language import of_owner
from mappop.consoles.portal import change_faults, change_form, portal
from mappop.consoles.portal.words import words
from mappop.consoles.shown_in_part import shown_in_part
from mappop.consoles.theme_picker import theme_card
from mappop.db.queries import sites as queries
from mappop.db.queries.sites import SiteNow
from mappop.domain.business import Business
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.terms import SUPPORT_PHONE
from mappop.services import proposals
from mappop.services.signing import CHANGE_LINK
from site_templates import FALLBACK_TRADE, themes, trades


@portal.form("/site/change")
def change() -> ResponseReturnValue:
    """Nothing is published here: what was typed becomes a change that the owner looks at, and then says yes to."""
    found = queries.site_now(reader(), me().business_id or abort(404)) or abort(404)
    language = of_owner(found.business.id)
    if found.site.ended_at is not None:
        flash(words(language)["approving"]["ended"], "wrong")
        return redirect(url_for("portal.site"))
    if request.method == "GET":
        return page(found, shown(found), (), language)
    values = change_form.values_of_form(request.form)
    try:
        proposal = proposed(found, values, language)
    except Invalid as invalid:
        return page(found, values, invalid.errors, language), 422
    except Refused:
        flash(words(language)["change"]["nothing"], "note")
        return redirect(url_for("portal.change"))
    return redirect(url_for("public.change", token=CHANGE_LINK.sign(deps().settings, proposal), lang=language))


def shown(found: SiteNow) -> change_form.Values:
    return change_form.values_of(found.content, found.site.theme, _today(found.business))


def proposed(found: SiteNow, values: change_form.Values, language: str, *, is_told: bool = False) -> str:
    """The proposal's id. Raises Invalid in the reader's own language, Refused where nothing would change."""
    said, today = words(language), _today(found.business)
    base, number = _base(found, values)
    shown = change_form.values_of(base, found.site.theme, today)
    faults = change_faults.faults_of(values, shown, said["change"], change_form.is_over(base, today))
    if faults:
        raise Invalid(faults)
    made = change_form.record_of(base, values, today)
    try:
        return proposals.propose(
            deps(), found.business.id, made, by=me().id, theme=values["theme"], base=number, is_told=is_told
        )  # fmt: skip
    except Invalid as invalid:
        raise Invalid(change_faults.other_faults(invalid.errors, said["change"], said["facts"])) from None


def _base(found: SiteNow, values: change_form.Values) -> tuple[dict[str, Any], int]:
    """The record that the form was made from: another one may have been approved since it was opened."""
    number = values.get("base", "")
    is_other = number.isdecimal() and len(number) < 10 and int(number) != found.revision
    earlier = queries.revision_of(reader(), found.business.id, int(number)) if is_other else None
    return (earlier.content, earlier.number) if earlier else (found.content, found.revision)


def _today(business: Business) -> date:
    now = deps().clock.now()
    return (now.astimezone(ZoneInfo(business.timezone)) if business.timezone else now).date()


def _usual(business: Business) -> list[str]:
    """Services of the trade that the record has not, in the language that it is written in."""
    trade = trades().get(business.trade) or trades()[FALLBACK_TRADE]
    known = {service.name.casefold() for service in business.services}
    return [name for name in trade.copy[business.languages[0]].default_services if name.casefold() not in known]


def page(
    found: SiteNow, values: change_form.Values, errors: Sequence[FieldError], language: str, **frame: Any
) -> str:  # fmt: skip
    """The form, in the owner's frame unless another is given."""
    said = words(language)
    return render_template(
        "portal/change.html",
        language=language,
        words=said,
        business=found.business,
        values=values,
        base=values.get("base") or found.revision,
        colour_shown=change_form.COLOUR_SHOWN,
        rows={kind: range(change_form.row_count(values, kind)) for kind in ("special", "services")},
        limits=change_faults.LIMITS,
        usual=_usual(found.business),
        themes=[
            theme_card(theme, found.business.brand_color, said["looks"].get(theme.name, ""))
            for theme in themes().values()
        ],
        errors=errors,
        in_part=shown_in_part(found.business, found.site.theme, found.site.own_host),
        support_phone=SUPPORT_PHONE,
        **frame,
    )
