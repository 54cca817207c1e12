"""An owner finished the hosted page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mappop.domain.processor import Told

if TYPE_CHECKING:
    from mappop.billing.stripe import Stripe

TYPES = ("checkout.session.completed",)


def read(stripe: Stripe, object_id: str) -> Sequence[Told]:
    saved = stripe.read_page(object_id)
    return (saved,) if saved else ()
