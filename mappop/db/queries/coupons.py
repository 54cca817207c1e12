"""How often each coupon was given, and who has one now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mappop.db.tables.billing import coupon_uses, subscriptions
from mappop.db.tables.businesses import businesses

PAGE = 100


@dataclass(frozen=True, slots=True)
class Holder:
    """`left` are the bills that it still comes off; none for good."""

    business_id: str
    business: str
    coupon: str
    left: int | None


def given(db: Session) -> Mapping[str, int]:
    """By the coupon's key."""
    return {key: count for key, count in db.execute(select(coupon_uses.c.coupon, coupon_uses.c.given))}


def holders(db: Session) -> Sequence[Holder]:
    """By the business's name."""
    query = (
        select(businesses.c.id, businesses.c.name, subscriptions.c.coupon, subscriptions.c.coupon_left)
        .join(subscriptions, subscriptions.c.business_id == businesses.c.id)
        .where(subscriptions.c.coupon != "")
        .order_by(businesses.c.name, businesses.c.id)
        .limit(PAGE)
    )
    return [Holder(*row) for row in db.execute(query)]
