"""The machine's own page: lanes and ages, parked work, publishers, the latest of the audit trail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.admin import admin
from mappop.consoles.current import app, deps, reader
from mappop.db.outbox import Outbox
from mappop.db.queries import work as queries
from mappop.db.queries.reconciliation import count_open
from mappop.domain.listing import ListingState
from mappop.domain.outbox import LANES
from provisioners.discovery import connectors
from provisioners.opening import missing_settings

_LATE = timedelta(seconds=60)
_WAITING = (ListingState.PLANNED, ListingState.ACCEPTED, ListingState.PENDING_VERIFICATION, ListingState.NEEDS_PERSON)


@admin.page("/", menu="Operations", position=1)
def home() -> str:
    db, now = reader(), deps().clock.now()
    lanes = [
        {"lane": lane.lane, "due": lane.due, "running": lane.running, "oldest": lane.oldest,
         "is_late": lane.oldest is not None and now - lane.oldest > _LATE}
        for lane in queries.lanes(db, LANES, now)
    ]  # fmt: skip
    audit = [
        {"at": e.at, "what": e.event.replace("_", " ").capitalize(), "business": name, "business_id": e.business_id,
         "by": by, "seq": e.seq}
        for e, name, by in queries.recent_audit(db)
    ]  # fmt: skip
    return render_template(
        "admin/home.html",
        lanes=lanes,
        parked=queries.parked(db),
        differing=count_open(db),
        done_today=queries.done_since(db, now - timedelta(days=1)),
        audit=audit,
        sealed_at=queries.sealed_at(db),
        publishers=_publishers(queries.listing_counts(db)),
        refresh_url=url_for("admin.home"),
    )


def _publishers(counts: dict[tuple[str, ListingState], int]) -> list[dict[str, Any]]:
    settings = deps().settings.publishers
    rows = []
    for connector in connectors().values():
        missing = missing_settings(connector, settings)
        row = {
            "name": connector.name,
            "title": connector.title,
            "kind": connector.kind.value,
            "ways": sorted(capability.value for capability in connector.capabilities),
            "evidence": connector.evidence.value.replace("_", " "),
            "url": settings.get(f"MAPPOP_{connector.name.upper()}_URL", ""),
            "live": counts.get((connector.name, ListingState.LIVE), 0),
            "waiting": sum(counts.get((connector.name, state), 0) for state in _WAITING),
            "trouble": f"{missing[0].name} is missing" if missing else "",
        }
        rows.append(row)
    return rows


@admin.action("/parked/<int:work_id>/again")
def run_again(work_id: int) -> ResponseReturnValue:
    if not Outbox(app().engine).run_again(work_id, now=deps().clock.now()):
        abort(404)
    flash("It runs again.", "done")
    return redirect(url_for("admin.home"))
