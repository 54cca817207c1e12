"""Fills the network on its first start from the world and its mistakes; a second start finds what is there."""

from __future__ import annotations

from typing import Any

from mappop.sandbox import world
from mappop.sandbox.catalogue import READABLE
from mappop.sandbox.listings import NOBODY
from mappop.sandbox.network import Network


def seed(network: Network) -> None:
    """One transaction: a kill in the middle leaves nothing, and the next start begins afresh."""
    if network.store.document("seeded", "world"):
        return
    with network.store.writing():
        for business in world.businesses():
            for publisher in READABLE:
                _seed_one(network, publisher, business)
        network.store.keep("landlines", "all", {"numbers": world.landlines()})
        network.store.keep("seeded", "world", {"businesses": len(world.businesses())})


def _seed_one(network: Network, publisher: str, business: dict[str, Any]) -> None:
    found = world.beliefs(business, publisher)
    if found is None:
        return
    facts, other = found
    listings = network.listings(publisher)
    extra = {"drifts_back": other["drifts_back"]} if "drifts_back" in other else {}
    claimed_by = other.get("claimed_by", NOBODY)
    listings.add(facts, claimed_by=claimed_by, business_id=business["id"], extra=extra)
    if "duplicate" in other:
        listings.add({**facts, **other["duplicate"]}, business_id=business["id"], extra={"is_duplicate": True})
