"""The live scan: every readable publisher asked at once, each row written as it answers.

It is no job: bounded threads with a deadline for each publisher, so that a slow one never holds the others.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from checkers.compare import FieldVerdict, compare
from checkers.nap import Nap
from checkers.rules import Repair
from checkers.score import PlaceResult, PlaceState, presence_score
from checkers.verdict import Verdict
from mappop import ids
from mappop.clock import monotonic
from mappop.domain.person import CurrentPerson
from mappop.domain.scan import Scan, ScanResult, ScanState
from mappop.services.consensus import reference
from mappop.services.deps import Deps
from mappop.services.places import Place, Seen, readable_places

log = logging.getLogger("mappop.scanning")

DEADLINE = 8.0  # seconds; what has not answered by then "could not be checked"
AT_ONCE = 16  # threads of one scan


def start_scan(deps: Deps, query: Nap, *, who: CurrentPerson, lead_id: str | None = None) -> str:
    """Rows for every place, then the asking in the background; the scan's id, at once."""
    scan_id, places = _open_scan(deps, query, who, lead_id)
    threading.Thread(target=_run, args=(deps, scan_id, query, places), name=f"scan-{scan_id}", daemon=True).start()
    return scan_id


def scan_now(deps: Deps, query: Nap, *, who: CurrentPerson, lead_id: str | None = None) -> str:
    """The same, waiting for the answers."""
    scan_id, places = _open_scan(deps, query, who, lead_id)
    _run(deps, scan_id, query, places)
    return scan_id


def _open_scan(deps: Deps, query: Nap, who: CurrentPerson, lead_id: str | None) -> tuple[str, list[Place]]:
    places = readable_places(deps)
    scan = Scan(ids.new_id("scan"), who.id, who.centre_id or "", query.to_dict(), deps.clock.now(), lead_id)
    with deps.unit_of_work() as uow:
        uow.scans.add(scan)
        for place in places:
            uow.scan_results.add(ScanResult(ids.new_id("sr"), scan.id, place.name, place.title))
        uow.commit()
    return scan.id, places


def _run(deps: Deps, scan_id: str, query: Nap, places: list[Place]) -> None:
    slots = threading.BoundedSemaphore(AT_ONCE)
    askers = [threading.Thread(target=_ask, args=(deps, scan_id, query, p, slots), daemon=True) for p in places]
    for asker in askers:
        asker.start()
    ends = monotonic() + DEADLINE
    for asker in askers:
        asker.join(max(0.0, ends - monotonic()))
    finish_scan(deps, scan_id)


def _ask(deps: Deps, scan_id: str, query: Nap, place: Place, slots: threading.BoundedSemaphore) -> None:
    """One publisher; the outermost boundary of its thread."""
    with slots:
        try:
            seen = place.find(query)
            state, reason = (ScanState.FOUND if seen else ScanState.MISSING), ""
        except Exception as fault:
            seen, state, reason = [], ScanState.COULD_NOT_CHECK, str(fault)[:300] or type(fault).__name__
            log.info("scan.could_not_check", extra={"publisher": place.name, "reason": reason})
    answer(deps, scan_id, place.name, state=state, seen=[_described(query, s) for s in seen], reason=reason)


def answer(
    deps: Deps, scan_id: str, publisher: str, *, state: ScanState, seen: list[dict[str, Any]], reason: str
) -> None:
    """Write one publisher's answer, unless the deadline has written for it."""
    with deps.unit_of_work() as uow:
        uow.scans.get(scan_id)  # its lock: answers get their numbers one after the other, or the stream would miss one
        results = uow.scan_results.where(scan_id=scan_id)
        row = next(r for r in results if r.publisher == publisher)
        if row.state is not ScanState.WAITING:
            return
        row.state, row.seen, row.reason = state, seen, reason
        row.seq, row.answered_at = 1 + max(r.seq for r in results), deps.clock.now()
        uow.commit()


def finish_scan(deps: Deps, scan_id: str) -> None:
    """Close the scan: who has not answered could not be checked; the others are compared with what most agree on."""
    with deps.unit_of_work() as uow:
        scan = uow.scans.get(scan_id)
        if scan.done_at is not None:
            return
        results = list(uow.scan_results.where(scan_id=scan_id))
        next_seq = 1 + max((r.seq for r in results), default=0)
        agreed = _reference(scan.query, results)
        for row in results:
            if row.state is ScanState.WAITING:
                row.state, row.reason = ScanState.COULD_NOT_CHECK, "no answer in time"
                row.seq, row.answered_at, next_seq = next_seq, deps.clock.now(), next_seq + 1
            elif row.state is ScanState.FOUND and (judged := [_judged(agreed, seen) for seen in row.seen]) != row.seen:
                row.seen, row.seq, next_seq = judged, next_seq, next_seq + 1
        scan.done_at, scan.score = deps.clock.now(), score_of(scan.query, results)
        uow.commit()


def score_of(query: Mapping[str, Any], results: list[ScanResult]) -> dict[str, Any]:
    """The presence score of what has answered so far: value, and the parts that add up to it."""
    asked = _reference(query, results)
    places = [_place_result(asked, row) for row in results if row.state is not ScanState.WAITING]
    score = presence_score(places)
    parts = [{"label": p.place, "points": p.points, "of": p.out_of, "why": p.reason} for p in score.parts]
    return {"value": score.value, "parts": parts, "unchecked": list(score.unchecked)}


def _reference(query: Mapping[str, Any], results: list[ScanResult]) -> Nap:
    found = (nap_from(row.seen[0]["nap"]) for row in results if row.state is ScanState.FOUND)
    return reference(nap_from(query), found)


def _judged(agreed: Nap, seen: dict[str, Any]) -> dict[str, Any]:
    return {
        **seen,
        "verdicts": [verdict_dict(verdict) for verdict in _compared(agreed, seen)],
    }


def _compared(canonical: Nap, seen: Mapping[str, Any]) -> tuple[FieldVerdict, ...]:
    return compare(canonical, nap_from(seen["nap"]), is_closed=seen.get("is_closed", False))


def _place_result(asked: Nap, row: ScanResult) -> PlaceResult:
    if row.state is not ScanState.FOUND:
        is_missing = row.state is ScanState.MISSING
        return PlaceResult(row.title, PlaceState.MISSING if is_missing else PlaceState.UNCHECKED)
    state, best = PlaceState.DUPLICATE if len(row.seen) > 1 else PlaceState.LISTED, row.seen[0]
    return PlaceResult(row.title, state, _compared(asked, best))


def is_right(verdicts: list[dict[str, Any]]) -> bool:
    """Name, address and phone agree, in whatever spelling; a fact that nobody has told us yet contradicts nothing."""
    nap = [v for v in verdicts if v["field"] in ("name", "address", "phone", "listing")]
    return bool(nap) and all(v["verdict"] in ("match", "variant", "extra") for v in nap)


def nap_from(data: Mapping[str, Any]) -> Nap:
    """A Nap from its JSON form."""
    hours = data.get("hours")
    week = {day: tuple((a, b) for a, b in pairs) for day, pairs in hours.items()} if hours else None
    texts = {key: value or "" for key, value in data.items() if key != "hours" and key in Nap.__dataclass_fields__}
    return Nap(**texts, hours=week)


def verdict_dict(verdict: FieldVerdict) -> dict[str, Any]:
    """The JSON form in which verdicts are kept."""
    kept = asdict(verdict)
    return {**kept, "verdict": verdict.verdict.value, "weight": float(verdict.weight)}


def verdict_from(data: Mapping[str, Any]) -> FieldVerdict:
    """A verdict from its JSON form."""
    return FieldVerdict(
        **{**data, "verdict": Verdict(data["verdict"]), "weight": int(data["weight"]), "repair": Repair(data["repair"])}
    )


def _described(query: Nap, seen: Seen) -> dict[str, Any]:
    verdicts = [verdict_dict(verdict) for verdict in compare(query, seen.nap, is_closed=seen.is_closed)]
    return {
        "url": seen.url, "nap": seen.nap.to_dict(), "verdicts": verdicts, "claim": seen.claim, "way": seen.way,
        "is_closed": seen.is_closed,
    }  # fmt: skip
