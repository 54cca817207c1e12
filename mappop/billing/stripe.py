"""Stripe by its official library: hosted pages in setup mode, and PaymentIntents made off session.

Tried against the sandbox's Stripe; not tried against the live service.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import requests  # noqa: TID251  the library's own transport, with our bounds
import stripe

from mappop.billing import events, reading
from mappop.billing.events import dispute as disputes
from mappop.billing.reading import Thing
from mappop.domain.business import Address
from mappop.domain.processor import (
    Answer,
    Event,
    Move,
    NoAnswer,
    NotTaken,
    Order,
    Outcome,
    PageOrder,
    RefundTold,
    SavedMethod,
    Told,
)  # fmt: skip
from mappop.domain.tax import WHOLE

TIMEOUT = (5, 25)  # seconds to connect and to read: a charge takes some, and a worker must not wait for ever
RETRIES = 2  # by the library, under the same key
TAXED = WHOLE  # cents: a rate is counted in millionths
PAGE = 100  # the most that a list gives at once
HOSTED_PAGES = "https://checkout.stripe.com"
TYPES = {"card": "card", "bank": "us_bank_account"}
MANDATE_ENDED = "payment_intent_mandate_invalid"  # docs.stripe.com/error-codes
SAVED = "setup_intent.payment_method"
PAYOUT_MOVES = ("balance_transaction", "failure_balance_transaction")
_WHOLE = ["latest_charge.balance_transaction"]


class Stripe:
    name = "stripe"
    kinds = tuple(TYPES)

    def __init__(
        self, key: str, webhook_secret: str, *, api_base: str = "", is_sandbox: bool = False,
        transport: stripe.HTTPClient | None = None,
    ) -> None:  # fmt: skip
        session = None  # each thread its own
        if is_sandbox:
            session = requests.Session()
            session.trust_env = False  # a proxy from the environment would lead off the machine
        self.page_origin = api_base or HOSTED_PAGES
        bases: Any = {"api": api_base} if api_base else {}
        self._client = stripe.StripeClient(
            key, base_addresses=bases, max_network_retries=RETRIES,
            http_client=transport or stripe.RequestsClient(timeout=TIMEOUT, session=session),
        )  # fmt: skip
        self._v1, self._secret = self._client.v1, webhook_secret

    def open_page(self, asked: PageOrder) -> str:
        with _asking():
            payer = asked.payer or self._new_payer(asked)
            params: Any = {
                "mode": "setup", "customer": payer, "locale": asked.language, "success_url": _back(asked.back),
                "cancel_url": asked.away, "payment_method_types": list(TYPES.values()),
                "metadata": {"business": asked.business_id},
            }  # fmt: skip
            return str(self._v1.checkout.sessions.create(params).url)

    def _new_payer(self, asked: PageOrder) -> str:
        params: Any = {"name": asked.name, "metadata": {"business": asked.business_id}}
        params |= {"email": asked.email} if asked.email else {}
        return self._v1.customers.create(params, {"idempotency_key": f"payer:{asked.business_id}"}).id

    def read_page(self, ref: str) -> SavedMethod | None:
        with _asking():
            found = self._v1.checkout.sessions.retrieve(ref, {"expand": [SAVED]})
        return reading.method_of(found.to_dict())

    def charge(self, order: Order) -> Answer:
        params: Any = {
            "amount": order.amount_minor, "currency": "usd", "customer": order.payer, "payment_method": order.method,
            "payment_method_types": [TYPES[order.kind]], "confirm": True, "off_session": True,
            "description": order.about, "metadata": {"key": order.key, "business": order.business_id},
            "expand": _WHOLE,
        }  # fmt: skip
        if order.on_statement and order.kind == "card":
            params["statement_descriptor_suffix"] = order.on_statement
        with _asking():
            try:
                made = self._v1.payment_intents.create(params, {"idempotency_key": order.key})
            except stripe.CardError as refused:
                return self._declined(refused)
            except stripe.InvalidRequestError as refused:
                why = self._why_unusable(order.method, refused.code or "")
                if not why:
                    raise
                return Answer(order.key, "", Outcome.FAILED, order.amount_minor, why)
        return reading.answer_of(made.to_dict())

    def _declined(self, refused: stripe.CardError) -> Answer:
        """As it stands now: a repeated error tells the intent as it was the first time."""
        intent = refused.error.payment_intent if refused.error else None
        if intent is None:
            raise NoAnswer(f"a decline without its PaymentIntent: {refused.code}")
        return self.payment(intent.id)

    def _why_unusable(self, method: str, code: str) -> str:
        """Whether a refused request is about the saved way to pay, and so about this payment: asked of the method
        itself, since the refusal carries no code of its own for each case."""
        if code == MANDATE_ENDED:
            return "mandate_ended"
        try:
            lost = reading.lost_method_of(self._v1.payment_methods.retrieve(method).to_dict())
        except stripe.InvalidRequestError:
            return "removed"
        return lost.why if lost else ""

    def payment(self, ref: str) -> Answer:
        with _asking():
            return self._whole(self._v1.payment_intents.retrieve(ref, {"expand": _WHOLE}).to_dict())

    def charged(self, ref: str) -> Sequence[Told]:
        """A charge, and the bank account that it shut by coming back."""
        with _asking():
            intent = self._v1.payment_intents.retrieve(ref, {"expand": _WHOLE}).to_dict()
        return self._with_method(intent)

    def _with_method(self, intent: Thing) -> Sequence[Told]:
        charge = intent["latest_charge"] or {}
        with _asking():
            answer = self._whole(intent)
        if not _is_bank(charge) or answer.outcome in (Outcome.PAID, Outcome.PENDING):
            return (answer,)
        lost = reading.lost_method_of(self.method(charge["payment_method"]))
        return (answer, lost) if lost else (answer,)

    def look_up(self, order: Order) -> Answer | None:
        """Lists tell at once what was made; Stripe's search may be a minute late."""
        params: Any = {
            "customer": order.payer, "created": {"gte": int(order.since.timestamp())}, "limit": PAGE,
            "expand": [f"data.{path}" for path in _WHOLE],
        }  # fmt: skip
        with _asking():
            for found in self._v1.payment_intents.list(params).auto_paging_iter():
                intent = found.to_dict()
                if intent["metadata"].get("key") == order.key:
                    return self._whole(intent)
        return None

    def _whole(self, intent: Thing) -> Answer:
        """With the dispute by which a bank may have taken the money back."""
        charge = intent["latest_charge"] or {}
        if not (_is_bank(charge) and charge["disputed"]):
            return reading.answer_of(intent)
        found = self._v1.disputes.list({"charge": charge["id"], "limit": 1}).data[0].to_dict()
        method = self._v1.payment_methods.retrieve(charge["payment_method"]).to_dict()
        lost = reading.lost_method_of(method)
        code = lost.why if lost and lost.why != "removed" else found["reason"]
        return reading.answer_of(intent, {**found, "code": code})

    def refund(self, payment_ref: str, *, amount_minor: int, key: str) -> RefundTold:
        params: Any = {"payment_intent": payment_ref, "amount": amount_minor, "metadata": {"key": key}}
        with _asking():
            return reading.refund_of(self._v1.refunds.create(params, {"idempotency_key": key}).to_dict())

    def refunded(self, ref: str) -> RefundTold:
        with _asking():
            return reading.refund_of(self._v1.refunds.retrieve(ref).to_dict())

    def dispute(self, ref: str) -> Thing:
        with _asking():
            return self._v1.disputes.retrieve(ref).to_dict()

    def paid_out(self, ref: str) -> Sequence[Told]:
        """What a payout moved when it was made, and when it failed or was canceled."""
        params: Any = {"expand": list(PAYOUT_MOVES)}
        with _asking():
            payout = self._v1.payouts.retrieve(ref, params).to_dict()
        moved = (reading.own_move_of(payout[name]) for name in PAYOUT_MOVES if payout[name])
        return [move for move in moved if move is not None]

    def method(self, ref: str) -> Thing:
        with _asking():
            return self._v1.payment_methods.retrieve(ref).to_dict()

    def mandate(self, ref: str) -> Thing:
        with _asking():
            return self._v1.mandates.retrieve(ref).to_dict()

    def verified(self, body: bytes, signature: str) -> Event | None:
        try:
            event = stripe.Webhook.construct_event(body, signature, self._secret)
            return reading.event_of(event.to_dict())
        except (stripe.SignatureVerificationError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None

    def told(self, event: Event) -> Sequence[Told]:
        read = events.readers().get(event.type)
        return read(self, event.object_id) if read else ()

    def held(self, *, since: datetime, besides: Collection[str] = ()) -> Iterator[Told]:
        pages = self._listed(self._v1.checkout.sessions, since, status="complete", expand=[f"data.{SAVED}"])
        yield from filter(None, map(reading.method_of, pages))
        for intent in self._listed(self._v1.payment_intents, since, expand=[f"data.{path}" for path in _WHOLE]):
            yield from self._with_method(intent)
        known = set[str]()
        for refund in self.refunds(since=since):
            known.add(refund.ref)
            yield refund
        for dispute in self._listed(self._v1.disputes, since):
            known.add(dispute["id"])
            yield from disputes.told_of(self, dispute)
        moved = list(self._listed(self._v1.balance_transactions, since))
        yield from filter(None, map(reading.own_move_of, moved))
        for ref in sorted({*(entry["source"] or "" for entry in moved), *besides} - known):
            yield from self._older(ref)

    def _older(self, ref: str) -> Sequence[Told]:
        """A refund that came back, a dispute that was decided: made before the span that is looked at."""
        if ref.startswith(reading.REFUNDS):
            return (self.refunded(ref),)
        return disputes.told_of(self, self.dispute(ref)) if ref.startswith(reading.DISPUTES) else ()

    def refunds(self, *, since: datetime) -> Iterator[RefundTold]:
        return map(reading.refund_of, self._listed(self._v1.refunds, since))

    def moves(self, *, since: datetime) -> Iterator[Move]:
        return map(reading.move_of, self._listed(self._v1.balance_transactions, since))

    def tax_rate(self, place: Address) -> int:
        """Asked of a price of TAXED, so that the cents of its tax are the rate. What is sold is the tax code that is
        preset in the account's tax settings; where the account is not registered, the answer is nothing."""
        address = {
            "line1": place.street, "line2": place.unit, "city": place.city, "state": place.region,
            "postal_code": place.postal_code, "country": place.country,
        }  # fmt: skip
        params: Any = {
            "currency": "usd", "customer_details": {"address": address, "address_source": "billing"},
            "line_items": [{"amount": TAXED, "reference": "price", "tax_behavior": "exclusive"}],
        }  # fmt: skip
        with _asking():
            return self._v1.tax.calculations.create(params).tax_amount_exclusive

    def balance(self) -> int:
        with _asking():
            told = self._v1.balance.retrieve().to_dict()
        return sum(part["amount"] for part in (*told["available"], *told["pending"]) if part["currency"] == "usd")

    def _listed(self, service: Any, since: datetime, **more: Any) -> Iterator[Thing]:
        """Everything that was made since then, newest first."""
        with _asking():
            params = {"created": {"gte": int(since.timestamp())}, "limit": PAGE, **more}
            for found in service.list(params).auto_paging_iter():
                yield found.to_dict()


def _is_bank(charge: Thing) -> bool:
    return bool((charge.get("payment_method_details") or {}).get("type") == "us_bank_account")


def _back(address: str) -> str:
    return address.replace("{page}", "{CHECKOUT_SESSION_ID}")


@contextmanager
def _asking() -> Iterator[None]:
    """The library's errors in our words. What may have taken effect is never told as failed."""
    try:
        yield
    except stripe.InvalidRequestError as fault:
        raise NotTaken(f"Stripe refuses the request: {fault.user_message or fault}"[:300]) from fault
    except (stripe.AuthenticationError, stripe.PermissionError) as fault:
        raise NotTaken(f"Stripe does not take our key: {type(fault).__name__}") from fault
    except stripe.StripeError as fault:
        raise NoAnswer(f"Stripe did not answer: {type(fault).__name__}, request {fault.request_id or '-'}") from fault
