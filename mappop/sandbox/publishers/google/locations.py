"""accounts.locations and locations: create, get, list, patch, delete, getGoogleUpdated."""

from __future__ import annotations

import json
import re
from typing import Any

from mappop.sandbox import clock
from mappop.sandbox.listings import NOBODY
from mappop.sandbox.network import Network
from mappop.sandbox.publishers.google import contract, masks, places, records, rules
from mappop.sandbox.publishers.google.errors import GoogleError, invalid
from mappop.sandbox.publishers.google.records import Record
from mappop.sandbox.publishers.google.shapes import TRACKED, to_facts

EDITS_PER_MINUTE = 10  # "10 edits per minute per Business Profile", Google's quota page
PAGE_DEFAULT, PAGE_MAX = 10, 100
_FILTER = re.compile(r'\s*(title|storeCode)\s*=\s*"([^"]{1,300})"\s*')

Query = dict[str, str]
Body = dict[str, Any]


def create(network: Network, method: contract.Method, account: str, query: Query, body: Body) -> Body:
    location = dict(body)
    wanted_place = location.pop("metadata", {}).get("placeId", "")
    _check_whole(method, location)
    mine = records.all_of(network, account)
    request_id = query.get("requestId", "")
    if earlier := next((r for r in mine if request_id and r.request_id == request_id), None):
        return earlier.owner_view(network)
    if location.get("storeCode") and any(r.location.get("storeCode") == location["storeCode"] for r in mine):
        raise GoogleError(409, f"A location with store code {location['storeCode'][:60]} exists in this account.")
    place = places.by_id(network, wanted_place) if wanted_place else places.match(network, to_facts(location))
    if wanted_place and place is None:
        raise invalid(("location.metadata.place_id", "no such place"))
    location.setdefault("openInfo", {"status": "OPEN"})
    record = Record(clock.digits(19), account, location, request_id=request_id, place_ref=place.ref if place else "")
    record.pending = [
        path for path in TRACKED if path in record.diff_mask(network) or (not place and _has(location, path))
    ]
    if query.get("validateOnly") != "true":
        records.save(network, record)
    return record.owner_view(network)


def get(network: Network, id: str, query: Query) -> Body:
    paths = masks.parse(query.get("readMask", ""), what="read_mask")
    return masks.project(records.get(network, id).owner_view(network), paths)


def list_all(network: Network, account: str, query: Query) -> Body:
    paths = masks.parse(query.get("readMask", ""), what="read_mask")
    size = min(int(query.get("pageSize") or PAGE_DEFAULT), PAGE_MAX)
    token = query.get("pageToken", "") or "0"
    if size < 1 or not token.isdigit() or len(token) > 9:
        raise invalid(("page_token" if size >= 1 else "page_size", "is not valid"))
    found = [r for r in records.all_of(network, account) if _passes(r, query.get("filter", ""))]
    start = int(token)
    page = [masks.project(r.owner_view(network), paths) for r in found[start : start + size]]
    answer: Body = {"locations": page} if page else {}
    if start + size < len(found):
        answer["nextPageToken"] = str(start + size)
    return {**answer, "totalSize": len(found)} if query.get("filter") else answer


def patch(network: Network, method: contract.Method, id: str, query: Query, body: Body) -> Body:
    paths = masks.parse(query.get("updateMask", ""), what="update_mask")
    for path in paths:
        if masks.is_output_only(path):
            raise invalid(("update_mask", f"{path} can't be changed"))
    record = records.get(network, id)
    location = masks.merge(record.location, body, paths)
    _check_whole(method, location)
    record.location = location
    if query.get("validateOnly") == "true":
        return record.owner_view(network)
    _count_edit(record)
    touched = {path for path in TRACKED for mask in paths if path.startswith(mask) or mask.startswith(path)}
    fresh = touched & set(record.diff_mask(network))
    record.pending = [path for path in TRACKED if path in fresh or path in record.pending]
    records.save(network, record)
    schedule_review(network, record)
    return record.owner_view(network)


def delete(network: Network, id: str) -> Body:
    """Unlinks the profile; the place stays on Maps, and nobody's."""
    record = records.get(network, id)
    place = record.place(network)
    if place and place.claimed_by == "us":
        network.listings("google").change(place.ref, claimed_by=NOBODY)
    network.store.forget(records.KIND, id)
    return {}


def google_updated(network: Network, id: str, query: Query) -> Body:
    paths = masks.parse(query.get("readMask", ""), what="read_mask")
    record = records.get(network, id)
    found: Body = {"location": masks.project(record.google_view(network), paths)}
    masked = {"diffMask": ",".join(record.diff_mask(network)), "pendingMask": ",".join(record.pending)}
    return {**found, **{key: value for key, value in masked.items() if value}}


def schedule_review(network: Network, record: Record) -> None:
    if record.is_verified:
        network.store.schedule("google_publish", clock.now() + network.pace.review, {"id": record.id})


def _check_whole(method: contract.Method, location: Body) -> None:
    faults = contract.missing_fields(method, "Location", location) + rules.broken(location)
    if not location.get("categories"):
        faults.append(("categories", "categories is required"))
    if faults:
        raise invalid(*faults)


def _has(location: Body, path: str) -> bool:
    return json.dumps(masks.project(location, [path])) != "{}"


def _count_edit(record: Record) -> None:
    now = clock.now()
    record.edits = [at for at in record.edits if at > now - 60]
    if len(record.edits) >= EDITS_PER_MINUTE:
        raise GoogleError(429, "Quota exceeded for quota metric 'Edits per minute per Business Profile'.")
    record.edits.append(now)


def _passes(record: Record, text: str) -> bool:
    """The two filters that a management tool needs; any other is told to be unknown rather than ignored."""
    if not text:
        return True
    found = _FILTER.fullmatch(text)
    if found is None:
        raise invalid(("filter", 'the sandbox knows title="…" and storeCode="…" only'))
    return bool(record.location.get(found.group(1)) == found.group(2))
