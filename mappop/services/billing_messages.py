"""Letters about money: decided on in the caller's transaction, each once for its reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from mappop.domain.business import Business
from mappop.domain.correction import Correction
from mappop.domain.invoice import Invoice
from mappop.domain.message import Channel
from mappop.domain.plan import Interval
from mappop.domain.terms import price
from mappop.domain.trial import Trial
from mappop.messaging.billing_letters import About, written
from mappop.services import records
from mappop.services.charge_gate import REMINDER, Facts
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.messages import cancel_url, queue_both
from mappop.services.next_charge import costs_after_next, next_charge
from mappop.services.pricing import Costs
from mappop.services.signing import OWNER_LINK

SECOND = f"second_{REMINDER}"


def queue_reminder(
    deps: Deps, uow: UnitOfWork, facts: Facts, *, moved_from: date | None = None, moved: str = "moved",
    has_resumed: bool = False,
) -> None:  # fmt: skip
    """For the date that stands in the subscription now, once by each channel: it is sent on one day only, and whoever
    had it has had that day's. Its reason names the date, and the sum that is told. `moved` names the line that says why
    a date before it did not hold."""
    before = (moved,) if moved_from else ("resumed",) if has_resumed else ()
    way = facts.subscription.pay_by.value if facts.has_way_to_pay else "nothing"
    amount, asked = _asked(deps, uow, facts)
    reason = f"{next_charge(uow, facts).to_pay_minor}:{facts.reminder_reason}"
    queue_letter(
        deps, uow, REMINDER, facts.trial, facts.business, amount, reason, **asked,
        before=before, after=(f"by_{way}",), copy="" if facts.subscription.anchor is None else "resume_reminder",
        day=facts.subscription.charge_on, moved_from=moved_from or "",
        method=facts.method.label if facts.method else "", but_not_by={one.channel for one in facts.reminders()},
    )  # fmt: skip


def queue_second_reminder(deps: Deps, uow: UnitOfWork, facts: Facts) -> bool:
    """Three days before; False when it was decided on before."""
    if any(m.kind == SECOND and m.key.endswith(f":{facts.reminder_reason}") for m in facts.letters):
        return False
    amount, asked = _asked(deps, uow, facts)
    queue_letter(
        deps, uow, SECOND, facts.trial, facts.business, amount, facts.reminder_reason, **asked,
        day=facts.subscription.charge_on,
    )  # fmt: skip
    return True


def _asked(deps: Deps, uow: UnitOfWork, facts: Facts) -> tuple[int, dict[str, Any]]:
    """What each period costs, and what is to be paid on the day itself: less by a coupon, more by a set-up fee."""
    first, then = next_charge(uow, facts).to_pay_minor, costs_after_next(facts)
    return then.each_minor, {"first": price(first), **each_time(then, facts.subscription.agreed_next.interval)}


def each_time(costs: Costs, interval: Interval) -> dict[str, Any]:
    """As `written` takes it, beside the lasting amount."""
    return {"interval": interval.value, "reduced": (price(costs.reduced_minor), costs.times)}


def queue_paused(deps: Deps, uow: UnitOfWork, facts: Facts) -> None:
    amount = facts.subscription.price_minor
    copy = "" if facts.subscription.anchor is None else "paused_again"
    queue_letter(deps, uow, "paused", facts.trial, facts.business, amount, facts.reminder_reason, copy=copy)


def queue_of_invoice(
    deps: Deps, uow: UnitOfWork, kind: str, trial: Trial, business: Business, invoice: Invoice, *, reason: str = "",
    is_new: bool = False, lines: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """`invoice`, `covered` (it asks for nothing), `overdue`, `charge_waits` or `receipt`; once for its reason, which is
    the invoice unless said; `lines` are those that apply."""
    queue_letter(
        deps, uow, kind, trial, business, invoice.amount_minor, reason or invoice.id,
        is_new=is_new, after=lines,
        number=invoice.title, start=invoice.period_start, end=invoice.last_day, due=invoice.due_on,
    )  # fmt: skip


def queue_with_credit(
    deps: Deps, uow: UnitOfWork, trial: Trial, business: Business, invoice: Invoice, *, used_minor: int,
    reason: str = "",
) -> None:  # fmt: skip
    """An invoice that the customer's credit pays in part, or whole: a new one, unless there is a reason."""
    left = invoice.balance_minor
    queue_letter(
        deps, uow, "invoice_with_credit", trial, business, invoice.amount_minor,
        f"{invoice.id}:{reason}" if reason else invoice.id, is_new=not reason,
        after=("left_to_pay" if left else "nothing_left",), used=price(used_minor), left=price(left),
        number=invoice.title, start=invoice.period_start, end=invoice.last_day, due=invoice.due_on,
    )  # fmt: skip


def queue_of_correction(
    deps: Deps, uow: UnitOfWork, kind: str, correction: Correction, invoice: Invoice, *, lines: tuple[str, ...] = ()
) -> None:  # fmt: skip
    """`refunded`, `refunded_by_check`, `refund_failed`, `credited` or `written_off`; `lines` are those that apply."""
    subscription = uow.subscriptions.get(invoice.subscription_id)
    business, _ = records.current_business(uow, correction.business_id)
    kept = correction.amount_minor - correction.applied_minor
    queue_letter(
        deps, uow, kind, uow.trials.get(subscription.trial_id), business, correction.amount_minor, correction.id,
        after=lines, number=invoice.title, note=correction.title, check=correction.ref,
        applied=price(correction.applied_minor), kept=price(kept), left=price(invoice.balance_minor),
    )  # fmt: skip


def queue_letter(
    deps: Deps, uow: UnitOfWork, kind: str, trial: Trial, business: Business, amount: int, reason: str,
    is_new: bool = False, copy: str = "", but_not_by: Collection[Channel] = (), **said: Any,
) -> None:  # fmt: skip
    """Once for its reason; `said` is what the letter names, and `before` and `after` its lines that apply. `copy` names
    the words where they are not those of the kind."""
    owner = uow.people.first(business_id=business.id)
    base = deps.settings.base_url
    link = f"{base}/o/{OWNER_LINK.sign(deps.settings, owner.id)}?to=payments" if owner else base
    name = str(trial.owner.get("name") or "")
    about = About(trial.language, name, business.name, amount, link, cancel_url(deps, trial.id))
    queue_both(
        deps,
        uow,
        trial,
        business,
        kind=kind,
        words=written(copy or kind, about, **said),
        reason=reason,
        is_new=is_new,
        but_not_by=but_not_by,
    )
