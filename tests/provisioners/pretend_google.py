"""Just enough of Google to run our connector against: it keeps locations, and notes every breach of the contract."""

from __future__ import annotations

from typing import Any

from google_contract import breaches
from pretend import Answer, Asked

WRONG_PIN = {"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "Invalid PIN"}}


class PretendGoogle:
    def __init__(self) -> None:
        self.locations: dict[str, dict[str, Any]] = {}
        self.known_elsewhere: list[dict[str, Any]] = []
        self.voice: dict[str, Any] = {"verify": {}}
        self.calls_made: list[str] = []
        self.breaches: list[str] = []
        self.shown: dict[str, dict[str, Any]] = {}
        self.pending = ""
        self.by_request_id: dict[str, str] = {}

    def __call__(self, asked: Asked) -> Answer:
        self.breaches += breaches(asked)
        if asked.path.endswith("googleLocations:search"):
            return Answer(200, {"googleLocations": self.known_elsewhere} if self.known_elsewhere else {})
        if asked.path.endswith("/VoiceOfMerchantState"):
            return Answer(200, self.voice)
        if asked.path.endswith(":getGoogleUpdated"):
            name = asked.path.removeprefix("/v1/").removesuffix(":getGoogleUpdated")
            masks = {"pendingMask": self.pending} if self.pending else {}
            return Answer(200, {"location": self.shown.get(name, {"name": name}), **masks})
        if asked.path.endswith(":fetchVerificationOptions"):
            phone = {"verificationMethod": "PHONE_CALL", "phoneNumber": "+15125550134"}
            return Answer(200, {"options": [phone, {"verificationMethod": "TRUSTED_PARTNER"}]})
        if asked.path.endswith(":verify"):
            self.calls_made.append(asked.body["phoneNumber"])
            self.voice = {"verify": {"hasPendingVerification": True}}
            return Answer(200, {"verification": {"name": "locations/1/verifications/9", "state": "PENDING"}})
        if "/verifications" in asked.path:
            return self._verification(asked)
        if asked.path.startswith("/v1/accounts/"):
            return self._create(asked) if asked.method == "POST" else self._list(asked)
        return self._one(asked)

    def publish(self) -> None:
        """The end of Google's review: what was sent is on Maps."""
        self.shown = {name: dict(row) for name, row in self.locations.items()}
        self.pending = ""

    def _create(self, asked: Asked) -> Answer:
        name = self.by_request_id.setdefault(asked.query["requestId"], f"locations/{len(self.locations) + 1}")
        self.locations.setdefault(name, {**asked.body, "name": name, "metadata": {"placeId": f"place-{name}"}})
        return Answer(200, self.locations[name])

    def _list(self, asked: Asked) -> Answer:
        rows = [row for row in self.locations.values() if f'storeCode="{row["storeCode"]}"' == asked.query["filter"]]
        return Answer(200, {"locations": rows} if rows else {})

    def _one(self, asked: Asked) -> Answer:
        name = asked.path.removeprefix("/v1/")
        if name not in self.locations:
            return Answer(404, {"error": {"code": 404, "status": "NOT_FOUND", "message": "not found"}})
        if asked.method == "PATCH":
            fields = asked.query["updateMask"].split(",")
            self.locations[name].update({field: asked.body[field] for field in fields})
        return Answer(200, self.locations[name])

    def _verification(self, asked: Asked) -> Answer:
        pending = {"name": "locations/1/verifications/9", "method": "PHONE_CALL", "state": "PENDING"}
        if asked.method == "GET":
            return Answer(200, {"verifications": [pending]} if self.voice["verify"] else {})
        if asked.body["pin"] != "12345":
            return Answer(400, WRONG_PIN)
        self.voice = {"hasVoiceOfMerchant": True, "verify": {}}
        return Answer(200, {"verification": {**pending, "state": "COMPLETED"}})
