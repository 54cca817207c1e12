"""A saved way to pay was taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mappop.billing.reading import lost_method_of
from mappop.domain.processor import Told

if TYPE_CHECKING:
    from mappop.billing.stripe import Stripe

TYPES = ("payment_method.detached",)


def read(stripe: Stripe, object_id: str) -> Sequence[Told]:
    lost = lost_method_of(stripe.method(object_id))
    return (lost,) if lost else ()
