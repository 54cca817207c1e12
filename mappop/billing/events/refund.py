"""A refund was made, arrived, or came back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mappop.domain.processor import Told

if TYPE_CHECKING:
    from mappop.billing.stripe import Stripe

TYPES = ("refund.created", "refund.updated", "refund.failed")


def read(stripe: Stripe, object_id: str) -> Sequence[Told]:
    return (stripe.refunded(object_id),)
