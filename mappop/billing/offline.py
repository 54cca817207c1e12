"""No processor: owners pay by check or transfer, and nothing can be charged by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from mappop.domain.business import Address
from mappop.domain.processor import (
    Answer,
    Event,
    Move,
    NotTaken,
    Order,
    PageOrder,
    RefundTold,
    SavedMethod,
    Told,
)  # fmt: skip


class Offline:
    name = "offline"
    kinds: tuple[str, ...] = ()
    page_origin = ""

    def open_page(self, asked: PageOrder) -> str:
        raise NotTaken("no payment processor is set up: MAPPOP_STRIPE_SECRET_KEY")

    def read_page(self, ref: str) -> SavedMethod | None:
        return None

    def charge(self, order: Order) -> Answer:
        raise NotTaken("no payment processor is set up: MAPPOP_STRIPE_SECRET_KEY")

    def look_up(self, order: Order) -> Answer | None:
        return None

    def refund(self, payment_ref: str, *, amount_minor: int, key: str) -> RefundTold:
        raise NotTaken("no payment processor is set up: what was paid by check or transfer is sent back by hand")

    def verified(self, body: bytes, signature: str) -> Event | None:
        return None

    def told(self, event: Event) -> Sequence[Told]:
        return ()

    def held(self, *, since: datetime, besides: Collection[str] = ()) -> Iterator[Told]:
        return iter(())

    def refunds(self, *, since: datetime) -> Iterator[RefundTold]:
        return iter(())

    def moves(self, *, since: datetime) -> Iterator[Move]:
        return iter(())

    def tax_rate(self, place: Address) -> int:
        raise NotTaken("the tax engine is out of reach: MAPPOP_STRIPE_SECRET_KEY")

    def balance(self) -> int:
        return 0
