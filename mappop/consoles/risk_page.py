"""Risk as managers and administrators see it: each what is theirs, and the review that lets a centre sell on."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.db.queries import risk as queries
from mappop.domain.errors import FieldError, Invalid, NotFound, Refused
from mappop.domain.risk import may_see, rules
from mappop.services import risk as service
from mappop.services.risk import NOTE_MAX


def show(review_at: str, *, typed_for: str = "", note: str = "", errors: tuple[FieldError, ...] = ()) -> str:
    """The page; `review_at` is the endpoint that its forms are sent to."""
    found = queries.all_centres(reader(), deps().clock.now())
    names = {centre.id: centre.name for centre in found if may_see(me(), centre.id)}
    reviews = queries.reviews(reader(), names)
    return render_template(
        "risk.html", centres=_stopped_first(centre for centre in found if centre.id in names), names=names,
        reviews=reviews,
        alarms=queries.recent(reader(), names), meters={m.key: m for m in rules().meters},
        people=queries.reviewers(reader(), reviews), typed_for=typed_for, note=note, errors=errors,
        review_at=review_at,
    )  # fmt: skip


def _stopped_first(found: Iterable[queries.CentreRisk]) -> list[queries.CentreRisk]:
    """Each else in its order: what somebody has to do stands above what is only to be known."""
    return sorted(found, key=lambda centre: not centre.stopped_by)


def take_review(centre_id: str, *, here: str, review_at: str) -> ResponseReturnValue:
    note = request.form.get(f"note-{centre_id}", "").strip()[: NOTE_MAX + 1]
    try:
        service.review(deps(), centre_id, note=note, who=me())
    except Invalid as invalid:
        faults = tuple(FieldError(f"note-{centre_id}", fault.reason, fault.remedy) for fault in invalid.errors)
        return show(review_at, typed_for=centre_id, note=note, errors=faults), 422
    except NotFound:
        raise
    except Refused as refused:
        flash(str(refused), "wrong")
        return redirect(url_for(here))
    flash(f"Noted. The centre sells on, and is looked at anew in {rules().review_holds.days} days.", "done")
    return redirect(url_for(here))
