"""An owner's authority over a bank account ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mappop.domain.processor import LostMethod, Told

if TYPE_CHECKING:
    from mappop.billing.stripe import Stripe

TYPES = ("mandate.updated",)


def read(stripe: Stripe, object_id: str) -> Sequence[Told]:
    found = stripe.mandate(object_id)
    return (LostMethod(found["payment_method"], "mandate_ended"),) if found["status"] == "inactive" else ()
