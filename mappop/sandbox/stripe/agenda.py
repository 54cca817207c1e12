"""What the account does by itself as its clock goes on, and the thread that looks after it."""

from __future__ import annotations

import sys
import threading

from mappop.sandbox.stripe import disputes, events, payments, payouts, refunds, sessions
from mappop.sandbox.stripe.account import Account
from mappop.sandbox.ticker import TICK_SECONDS

ACTS = {**payments.ACTS, **refunds.ACTS, **disputes.ACTS, **payouts.ACTS, **sessions.ACTS}


def catch_up(account: Account) -> None:
    account.catch_up(ACTS)


class Agenda(threading.Thread):
    """Settles what is due and delivers what is to be told, apart from the requests."""

    def __init__(self, account: Account) -> None:
        super().__init__(name="stripe", daemon=True)
        self.account = account

    def run(self) -> None:
        while not self.account.network.stopping.wait(TICK_SECONDS):
            try:
                catch_up(self.account)
                events.deliver(self.account)
            except Exception as error:  # the thread's outermost boundary: one bad event may not stop the world
                sys.stderr.write(f"sandbox: stripe's agenda stumbled: {error!r}\n")
