"""A charge moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mappop.domain.processor import Told

if TYPE_CHECKING:
    from mappop.billing.stripe import Stripe

TYPES = tuple(
    f"payment_intent.{what}" for what in "succeeded processing payment_failed requires_action canceled".split()
)


def read(stripe: Stripe, object_id: str) -> Sequence[Told]:
    return stripe.charged(object_id)
