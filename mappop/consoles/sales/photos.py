"""Photos of a business being sold, before the agreement: kept with the draft, in its preview once they are made."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.photo_form import ACCEPTED, FILES, Sender, photos_of, shown_rows
from mappop.consoles.portal.words import words
from mappop.consoles.sales import sales
from mappop.consoles.sales.showing import draft_facts
from mappop.db.queries import sales as queries
from mappop.domain.errors import FieldError
from mappop.domain.picture import limits
from mappop.domain.trial import Draft
from mappop.services import drafts, pictures


@sales.form("/drafts/<draft_id>/photos", takes=limits()["taken"]["request"])
def photos(draft_id: str) -> ResponseReturnValue:
    draft = _draft(draft_id)
    if draft.trial_id:
        return redirect(url_for("sales.sale", trial_id=draft.trial_id))
    if not draft.record:
        return redirect(url_for("sales.record", draft_id=draft_id))
    shown = draft.record.get("photos", [])
    if request.method == "GET":
        return _page(draft, shown, ())
    sender = Sender(deps(), draft_id, me().id)
    wanted, errors = photos_of(sender, request.form, request.files.getlist(FILES), shown)
    drafts.save_photos(deps(), draft_id, who=me(), photos=wanted)
    if errors:
        return _page(draft, wanted, errors), 422
    return redirect(url_for("sales.look", draft_id=draft_id))


@sales.page("/drafts/<draft_id>/photos/<name>.jpg")
def photo(draft_id: str, name: str) -> ResponseReturnValue:
    return Response(pictures.small(deps(), _draft(draft_id).id, name), mimetype="image/jpeg")


def _draft(draft_id: str) -> Draft:
    return queries.draft_of(reader(), draft_id, me().id) or abort(404)


def _page(draft: Draft, shown: Sequence[dict[str, str]], errors: Sequence[FieldError]) -> str:
    return render_template(
        "sales/photos.html",
        draft=draft,
        facts=draft_facts(draft),
        photos=shown_rows(shown),
        errors=errors,
        most=limits()["taken"],
        accepted=ACCEPTED,
        said=words("en")["photos"],
    )
