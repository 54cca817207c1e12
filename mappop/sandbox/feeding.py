"""What an aggregator's submission does to the directories it feeds, and listings that drift back to an old mistake."""

from __future__ import annotations

from typing import Any

from mappop.sandbox import clock
from mappop.sandbox.catalogue import FED
from mappop.sandbox.listings import OTHER, Facts, Listing, Listings
from mappop.sandbox.network import Network
from mappop.sandbox.publishers.google import records
from mappop.sandbox.ticker import Handler


def handlers(network: Network) -> dict[str, Handler]:
    """By kind of due event, what happens then."""
    return {
        "feed": lambda body: carry(network, body),
        "google_publish": lambda body: records.publish(network, body),
        "drift": lambda body: _drift_back(network, body),
    }


def schedule(network: Network, kind: str, facts: Facts) -> None:
    """`kind` is the submission type: A add, R renew, U update, D delete."""
    network.store.schedule("feed", clock.now() + network.pace.feed, {"kind": kind, "facts": facts})


def carry(network: Network, body: dict[str, Any]) -> None:
    for name in FED:
        listings = network.listings(name)
        found = listings.match(body["facts"])
        if body["kind"] == "D":
            if found is not None:
                listings.change(found.ref, status="removed")
        elif found is None:
            listings.add(body["facts"])
        elif found.claimed_by != OTHER:
            listings.change(found.ref, body["facts"])
            plan_relapse(network, listings, found)


def plan_relapse(network: Network, listings: Listings, corrected: Listing) -> None:
    """A listing with a known relapse goes back once, some seconds after its correction."""
    relapse = corrected.extra.get("drifts_back")
    if not relapse or corrected.extra.get("relapsed"):
        return
    listings.change(corrected.ref, extra={"relapsed": True})
    body = {"publisher": corrected.publisher, "ref": corrected.ref, **relapse}
    network.store.schedule("drift", clock.now() + float(relapse["after"]), body)


def _drift_back(network: Network, body: dict[str, Any]) -> None:
    network.listings(body["publisher"]).change(body["ref"], {body["field"]: body["value"]})
