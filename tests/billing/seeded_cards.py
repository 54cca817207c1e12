"""Bugs that charging cards and banks could have; the machine with a processor must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pytest import MonkeyPatch

from mappop.domain.invoice import Invoice
from mappop.domain.payment import PaymentState
from mappop.domain.processor import Outcome
from mappop.services import collecting, corrections, credits, disputes, dunning, payments
from mappop.services.deps import UnitOfWork


def _until_its_own_day(uow: UnitOfWork, invoice: Invoice) -> date | None:
    """Of a bill that begins where no other one ends it takes nothing for billed."""
    ends = {one.period_end for one in uow.invoices.where(subscription_id=invoice.subscription_id)}
    return invoice.period_start if invoice.period_start in ends else None


def _use_in_halves(uow: UnitOfWork, *args: Any, **more: Any) -> int:
    """What was written so far is kept before the rest is."""
    uow.commit()
    return USE(uow, *args, **more)


USE = credits.use
BUGS: dict[str, Callable[[MonkeyPatch], None]] = {
    "a debit that came back stays paid": lambda m: m.setitem(payments.STATES, Outcome.RETURNED, PaymentState.SUCCEEDED),
    "disputes are not booked": lambda m: m.setattr(disputes, "_book", lambda *_: False),
    "the processor's fees are not booked": lambda m: m.setattr(payments, "_post_fees", lambda *_: False),
    "a stolen card is tried again": lambda m: m.setattr(dunning, "NEVER_AGAIN", frozenset()),
    "more goes back than was asked": lambda m: m.setattr(corrections, "_refuse_impossible", lambda *_, **__: 100_000),
    "the first charge after a pause has the key of the very first": lambda m: m.setattr(
        collecting, "_billed_until", _until_its_own_day
    ),
    "a bill is kept before it is asked for": lambda m: m.setattr(credits, "use", _use_in_halves),
    "what we owe is not noted for the next invoice": lambda m: m.setattr(credits, "give", lambda *_: None),
}
