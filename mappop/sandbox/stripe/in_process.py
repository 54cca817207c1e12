"""The pretended Stripe in this very process: no socket, no thread, no file, and the caller's clock.

For machines and simulations that make thousands of requests: the official library is given `wire` as its transport,
and what would be posted to the service is handed over by `tell()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import stripe
from werkzeug.test import Client

from mappop.sandbox.network import Pace, open_network
from mappop.sandbox.stripe import events
from mappop.sandbox.stripe.agenda import catch_up
from mappop.sandbox.stripe.application import application
from mappop.sandbox.stripe.opening import opened

URL = "http://127.0.0.1"  # nothing listens and nothing is sent there


class InProcess:
    """`now` tells its seconds; `deliver` takes each event's body and signature, and answers with the status."""

    def __init__(self, now: Callable[[], float], deliver: Callable[[bytes, str], int]) -> None:
        network = open_network(None, pace=Pace(), base_url=URL)
        network.urls, network.now = {"stripe": URL}, now
        self.key, self.webhook_secret = network.keys["stripe_key"], network.keys["stripe_webhook_secret"]
        self.account = opened(network, lambda _, body, headers: deliver(body, headers["Stripe-Signature"]))
        self.wire = Wire(Client(application(self.account)))

    def tell(self) -> None:
        """What was due until now happens, and everything that is to be told is delivered once."""
        catch_up(self.account)
        events.deliver(self.account)

    def close(self) -> None:
        self.account.store.close()


class Wire(stripe.HTTPClient):
    """`troubles` befall the next writes: the line breaks `before` one arrives, or `after` it took effect."""

    name = "in-process"

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client, self.troubles = client, list[str]()

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        trouble = self.troubles.pop(0) if method == "post" and self.troubles else ""
        if trouble == "before":
            raise _broken()
        parts = urlsplit(url)
        answer = self.client.open(
            parts.path, method=method.upper(), query_string=parts.query, headers=dict(headers or {}), data=post_data
        )
        if trouble == "after":
            raise _broken()
        return answer.get_data(as_text=True), answer.status_code, answer.headers  # type: ignore[return-value]  # looked up by name alone

    def close(self) -> None: ...


def _broken() -> stripe.APIConnectionError:
    # Not to be retried: the library would wait in real time.
    return stripe.APIConnectionError("the line broke", should_retry=False)  # type: ignore[no-untyped-call]
