"""The owner's photos: what is sent is kept at once, and shown after the owner's yes to the change that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.language import of_owner
from mappop.consoles.photo_form import ACCEPTED, FILES, Sender, photos_of, shown_rows
from mappop.consoles.portal import portal
from mappop.consoles.portal.words import words
from mappop.db.queries import sites as queries
from mappop.db.queries.sites import SiteNow
from mappop.domain.errors import FieldError, Refused
from mappop.domain.picture import limits
from mappop.services import pictures, proposals
from mappop.services.signing import CHANGE_LINK


@portal.form("/site/photos", takes=limits()["taken"]["request"])
def photos() -> ResponseReturnValue:
    found = queries.site_now(reader(), me().business_id or abort(404)) or abort(404)
    business, language = found.business, of_owner(found.business.id)
    if found.site.ended_at is not None:
        flash(words(language)["approving"]["ended"], "wrong")
        return redirect(url_for("portal.site"))
    shown: list[dict[str, str]] = found.content.get("photos", [])
    if request.method == "GET":
        return _page(found, shown, (), language)
    sender = Sender(deps(), business.id, me().id, language)
    wanted, errors = photos_of(sender, request.form, request.files.getlist(FILES), shown)
    if errors:
        return _page(found, wanted, errors, language), 422
    try:
        proposal = proposals.propose(deps(), business.id, {**found.content, "photos": wanted}, by=me().id)
    except Refused:
        flash(words(language)["photos"]["nothing"], "note")
        return redirect(url_for("portal.photos"))
    return redirect(url_for("public.change", token=CHANGE_LINK.sign(deps().settings, proposal), lang=language))


@portal.page("/site/photos/<name>.jpg")
def photo(name: str) -> ResponseReturnValue:
    found = queries.site_now(reader(), me().business_id or abort(404)) or abort(404)
    return Response(pictures.small(deps(), found.business.id, name, found.business.photos), mimetype="image/jpeg")


def _page(found: SiteNow, shown: Sequence[dict[str, str]], errors: Sequence[FieldError], language: str) -> str:
    context: dict[str, Any] = {
        "language": language, "words": words(language), "business": found.business, "photos": shown_rows(shown),
        "errors": errors, "most": limits()["taken"], "accepted": ACCEPTED,
    }  # fmt: skip
    return render_template("portal/photos.html", **context)
