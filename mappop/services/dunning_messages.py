"""Letters of dunning: each once for its step, with what failed, why, and what happens on which day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mappop.domain.dunning import FAILED, LAST_NOTICE, REMINDER, SERVICE_ENDED, Act, Dunning, Step
from mappop.domain.dunning_plan import Cause
from mappop.domain.invoice import Invoice
from mappop.domain.leaving import Rest
from mappop.domain.terms import price
from mappop.messaging.billing_letters import reason_of
from mappop.services import records
from mappop.services.billing_messages import queue_letter
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.disputes import why_held
from mappop.services.dunning_tries import are_held

_KINDS = {
    FAILED: "payment_failed",
    REMINDER: "payment_reminder",
    LAST_NOTICE: "last_notice",
    SERVICE_ENDED: "service_ended",
}
_TO_DO = {
    Cause.LATER: "another", Cause.BANK_LATER: "another", Cause.ANOTHER: "another", Cause.STOP: "another",
    Cause.AUTHENTICATE: "authenticate", Cause.NEW_CONSENT: "new_consent", Cause.ASK: "ask", Cause.FIX: "ours",
    Cause.OURS: "ours", Cause.OVERDUE: "by_check",
}  # fmt: skip
_CHARGED = ("another", "authenticate")  # what is entered is tried, which nobody may while a dispute is open
EASY = "ours"  # nothing is asked of the owner, so nothing is said of an end either, before the last notice


def queue_step(deps: Deps, uow: UnitOfWork, dunning: Dunning, step: Step, invoice: Invoice) -> None:
    kind = _KINDS[step.kind]
    if step.kind == FAILED and not dunning.says:
        kind = "overdue"  # no bank has said anything of this invoice
    subscription, held = uow.subscriptions.get(dunning.subscription_id), why_held(uow, dunning.business_id)
    ahead = dunning.ahead(deps.clock.now(), is_held=are_held(uow, subscription))
    next_try = next((dunning.today(one.at) for one in ahead if one.act is Act.RETRY), None)
    is_charged = subscription.is_charged_by_itself
    to_do = _to_do(dunning, held, is_charged=is_charged, has_try=next_try is not None)
    after: tuple[str, ...] = () if kind in ("overdue", "service_ended") else (to_do,)
    if kind == "payment_reminder" and dunning.says:
        after = ("because", *after)
    if kind in ("payment_failed", "payment_reminder") and to_do != EASY:
        after = (*after, "goes_on")
    copy = f"overdue_{held}" if kind == "overdue" and held and is_charged else ""
    _queue(deps, uow, kind, dunning, invoice, step.name, copy=copy, after=after, next_try=next_try or "")


def _to_do(dunning: Dunning, held: str, *, is_charged: bool, has_try: bool) -> str:
    to_do = "another" if dunning.cause is Cause.OVERDUE and held and is_charged else _TO_DO[dunning.cause]
    if has_try and to_do != EASY:
        return "try_again"
    return "disputed" if to_do in _CHARGED and held == "disputed" else to_do


def queue_recovered(deps: Deps, uow: UnitOfWork, dunning: Dunning, invoice: Invoice) -> None:
    _queue(deps, uow, "recovered", dunning, invoice, "recovered")


def queue_ended_unpaid(deps: Deps, uow: UnitOfWork, dunning: Dunning, invoice: Invoice, *, rest: Rest) -> None:
    sums = {"given_back": rest.back_minor, "taken_off": rest.off_minor}
    after = tuple(part for part, cents in sums.items() if cents)
    back, off = price(rest.back_minor), price(rest.off_minor)
    _queue(deps, uow, "ended_unpaid", dunning, invoice, "ended", after=after, back=back, off=off)


def _queue(
    deps: Deps, uow: UnitOfWork, kind: str, dunning: Dunning, invoice: Invoice, name: str,
    after: tuple[str, ...] = (), **said: Any,
) -> None:  # fmt: skip
    subscription = uow.subscriptions.get(dunning.subscription_id)
    trial, (business, _) = uow.trials.get(subscription.trial_id), records.current_business(uow, dunning.business_id)
    queue_letter(
        deps, uow, kind, trial, business, invoice.balance_minor or invoice.amount_minor, f"{dunning.id}:{name}",
        after=after, why=reason_of(dunning.says, trial.language), number=invoice.title, due=invoice.due_on,
        until=dunning.service_until, last_day=dunning.service_until - timedelta(days=1), ends=dunning.ends_on,
        next_charge=subscription.charge_on, **said,
    )  # fmt: skip
