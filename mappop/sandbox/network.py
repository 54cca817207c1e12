"""What every part of the sandbox shares: its memory, the addresses of all parts, its keys and its pace."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from mappop.sandbox import clock
from mappop.sandbox.catalogue import CATALOGUE
from mappop.sandbox.listings import Listings
from mappop.sandbox.store import Store

FACEBOOK_VERSION = "v24.0"


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that the world takes for its own work."""

    feed: float = 2.0
    review: float = 2.0
    report: float = 1.0  # so that the sender has noted the message's id when its report comes


@dataclass(slots=True)
class Network:
    store: Store
    keys: dict[str, str]
    pace: Pace = Pace()
    base_url: str = ""  # of the service, where deliveries are reported; none: nothing is reported
    urls: dict[str, str] = field(default_factory=dict)
    now: Callable[[], float] = clock.now  # or a simulated world's
    stopping: threading.Event = field(default_factory=threading.Event)

    def listings(self, publisher: str) -> Listings:
        return Listings(self.store, publisher)


def open_network(home: Path | None, *, pace: Pace, base_url: str = "", secret: str = "") -> Network:
    """The network that lives in `home`; its keys are drawn once and stay, and an older home gets new ones."""
    store = Store(home)
    known = store.document("keys", "all") or {}
    keys = {**_drawn(), **known}
    if keys != known:
        store.keep("keys", "all", keys)
    return Network(store, {**keys, **({"mailbox_secret": secret} if secret else {})}, pace, base_url)


def _drawn() -> dict[str, str]:
    keys = {f"{entry.name}_token": clock.token(40) for entry in CATALOGUE if entry.has_api}
    return keys | {
        "google_account": "accounts/" + clock.digits(18),
        "sms_account": "AC" + clock.token(32),
        "sms_token": clock.token(32),
        "mailbox_secret": clock.token(48),
        "stripe_key": "sk_test_" + clock.token(48),
        "stripe_webhook_secret": "whsec_" + clock.token(32),
    }
