"""Bugs that charging cards and banks could have; the machine with a processor must catch every one."""

from __future__ import annotations

from collections.abc import Callable

from pytest import MonkeyPatch

from mappop.domain.payment import PaymentState
from mappop.domain.processor import Outcome
from mappop.services import corrections, credits, disputes, dunning, payments

BUGS: dict[str, Callable[[MonkeyPatch], None]] = {
    "a debit that came back stays paid": lambda m: m.setitem(payments.STATES, Outcome.RETURNED, PaymentState.SUCCEEDED),
    "disputes are not booked": lambda m: m.setattr(disputes, "_book", lambda *_: False),
    "the processor's fees are not booked": lambda m: m.setattr(payments, "_post_fees", lambda *_: False),
    "a stolen card is tried again": lambda m: m.setattr(dunning, "NEVER_AGAIN", frozenset()),
    "more goes back than was asked": lambda m: m.setattr(corrections, "_refuse_impossible", lambda *_, **__: 100_000),
    "what we owe is not noted for the next invoice": lambda m: m.setattr(credits, "give", lambda *_: None),
}
