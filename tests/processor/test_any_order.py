"""A law: whatever is told of a payment, in any order, stale or again, ends where its last word does."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mappop.domain.invoice import Invoice
from mappop.domain.payment import Payment, PaymentState, steps
from mappop.domain.processor import Answer, Outcome
from mappop.domain.subscription import PayBy
from mappop.services import payments
from tests.billing import shop
from tests.billing.machine import DAY_0
from tests.billing.memory import Memory

KEY = "sub:first:1"


def told(outcome: Outcome, *, reason: str = "", fee: int = 0, back: int = 0) -> Answer:
    return Answer(KEY, "pi_1", outcome, 3_995, reason, fee, back)


PENDING, PAID = told(Outcome.PENDING), told(Outcome.PAID, fee=32)
STORIES = (
    (PENDING, PAID),
    (PENDING, told(Outcome.PAID), PAID),  # the fee is known later
    (PENDING, told(Outcome.FAILED, reason="R01")),
    (PENDING, PAID, told(Outcome.RETURNED, reason="R10", fee=32, back=1_500)),
    (told(Outcome.FAILED, reason="processing_error"), PAID),  # somebody had it tried again at the processor
)


def end_of(news: list[Answer]) -> Any:
    world = Memory(DAY_0)
    shop.open_doors(world.deps, "America/Chicago")
    subscription = world.subscriptions.where()[0]
    subscription.pay_by = PayBy.BANK
    start, end = subscription.charged(subscription.charge_on)
    invoice = Invoice("inv", "map-pop", 1, subscription.id, "delgado", start, end, 3_995, DAY_0, subscription.charge_on)
    world.invoices.add(invoice)
    world.payments.add(Payment("pay", "inv", subscription.id, "delgado", 3_995, "stripe", KEY, DAY_0))
    for answer in news:
        payments.take(world.deps, answer, told_by="test")
    payment = world.payments.get("pay")
    books = {entry.cause: entry.postings for entry in world.ledger_entries.where()}
    # What an owner was told on the way may differ; what is true at the end may not.
    return (payment.state, payment.reason, payment.fee_minor, invoice.state, invoice.settled_minor), books


@given(st.data())
def test_any_order_of_the_news_ends_at_the_last_word(data: st.DataObject) -> None:
    story = data.draw(st.sampled_from(STORIES))
    others = data.draw(st.lists(st.sampled_from(story), max_size=6))
    news = data.draw(st.permutations([*others, story[-1]]))
    assert end_of(news) == end_of(list(story))


@given(st.lists(st.sampled_from(PaymentState), max_size=8))
def test_a_payment_never_goes_back(wanted: list[PaymentState]) -> None:
    state, seen = PaymentState.ASKED, [PaymentState.ASKED]
    for after in wanted:
        for step in steps(state, after):
            state = step
            seen.append(step)
    assert len(seen) == len(set(seen))
    assert PaymentState.RETURNED not in seen or PaymentState.SUCCEEDED in seen
