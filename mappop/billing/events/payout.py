"""Money went from the balance to our bank, or came back from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mappop.domain.processor import Told

if TYPE_CHECKING:
    from mappop.billing.stripe import Stripe

TYPES = tuple(f"payout.{what}" for what in "created updated paid failed canceled".split())


def read(stripe: Stripe, object_id: str) -> Sequence[Told]:
    return stripe.paid_out(object_id)
