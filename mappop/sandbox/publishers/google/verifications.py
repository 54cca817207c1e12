"""Verifications: options, verify, complete, list, VoiceOfMerchantState. A PIN goes to the owner, never to callers."""

from __future__ import annotations

from typing import Any

from mappop.sandbox import clock, messages
from mappop.sandbox.listings import e164
from mappop.sandbox.network import Network
from mappop.sandbox.publishers.google import contract, locations, records
from mappop.sandbox.publishers.google.errors import GoogleError, invalid, not_found
from mappop.sandbox.publishers.google.records import Record

KIND = "google_verification"
PIN_TRIES = 5
_CARRIERS = {
    "PHONE_CALL": (messages.CALL, "Hello, this is Google. Your verification code is {0}. Again: {0}."),
    "SMS": (messages.TEXT, "Your Google verification code is {0}"),
    "EMAIL": (messages.MAIL, "Your Google verification code is {0}. Enter it to verify {1}."),
    "ADDRESS": (messages.LETTER, "To {1}. Your Google verification code is {0}. It is valid for 30 days."),
}


def options(network: Network, method: contract.Method, id: str, body: dict[str, Any]) -> dict[str, Any]:
    _require(method, "FetchVerificationOptionsRequest", body)
    found = [option for option, _ in _options(network, records.get(network, id))]
    return {"options": found} if found else {}


def verify(network: Network, method: contract.Method, id: str, body: dict[str, Any]) -> dict[str, Any]:
    _require(method, "VerifyLocationRequest", body)
    record = records.get(network, id)
    way = next((pair for pair in _options(network, record) if pair[0]["verificationMethod"] == body["method"]), None)
    if way is None:
        raise GoogleError(400, f"{body['method']} is not offered for this location.", status="FAILED_PRECONDITION")
    verification: dict[str, Any] = {
        "id": clock.digits(12),
        "location": id,
        "pin": clock.digits(5 if body["method"] == "ADDRESS" else 6),
        "tries": 0,
        "public": {"method": body["method"], "state": "PENDING", "createTime": clock.stamp(clock.now())},
    }
    verification["public"]["name"] = f"{record.name}/verifications/{verification['id']}"
    with network.store.writing():
        network.store.keep(KIND, verification["id"], verification)
        _send(network, body["method"], way[1], verification["pin"], record.location["title"])
    return {"verification": verification["public"]}


def complete(
    network: Network, method: contract.Method, id: str, verification_id: str, body: dict[str, Any]
) -> dict[str, Any]:
    _require(method, "CompleteVerificationRequest", body)
    verification = network.store.document(KIND, verification_id)
    if verification is None or verification["location"] != id:
        raise not_found()
    if verification["public"]["state"] != "PENDING":
        raise GoogleError(400, "This verification is not pending.", status="FAILED_PRECONDITION")
    if verification["pin"] != body["pin"]:
        _count_try(network, verification)
        raise invalid(("pin", "the PIN is wrong"))
    verification["public"]["state"] = "COMPLETED"
    record = records.get(network, id)
    record.is_verified = True
    with network.store.writing():
        network.store.keep(KIND, verification_id, verification)
        records.save(network, record)
        locations.schedule_review(network, record)
    return {"verification": verification["public"]}


def list_all(network: Network, id: str) -> dict[str, Any]:
    records.get(network, id)
    found = [v["public"] for v in network.store.documents(KIND) if v["location"] == id]
    return {"verifications": found} if found else {}


def voice_of_merchant(network: Network, id: str) -> dict[str, Any]:
    record = records.get(network, id)
    if record.is_contested(network):
        return {"resolveOwnershipConflict": {}}
    if not record.is_verified:
        pending = any(v["state"] == "PENDING" for v in list_all(network, id).get("verifications", []))
        return {"verify": {"hasPendingVerification": True} if pending else {}}
    if not record.place_ref or record.place(network) is None:
        return {"hasBusinessAuthority": True, "waitForVoiceOfMerchant": {}}
    return {"hasVoiceOfMerchant": True, "hasBusinessAuthority": True}


def _options(network: Network, record: Record) -> list[tuple[dict[str, Any], str]]:
    """Each option with the address that its PIN would go to."""
    location = record.location
    phone = e164(location.get("phoneNumbers", {}).get("primaryPhone", ""))
    found: list[tuple[dict[str, Any], str]] = []
    if phone:
        found.append(({"verificationMethod": "PHONE_CALL", "phoneNumber": phone}, phone))
    if phone and not messages.is_landline(network, phone):
        found.append(({"verificationMethod": "SMS", "phoneNumber": phone}, phone))
    if address := location.get("storefrontAddress"):
        data = {"business": location["title"], "address": address, "expectedDeliveryDaysRegion": 5}
        lines = ", ".join([*address.get("addressLines", []), address.get("locality", "")])
        found.append(({"verificationMethod": "ADDRESS", "addressData": data}, lines))
    return found


def _send(network: Network, method: str, to: str, pin: str, title: str) -> None:
    kind, text = _CARRIERS[method]
    sender = "Google" if kind != messages.LETTER else "Google, 1600 Amphitheatre Pkwy"
    messages.arrive(network, kind, to=to, sender=sender, subject="Verify your business", text=text.format(pin, title))


def _count_try(network: Network, verification: dict[str, Any]) -> None:
    verification["tries"] += 1
    if verification["tries"] >= PIN_TRIES:
        verification["public"]["state"] = "FAILED"
    network.store.keep(KIND, verification["id"], verification)


def _require(method: contract.Method, schema: str, body: dict[str, Any]) -> None:
    if missing := contract.missing_fields(method, schema, body):
        raise invalid(*missing)
