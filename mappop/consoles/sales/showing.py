"""What several sales pages say of a lead, a draft or a sale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mappop.consoles.current import deps
from mappop.domain.lead import Lead
from mappop.domain.trial import Draft, Trial
from mappop.zones import KNOWN_ZONES

_KNOWN_LABELS = {
    "owner": "Owner",
    "street": "Street",
    "unit": "Suite",
    "postal_code": "ZIP code",
    "email": "E-mail",
    "website": "Website",
    "note": "Note",
    "rating": "Rating",
}


def local_now(timezone: str) -> datetime:
    return deps().clock.now().astimezone(ZoneInfo(timezone))


def known_of(lead: Lead) -> list[tuple[str, str]]:
    return [(_KNOWN_LABELS.get(key, key.replace("_", " ").capitalize()), str(text)) for key, text in lead.known.items()]


def lead_facts(lead: Lead) -> dict[str, Any]:
    return {
        "name": lead.name, "phone": lead.phone, "address": f"{lead.city}, {lead.region}", "trade": lead.trade,
        "local_now": local_now(lead.timezone), "timezone": lead.timezone, "owner": lead.known.get("owner", ""),
        "rows": [],
    }  # fmt: skip


def query_facts(query: Mapping[str, Any]) -> dict[str, Any]:
    """Of a scan that no lead stands behind."""
    zone = deps().timezone_of(query.get("postal_code") or "", query.get("region") or "")
    place = ", ".join(filter(None, (query.get("city"), query.get("region"))))
    return {
        "name": query.get("name") or "", "phone": query.get("phone") or "", "address": place,
        "local_now": local_now(zone), "timezone": zone, "rows": [],
    }  # fmt: skip


def draft_facts(draft: Draft) -> dict[str, Any]:
    record: Mapping[str, Any] = draft.record
    address = record.get("address") or {}
    phones = record.get("phones") or [{}]
    zone = record.get("timezone")
    if zone not in KNOWN_ZONES:  # kept as it was typed, and said to be wrong beside its field
        zone = deps().timezone_of(address.get("postal_code", ""), address.get("region", ""))
    line = ", ".join(
        filter(None, (address.get("street"), address.get("unit"), address.get("city"), address.get("region")))
    )
    return {
        "name": record.get("name", ""), "phone": phones[0].get("number", "") if phones else "", "address": line,
        "trade": record.get("trade", ""), "local_now": local_now(zone), "timezone": zone,
        "owner": draft.owner.get("name", ""), "email": record.get("email", ""), "website": record.get("website", ""),
        "rows": [],
    }  # fmt: skip


def sale_facts(trial: Trial, name: str, phone: str, site_url: str) -> dict[str, Any]:
    owner = trial.owner
    return {
        "name": name, "phone": phone, "local_now": local_now(trial.timezone), "timezone": trial.timezone,
        "owner": owner.get("name", ""), "email": owner.get("email", ""), "site_url": site_url, "rows": [],
    }  # fmt: skip
