"""What Google keeps of a managed location: the owner's version, its place on Maps, its verification and its edits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from mappop.sandbox.listings import OTHER, Listing
from mappop.sandbox.network import Network
from mappop.sandbox.publishers.google import places
from mappop.sandbox.publishers.google.errors import not_found
from mappop.sandbox.publishers.google.shapes import CATEGORIES, TRACKED, differing, to_facts, to_location

KIND = "google_location"


@dataclass(slots=True)
class Record:
    id: str
    account: str
    location: dict[str, Any]
    place_ref: str = ""
    is_verified: bool = False
    pending: list[str] = field(default_factory=list)  # mask paths of edits that are not on Maps yet
    edits: list[float] = field(default_factory=list)
    request_id: str = ""

    @property
    def name(self) -> str:
        return f"locations/{self.id}"

    def place(self, network: Network) -> Listing | None:
        return network.listings("google").get(self.place_ref) if self.place_ref else None

    def is_contested(self, network: Network) -> bool:
        place = self.place(network)
        return place is not None and place.claimed_by == OTHER

    def duplicate_of(self, network: Network) -> str:
        """The earlier location of the same place, if this is a second one."""
        same = [r for r in all_of(network, self.account) if self.place_ref and r.place_ref == self.place_ref]
        return same[0].name if same and same[0].id != self.id else ""

    def diff_mask(self, network: Network) -> list[str]:
        """Where Google shows something that the owner neither sent nor is just sending."""
        place = self.place(network)
        found = differing(self.location, place.facts) if place else []
        return [path for path in found if path not in self.pending]

    def owner_view(self, network: Network) -> dict[str, Any]:
        return {**_with_names(self.location), "name": self.name, "metadata": self._metadata(network)}

    def google_view(self, network: Network) -> dict[str, Any]:
        """What consumers see: nothing before the location is on Maps."""
        place = self.place(network)
        if place is None:
            return {"name": self.name}
        shown = to_location(place.facts)
        untracked = {key: value for key, value in self.location.items() if key not in _TRACKED_FIELDS}
        return {**_with_names(untracked), **shown, "name": self.name, "metadata": self._metadata(network)}

    def _metadata(self, network: Network) -> dict[str, Any]:
        place = self.place(network)
        flags = {
            "hasGoogleUpdated": bool(self.diff_mask(network)),
            "hasPendingEdits": bool(self.pending),
            "hasVoiceOfMerchant": self.is_verified and not self.is_contested(network),
            "canDelete": True,
        }
        found = {**(places.place_metadata(place) if place else {}), **{key: True for key, on in flags.items() if on}}
        duplicate_of = self.duplicate_of(network)
        return {**found, "duplicateLocation": duplicate_of} if duplicate_of else found


_TRACKED_FIELDS = {path.split(".")[0] for path in TRACKED}


def get(network: Network, id: str) -> Record:
    found = network.store.document(KIND, id)
    if found is None:
        raise not_found()
    return Record(**found)


def all_of(network: Network, account: str) -> list[Record]:
    return [r for r in (Record(**body) for body in network.store.documents(KIND)) if r.account == account]


def save(network: Network, record: Record) -> None:
    network.store.keep(KIND, record.id, asdict(record))


def publish(network: Network, body: dict[str, Any]) -> None:
    """The end of Google's review: a verified, uncontested location's edits are on Maps."""
    found = network.store.document(KIND, body["id"])
    if found is None:
        return
    record = Record(**found)
    if not record.is_verified or record.is_contested(network):
        return
    listings = network.listings("google")
    facts = to_facts(record.location)
    if record.place_ref:
        place = listings.change(record.place_ref, facts, claimed_by="us")
    else:
        place = listings.add(facts, claimed_by="us")
    record.place_ref, record.pending = place.ref, []
    save(network, record)


def _with_names(location: dict[str, Any]) -> dict[str, Any]:
    """Categories as they are read back, with the name that Google shows."""
    primary = location.get("categories", {}).get("primaryCategory")
    if not primary:
        return location
    shown = dict(CATEGORIES.values()).get(primary["name"], primary["name"].removeprefix("gcid:"))
    return {
        **location,
        "categories": {**location["categories"], "primaryCategory": {**primary, "displayName": shown}},
    }
