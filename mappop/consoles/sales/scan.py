"""The presence report, streaming in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from mappop.consoles.current import app, deps, me, reader
from mappop.consoles.sales import sales
from mappop.consoles.sales.showing import lead_facts, query_facts
from mappop.consoles.stream import stream
from mappop.db.queries import sales as queries
from mappop.domain.scan import Scan, ScanResult, ScanState
from mappop.services import drafts, scanning


@sales.page("/scans/<scan_id>")
def scan(scan_id: str) -> str:
    found = _own(scan_id)
    results = queries.results_of(reader(), scan_id)
    lead = queries.lead_of(reader(), found.lead_id, found.centre_id) if found.lead_id else None
    return render_template(
        "sales/scan.html",
        scan=found,
        facts=lead_facts(lead) if lead else query_facts(found.query),
        results=results,
        stream_url="" if found.done_at else url_for("sales.scan_events", scan_id=scan_id),
        lead_id=found.lead_id,
        draft_id=queries.open_draft_id(reader(), me().id, scan_id=scan_id),
        **_summary(found, results),
    )


@sales.page("/scans/<scan_id>/events")
def scan_events(scan_id: str) -> ResponseReturnValue:
    _own(scan_id)
    centre, engine = me().centre_id or "", app().reader

    def pieces(last_id: str) -> tuple[list[tuple[str, str]], bool]:
        with Session(engine) as db:
            found = queries.scan_of(db, scan_id, centre) or abort(404)
            results = queries.results_of(db, scan_id)
            seen = int(last_id) if last_id.isdigit() else 0
            fresh = sorted((r for r in results if r.seq > seen), key=lambda r: r.seq)
            rows = [(str(r.seq), render_template("sales/_scan_row.html", result=r)) for r in fresh]
            if fresh:
                rows.append((str(fresh[-1].seq), render_template("sales/_score.html", **_summary(found, results))))
            return rows, found.done_at is not None

    return stream(pieces, request.headers.get("Last-Event-ID", ""))


def _summary(found: Scan, results: Sequence[ScanResult]) -> dict[str, Any]:
    score = scanning.score_of(found.query, list(results))
    answered = [r for r in results if r.state is not ScanState.WAITING]
    listed = [r for r in answered if r.state is ScanState.FOUND]
    doubled = [r for r in listed if len(r.seen) > 1]
    right = [r for r in listed if len(r.seen) == 1 and scanning.is_right(r.seen[0]["verdicts"])]
    counts = {
        "answered": len(answered), "total": len(results), "right": len(right), "duplicates": len(doubled),
        "wrong": len(listed) - len(doubled) - len(right),
        "missing": sum(r.state is ScanState.MISSING for r in answered),
    }  # fmt: skip
    return {"score": score, "counts": counts}


def _own(scan_id: str) -> Scan:
    return queries.scan_of(reader(), scan_id, me().centre_id or "") or abort(404)


@sales.action("/scans/<scan_id>/record")
def make_record(scan_id: str) -> ResponseReturnValue:
    """From the report to the record: a draft of its own, the same one on a second click."""
    found = _own(scan_id)
    draft_id = drafts.start_draft(deps(), who=me(), scan_id=scan_id, lead_id=found.lead_id)
    return redirect(url_for("sales.record", draft_id=draft_id))
