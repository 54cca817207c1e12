"""A cardholder disputes; or a bank took a debit back, which is told in the same way and is a payment that returned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mappop.billing.reading import Thing, dispute_of, is_return
from mappop.domain.processor import Told

if TYPE_CHECKING:
    from mappop.billing.stripe import Stripe

TYPES = tuple(
    f"charge.dispute.{what}" for what in "created updated funds_withdrawn funds_reinstated closed".split()
)  # fmt: skip


def read(stripe: Stripe, object_id: str) -> Sequence[Told]:
    return told_of(stripe, stripe.dispute(object_id))


def told_of(stripe: Stripe, found: Thing) -> Sequence[Told]:
    """The charge first: a dispute of one whose answer we have not written down yet would find nothing."""
    charged = stripe.charged(found["payment_intent"])
    return charged if is_return(found) else (*charged, dispute_of(found))
