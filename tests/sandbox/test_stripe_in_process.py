"""The pretended Stripe without a socket: the official library's requests, its time and events stay in here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import stripe

from mappop.clock import FixedClock
from mappop.sandbox.stripe.in_process import URL, InProcess

DAY = timedelta(days=1)


class Here:
    """A caller of it on the first of March 2027, and what was told to them."""

    def __init__(self) -> None:
        self.clock, self.told, self.status = FixedClock(datetime(2027, 3, 1, 15, tzinfo=UTC)), list[stripe.Event](), 204
        self.there = InProcess(lambda: self.clock.now().timestamp(), self.take)
        self.v1 = stripe.StripeClient(
            self.there.key, base_addresses={"api": URL}, http_client=self.there.wire, max_network_retries=2
        ).v1  # fmt: skip

    def take(self, body: bytes, signature: str) -> int:
        self.told.append(stripe.Webhook.construct_event(body, signature, self.there.webhook_secret))
        return self.status

    def pay(self, key: str) -> stripe.PaymentIntent:
        return self.v1.payment_intents.create(
            {"amount": 3995, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True},
            {"idempotency_key": key},
        )

    def types(self) -> list[str]:
        self.there.tell()
        return [event.type for event in self.told]


@pytest.fixture
def here() -> Iterator[Here]:
    made = Here()
    yield made
    made.there.close()


def test_a_payment_is_of_the_callers_day_and_is_told_once_signed(here: Here) -> None:
    here.clock.advance(DAY)
    assert here.pay("march").created == here.clock.now().timestamp()
    assert "payment_intent.succeeded" in here.types()
    assert here.types() == [event.type for event in here.told]


def test_what_was_not_taken_is_told_again_later(here: Here) -> None:
    here.status = 500
    here.pay("march")
    count = len(here.types())
    here.status = 204
    here.clock.advance(DAY)
    assert len(here.types()) == 2 * count


def test_a_line_that_breaks_leaves_a_payment_or_none(here: Here) -> None:
    here.there.wire.troubles = ["before", "after"]
    for key in ("march", "april"):
        with pytest.raises(stripe.APIConnectionError):
            here.pay(key)
    [made] = here.v1.payment_intents.list().data
    assert made.id == here.pay("april").id


def test_what_becomes_due_happens_as_the_callers_time_goes_on(here: Here) -> None:
    there = here.v1.payment_intents.create({
        "amount": 3995, "currency": "usd", "payment_method": "pm_usBankAccount_success", "confirm": True,
        "payment_method_types": ["us_bank_account"], "mandate_data": {"customer_acceptance": {"type": "offline"}},
    })  # fmt: skip
    assert there.status == "processing"
    here.clock.advance(4 * DAY)
    assert "payment_intent.succeeded" in here.types()
    assert here.v1.payment_intents.retrieve(there.id).status == "succeeded"
