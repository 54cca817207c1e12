"""Stripe's own library on the pretended Stripe, and an endpoint that keeps what is delivered to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import stripe

from .running import World

BUSINESS = {"email": "rosa@delgado.example", "name": "Delgado Plumbing"}
DAY = 86_400
MONDAY = 1_803_913_200  # 2027-03-01 15:00 UTC


class Desk:
    """What a caller of the API has: the client, the account's clock and the sandbox's controls."""

    def __init__(self, world: World, *, retries: int = 0) -> None:
        self.world = world
        self.client = self.client_with(world.settings["MAPPOP_STRIPE_SECRET_KEY"], retries=retries)
        self.v1 = self.client.v1

    def client_with(self, key: str, *, retries: int = 0) -> stripe.StripeClient:
        url = self.world.settings["MAPPOP_STRIPE_API_BASE"]
        return stripe.StripeClient(key, base_addresses={"api": url}, max_network_retries=retries)

    def tell(self, control: str, **body: Any) -> dict[str, Any]:
        reply = self.world.call("POST", "stripe", f"/_sandbox/{control}", body)
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def on(self, moment: int) -> None:
        self.tell("clock", now=moment)

    def wait_days(self, days: float) -> None:
        self.tell("clock", advance=days * DAY)

    def customer(self, **more: Any) -> str:
        return self.v1.customers.create({**BUSINESS, **more}).id

    def saved(self, token: str, customer: str | None = None) -> tuple[str, str]:
        """Customer and payment method, attached as it is after Checkout."""
        customer = customer or self.customer()
        return customer, self.v1.payment_methods.attach(token, {"customer": customer}).id

    def mandated(self, token: str) -> tuple[str, str]:
        """Customer and bank account, saved with a mandate."""
        customer = self.customer()
        accepted = {"customer_acceptance": {"type": "offline"}}
        intent = self.v1.setup_intents.create(
            {"customer": customer, "payment_method": token, "payment_method_types": ["us_bank_account"],
             "confirm": True, "mandate_data": accepted}
        )  # fmt: skip
        assert intent.status == "succeeded" and isinstance(intent.payment_method, str)
        return customer, intent.payment_method

    def charge(self, customer: str, method: str, amount: int = 3_995, **more: Any) -> stripe.PaymentIntent:
        """As a month is charged: nobody is there."""
        options = {"idempotency_key": more.pop("key")} if "key" in more else {}
        return self.v1.payment_intents.create(
            {"amount": amount, "currency": "usd", "customer": customer, "payment_method": method, "confirm": True,
             "off_session": True, "payment_method_types": ["card", "us_bank_account"], **more}, options,
        )  # fmt: skip

    def types(self) -> list[str]:
        """Every event that was told, oldest first."""
        return [event.type for event in self.v1.events.list({"limit": 100}).data][::-1]


class Inbox:
    """Body and signature of every delivery, in order of arrival; answers with `status`."""

    def __init__(self) -> None:
        self.arrived: list[tuple[bytes, str]] = []
        self.status = 200
        self.url = self.secret = ""

    def events(self, secret: str) -> list[stripe.Event]:
        return [stripe.Webhook.construct_event(body, signed, secret) for body, signed in self.arrived]


@contextmanager
def listening() -> Iterator[Inbox]:
    inbox = Inbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            inbox.arrived.append((body, self.headers["Stripe-Signature"]))
            self.send_response(inbox.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    inbox.url = f"http://127.0.0.1:{server.server_port}/hooks/stripe"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield inbox
    server.shutdown()
    thread.join()
    server.server_close()
