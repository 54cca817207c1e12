"""“Your site”: where it is, what waits for the owner's yes, its versions, the website on listings."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.filters import day
from mappop.consoles.language import of_owner
from mappop.consoles.portal import portal
from mappop.consoles.portal.differences import labels
from mappop.consoles.portal.words import words
from mappop.consoles.shown_in_part import shown_in_part
from mappop.db.queries import sites as queries
from mappop.db.queries.sites import KeptVersion, SiteNow
from mappop.domain.business import LISTED_WEBSITE, OUR_SITE
from mappop.domain.errors import Refused
from mappop.domain.terms import SUPPORT_PHONE
from mappop.services import proposals, sites
from mappop.services.signing import CHANGE_LINK, OWN_LOOK, OWN_LOOK_LINK, TAKE_LINK
from mappop.sites.in_part import InPart

Words = dict[str, Any]


@portal.page("/site", menu="Your site", position=2)
def site() -> str:
    found = queries.site_now(reader(), _mine()) or abort(404)
    business, settings = found.business, deps().settings
    language = of_owner(business.id)
    said = words(language)
    kept = queries.versions(reader(), business.id)
    return render_template(
        "portal/site.html",
        language=language,
        words=said,
        business=business,
        site=found.site,
        url=settings.site_url(business.id, found.site.own_host),
        open_url=own_look_url(business.id, found.site.own_host),
        older=queries.older_than_record(reader(), business.id),
        in_part=_in_part(found),
        support_phone=SUPPORT_PHONE,
        waiting=_waiting(found, language),
        versions=_versions(kept, found, language),
        listed_ours=business.attributes.get(LISTED_WEBSITE) == OUR_SITE,
        take_url=url_for("public.take", token=TAKE_LINK.sign(settings, business.id), lang=language),
    )


def own_look_url(business_id: str, own_host: str = "") -> str:
    """The site's address, for its owner: this look is no visit. A frame of our pages can only show the one of ours."""
    settings = deps().settings
    return f"{settings.site_url(business_id, own_host)}/?{OWN_LOOK}={OWN_LOOK_LINK.sign(settings, business_id)}"


@portal.action("/site/back")
def go_back() -> ResponseReturnValue:
    business_id = _mine()
    said, version = words(of_owner(business_id))["versions"], request.form.get("version", "")[:100]
    kept = next((row for row in queries.versions(reader(), business_id) if row.version.version == version), None)
    if kept is None:
        abort(404)
    when = day(kept.version.made_at, of_owner(business_id))
    has_gone = sites.go_back(deps(), business_id, version, actor=me().id)
    flash(said["went_back" if has_gone else "went_back_already"].format(when=when), "done" if has_gone else "note")
    return redirect(url_for("portal.site"))


@portal.action("/site/listed")
def choose_listed() -> ResponseReturnValue:
    """Which address listings carry is a change like any other: it is looked at, and then said yes to."""
    found = queries.site_now(reader(), _mine()) or abort(404)
    language = of_owner(found.business.id)
    others = {key: value for key, value in found.content.get("attributes", {}).items() if key != LISTED_WEBSITE}
    chosen = {LISTED_WEBSITE: OUR_SITE} if request.form.get("listed") == "ours" else {}
    record = {**found.content, "attributes": {**others, **chosen}}
    try:
        proposal = proposals.propose(deps(), found.business.id, record, by=me().id)
    except Refused:
        flash(words(language)["listed"]["same"], "note")
        return redirect(url_for("portal.site"))
    return redirect(url_for("public.change", token=CHANGE_LINK.sign(deps().settings, proposal), lang=language))


def _mine() -> str:
    return me().business_id or abort(404)


def _in_part(found: SiteNow) -> tuple[InPart, ...]:
    """Of what people see, where that is the record as it stands."""
    site, is_shown = found.site, found.site.revision == found.revision and found.site.ended_at is None
    return shown_in_part(found.business, site.theme, site.own_host) if is_shown else ()


def _waiting(found: SiteNow, language: str) -> list[dict[str, Any]]:
    settings, theme = deps().settings, found.site.theme
    return [
        {
            "at": row.proposed_at,
            "what": ", ".join(labels(found.content, row.content, language, new_look=row.theme != theme)),
            "url": url_for("public.change", token=CHANGE_LINK.sign(settings, row.id), lang=language),
        }
        for row in queries.waiting(reader(), found.business.id)
    ]  # fmt: skip


def _versions(kept: list[KeptVersion], found: SiteNow, language: str) -> list[dict[str, Any]]:
    """Newest first; what changed is told beside the version before it."""
    said = words(language)["versions"]
    rows = []
    for row, earlier in zip(kept, [*kept[1:], None], strict=True):
        who = said["you"] if row.revision.made_by == me().id else row.by or said["us"]
        rows.append(
            {"version": row.version.version, "at": row.version.made_at, "by": who,
             "is_shown": row.version.version == found.site.version, "what": _what(row, earlier, language)}
        )  # fmt: skip
    return rows


def _what(row: KeptVersion, earlier: KeptVersion | None, language: str) -> str:
    said = words(language)["versions"]
    if earlier is None:
        return str(said["first"]) if row.revision.number == 1 else ""
    is_new_look = row.version.theme != earlier.version.theme
    return (
        ", ".join(labels(earlier.revision.content, row.revision.content, language, new_look=is_new_look))
        or said["rebuilt"]
    )
