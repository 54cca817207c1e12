"""Bugs that billing could have, each as a change of one thing; the machine of years must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pytest import MonkeyPatch

from mappop.domain import charging, invoice, ledger, subscription
from mappop.domain.charge_gate import Condition, GateAnswer
from mappop.domain.invoice import Invoice, InvoiceNumbers, InvoiceState
from mappop.domain.message import MessageState
from mappop.domain.subscription import TRANSITIONS, Change, Subscription, SubscriptionState
from mappop.services import billing, charge_gate, invoicing, posting
from mappop.services.charge_gate import Facts

RULES = charging.rules()
Patch = Callable[[MonkeyPatch], None]


def _rules(**changes: Any) -> Patch:
    def patch(m: MonkeyPatch) -> None:
        wrong = replace(RULES, **changes)
        for module in (charging, subscription, billing, invoicing):
            m.setattr(module, "rules", lambda: wrong)

    return patch


def without(condition: Condition) -> Patch:
    """The gate takes it for granted."""

    def patch(m: MonkeyPatch) -> None:
        real = charge_gate.answer

        def answer(*args: Any) -> GateAnswer:
            said = real(*args)
            rows = [row if row["condition"] != condition else {**row, "evidence": "sure"} for row in said.proofs]
            return replace_answer(said, rows)

        m.setattr(charge_gate, "answer", answer)

    return patch


def replace_answer(said: GateAnswer, rows: list[dict[str, Any]]) -> GateAnswer:
    is_open = all(row["evidence"] for row in rows)
    return GateAnswer(said.id, said.subscription_id, said.charge_on, said.at, is_open, rows)


def _set(target: object, name: str, value: Any) -> Patch:
    return lambda m: m.setattr(target, name, value)


def _charged(end: Callable[[Subscription, Any], Any]) -> Patch:
    """Another end of a period than the anniversary."""

    def charged(self: Subscription, on: Any) -> Any:
        self.anchor = self.anchor or on
        start = self.charge_on if self.periods else on
        self.periods += 1
        self.charge_on = end(self, start)
        self.change(Change.CHARGED)
        return start, self.charge_on

    return _set(Subscription, "charged", charged)


def _transition(state: SubscriptionState, change: Change, after: SubscriptionState) -> Patch:
    return lambda m: m.setitem(TRANSITIONS, (state, change), after)


def _pay(check: Callable[[Invoice, int], None]) -> Patch:
    def pay(self: Invoice, amount_minor: int, *, at: Any) -> None:
        check(self, amount_minor)
        self.state, self.paid_at, self.settled_minor = InvoiceState.PAID, at, amount_minor

    return _set(Invoice, "pay", pay)


def _refuse_paid(bill: Invoice, amount: int) -> None:
    if bill.state is InvoiceState.PAID:
        raise invoice.Refused("paid")


def _refuse_other_sum(bill: Invoice, amount: int) -> None:
    if amount != bill.amount_minor:
        raise invoice.Refused("another sum")


def _take(step: int, first: int = 0) -> Patch:
    def take(self: InvoiceNumbers) -> int:
        self.last += step
        return self.last + first

    return _set(InvoiceNumbers, "take", take)


def _delivered(state: MessageState, *, in_time: bool) -> Patch:
    def delivered(self: Facts, reminders: Any) -> Any:
        return next((m for m in reminders if m.state is state and (not in_time or self._was_in_time(m))), None)

    return _set(Facts, "delivered", delivered)


def _renew_once(deps: Any, uow: Any, facts: Facts, done: Any) -> None:
    if facts.subscription.may_be_charged(facts.now):
        invoicing.invoice_period(deps, uow, facts)


def _one_sided(id: str, cause: str, business_id: str, at: Any, postings: Any) -> Any:
    kept = {account.value: amount for account, amount in postings.items() if account != ledger.Account.RECEIVABLE}
    return ledger.LedgerEntry(id, cause, business_id, at, kept)


def _turned(id: str, cause: str, business_id: str, at: Any, postings: Any) -> Any:
    sign = -1 if cause.startswith("paid") else 1
    return ledger.LedgerEntry(id, cause, business_id, at, {a.value: sign * amount for a, amount in postings.items()})


def _by_utc(self: Subscription, now: Any) -> Any:
    return now.date()


def _any_time(self: Subscription, now: Any) -> bool:
    return charging.local(now, self.timezone).date() >= self.charge_on


def _all_addresses(self: Facts) -> dict[str, str]:
    return {"email": str(self.trial.owner["email"])}


def _canceled_in_vain(m: MonkeyPatch) -> None:
    """Two at once: state and gate each keep a canceled trial from being charged."""
    m.setitem(TRANSITIONS, (_S.TRIALING, _C.ENDED), _S.TRIALING)
    without(Condition.CONSENT)(m)


_S, _C = SubscriptionState, Change
BUGS: dict[str, Patch] = {
    "reminded eight days before": _rules(remind_before=timedelta(days=8)),
    "reminded six days before": _rules(remind_before=timedelta(days=6)),
    "charged from eleven": _rules(charge_from_hour=11),
    "charged from midnight": _rules(charge_from_hour=0),
    "charged only from one o'clock": _rules(charge_from_hour=13),
    "reminded from midnight": _rules(remind_from_hour=0),
    "charged at any time of the day": _set(Subscription, "may_be_charged", _any_time),
    "days counted in UTC": _set(Subscription, "today", _by_utc),
    "the next month from the last one, not from the anchor": _charged(lambda s, start: charging.months_after(start, 1)),
    "a month of thirty days": _charged(lambda s, start: start + timedelta(days=30)),
    "a month too long by a day": _charged(lambda s, start: charging.months_after(start, 1) + timedelta(days=1)),
    "the way to pay taken for granted": without(Condition.METHOD),
    "the site taken for granted": without(Condition.SITE),
    "the reminder taken for granted": without(Condition.REMINDED),
    "sent counted as delivered": _delivered(MessageState.SENT, in_time=True),
    "bounced counted as delivered": _delivered(MessageState.BOUNCED, in_time=True),
    "delivered whenever counted as in time": _delivered(MessageState.DELIVERED, in_time=False),
    "letters to addresses that send back": _set(Facts, "addresses", _all_addresses),
    "numbers with gaps": _take(2),
    "numbers from nought": _take(1, -1),
    "a check that comes twice counted twice": _pay(_refuse_other_sum),
    "another sum taken for the whole": _pay(_refuse_paid),
    "one month of a long stop": _set(billing, "_renew", _renew_once),
    "books of one side": _set(posting, "entry", _one_sided),
    "payments booked the wrong way": _set(posting, "entry", _turned),
    "charged on after the end": _transition(_S.ACTIVE, _C.ENDED, _S.ACTIVE),
    "a canceled trial charged all the same": _canceled_in_vain,
    "moved by a day too few": lambda m: m.setattr(
        billing, "local", lambda now, zone: charging.local(now, zone) - timedelta(days=1)
    ),
    "twice the price": lambda m: m.setattr(Invoice, "__init__", _doubled(Invoice.__init__)),
    "no answer of the gate kept": _set(
        billing, "answer_gate", lambda uow, facts, **asked: _unproven(charge_gate.answer_gate(uow, facts, **asked))
    ),
}


def _doubled(real: Any) -> Any:
    def init(self: Invoice, *args: Any, **more: Any) -> None:
        values = list(args)
        values[7] *= 2
        real(self, *values, **more)

    return init


def _unproven(said: GateAnswer) -> GateAnswer:
    said.proofs = [{**row, "evidence": ""} for row in said.proofs] if said.is_open else said.proofs
    return said
