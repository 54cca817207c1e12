"""Failures that belong to Stripe's own answers: 500 before or after the work, a request that takes long, a limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mappop.sandbox.stripe.account import Account
from mappop.sandbox.stripe.refusals import Refused, broken, too_many

MODES = ("ok", "error_before", "error_after", "rate_limit", "hold")


def fail_next(account: Account, mode: str, seconds: float, count: int) -> None:
    account.store.keep("stripe", "failures", {"mode": mode, "seconds": seconds, "remaining": count})


@contextmanager
def failing(account: Account, method: str) -> Iterator[Refused | None]:
    """The failure of this one write; reads are left alone. `hold` works on while others may ask. Raises Refused."""
    mode, seconds = _take(account) if method == "POST" else ("ok", 0.0)
    if mode == "rate_limit":
        raise too_many()
    if mode == "hold":
        account.network.stopping.wait(seconds)
    yield broken(is_kept=mode == "error_after") if mode.startswith("error_") else None


def _take(account: Account) -> tuple[str, float]:
    with account.store.writing():
        fault = account.store.document("stripe", "failures")
        if fault is None or not fault["remaining"]:
            return "ok", 0.0
        account.store.keep("stripe", "failures", {**fault, "remaining": fault["remaining"] - 1})
        return fault["mode"], fault["seconds"]
