"""Letters about what is agreed: decided on in the caller's transaction, each once for its reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mappop.domain.notice import Notice
from mappop.domain.plan import Interval, plan
from mappop.domain.planned import Planned
from mappop.domain.subscription import Subscription
from mappop.domain.terms import price
from mappop.services.billing_messages import each_time, queue_letter
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.next_charge import costs_from_next
from mappop.services.pricing import Costs
from mappop.services.renewal_notices import day_of_next


def queue_changed(
    deps: Deps, uow: UnitOfWork, facts: Facts, *, on: date, costs: Costs, interval: Interval, planned: Planned,
    planned_on: date, then: Costs, once_minor: int,
) -> None:  # fmt: skip
    """A change that the owner asked for, with the new price, a set-up fee to come, what becomes of what was
    planned, and how to cancel."""
    said: dict[str, Any] = {"copy": "plan_changed_in_steps"} if planned.coming else {}
    set_up = "set_up_plus_tax" if facts.tax.may_add else "set_up"
    after = (*((set_up,) if once_minor else ()), *(("dropped",) if planned.dropped else ()))
    if planned.coming:
        said |= {"planned": {"amount": price(then.each_minor), **each_time(then, planned.coming.interval)}}
    reason = f"{facts.subscription.id}:{facts.now.isoformat(timespec='seconds')}"
    queue_letter(
        deps,
        uow,
        "plan_changed",
        facts.trial,
        facts.business,
        costs.each_minor,
        reason,
        day=on,
        planned_day=planned_on,
        after=after,
        once=price(once_minor),
        **each_time(costs, interval),
        **said,
    )


def queue_renewal(
    deps: Deps, uow: UnitOfWork, facts: Facts, kind: str, reason: str, *, day: date, costs: Costs,
    before_minor: int, first_minor: int, interval: Interval, is_news: bool,
) -> None:  # fmt: skip
    """`price_change` or `year_renewal`: what it costs from that day on, what the bill of that day asks, with a coupon
    or a set-up fee, and how to leave before it."""
    queue_letter(
        deps, uow, kind, facts.trial, facts.business, costs.each_minor, reason, day=day, interval=interval.value,
        copy=_copy(facts, kind, day, is_news=is_news),
        after=_besides(costs, first_minor) if kind == Notice.PRICE_CHANGE else (),
        less=price(costs.reduced_minor), times=costs.times, old_price=price(before_minor),
        last_day=day - timedelta(days=1), first=price(first_minor),
        **_year_to_come(facts.subscription),
    )  # fmt: skip


def _besides(costs: Costs, first_minor: int) -> tuple[str, ...]:
    """Which lines tell that bills ask other sums first: by a coupon of some bills, by a set-up fee."""
    lasts = costs.times > 1
    is_other = first_minor != (costs.reduced_minor if lasts else costs.each_minor)
    return (*(("with_coupon",) if lasts else ()), *(("first_bill",) if is_other else ()))


def _year_to_come(subscription: Subscription) -> dict[str, Any]:
    """The days that its bill is for, also where it is made on a later one; and the last of those before it."""
    period, one = subscription.next_period(), timedelta(days=1)
    return {"paid_to": period.start - one, "start": period.start, "end": period.end - one}


def _copy(facts: Facts, kind: str, day: date, *, is_news: bool) -> str:
    """The words, where they are not those of the kind."""
    if kind == Notice.YEAR_RENEWAL and facts.subscription.is_paused_by_choice:
        return "year_after_pause"
    if kind == Notice.YEAR_RENEWAL:
        return "late_year" if day > facts.subscription.charge_on else ""
    if not is_news:
        return "price_stays"
    return "price_change_of_planned" if facts.subscription.next_agreed else ""


def queue_terms(deps: Deps, uow: UnitOfWork, facts: Facts, *, reason: str) -> None:
    """The yearly reminder of what is agreed."""
    costs, day = costs_from_next(facts), day_of_next(facts) or facts.subscription.charge_on
    title = plan(facts.subscription.agreed_next.plan).titles[facts.trial.language]
    queue_letter(
        deps, uow, "yearly_terms", facts.trial, facts.business, costs.each_minor, reason, day=day, plan=title,
        **each_time(costs, facts.subscription.agreed_next.interval),
    )  # fmt: skip
