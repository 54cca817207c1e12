"""Letters about leaving, pausing and going on: what stays, what goes, and the day of the next charge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mappop.domain.charging import rules
from mappop.domain.leaving import Rest
from mappop.domain.pause import Pause
from mappop.domain.subscription import Subscription
from mappop.domain.terms import price
from mappop.services.billing import facts_of
from mappop.services.billing_messages import each_time, queue_letter, queue_reminder
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.next_charge import costs_after_next, costs_from_next, next_charge, waits_for_their_word
from mappop.services.pricing import Costs
from mappop.services.renewal_notices import day_of_next
from mappop.services.tries import debits_under_way


def queue_ended(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> None:
    """After the first charge: what is paid runs to its end."""
    facts, coming = facts_of(deps, uow, subscription), debits_under_way(uow, subscription.business_id)
    after = ("under_way",) if coming else ()
    _queue(deps, uow, facts, "ended", _moment(facts), after=after, until=subscription.ends_on, coming=price(coming))


def queue_ended_now(deps: Deps, uow: UnitOfWork, subscription: Subscription, *, rest: Rest) -> None:
    """It has ended; what the days that are not used come to, given back where they were paid."""
    facts, coming = facts_of(deps, uow, subscription), debits_under_way(uow, subscription.business_id)
    sums = {"under_way": coming, "given_back": rest.back_minor, "taken_off": rest.off_minor}
    _queue(
        deps, uow, facts, "ended_now", _moment(facts), after=tuple(part for part, cents in sums.items() if cents),
        back=price(rest.back_minor), off=price(rest.off_minor), coming=price(coming),
    )  # fmt: skip


def queue_staying(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> None:
    """The wish to cancel is taken back; the next date is told as it stands, and what waited for that as due now."""
    facts = facts_of(deps, uow, subscription)
    asked, day = waits_for_their_word(uow, facts), subscription.next_charge_on
    if asked is not None:
        costs = costs_after_next(facts)
        _queue(
            deps, uow, facts, "staying", _moment(facts), copy="stays_due", costs=costs, day=day, first=price(asked)
        )  # fmt: skip
        return
    is_told_anew = subscription.may_be_charged(facts.now) and (subscription.asks_gate or day_of_next(facts) is None)
    told = day if is_told_anew else max(day, day_of_next(facts) or day)
    _queue(deps, uow, facts, "staying", _moment(facts), copy="stays_anew" if is_told_anew else "", day=told)


def queue_going_on(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> None:
    """An end or a pause that had not begun is taken back: the next charge is on the day that was known."""
    facts = facts_of(deps, uow, subscription)
    _queue(deps, uow, facts, "going_on", _moment(facts), day=subscription.charge_on)


def queue_pausing(deps: Deps, uow: UnitOfWork, subscription: Subscription, pause: Pause) -> None:
    """What a pause means, with its days."""
    _queue(
        deps, uow, facts_of(deps, uow, subscription), "pausing", pause.id, start=pause.starts_on, until=pause.until,
        remind=pause.until - rules().remind_before,
    )  # fmt: skip


def queue_resumed(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> None:
    """After a pause: this is the reminder of the charge to come, whose arrival today the gate asks for."""
    queue_reminder(deps, uow, facts_of(deps, uow, subscription), has_resumed=True)


def queue_extended(deps: Deps, uow: UnitOfWork, subscription: Subscription, *, moved_from: date) -> None:
    """The free month is longer: the new days, told at once."""
    day, facts = subscription.charge_on, facts_of(deps, uow, subscription)
    _queue(
        deps, uow, facts, "extended", facts.reminder_reason, day=day, moved_from=moved_from,
        last=day - timedelta(days=1), remind=subscription.remind_on,
        first=price(next_charge(uow, facts).to_pay_minor), costs=costs_after_next(facts),
    )  # fmt: skip


def queue_pay_link(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> None:
    """The way to say how they pay: nobody of ours hears a number."""
    facts = facts_of(deps, uow, subscription)
    _queue(deps, uow, facts, "pay_link", _moment(facts), day=subscription.charge_on)


def _moment(facts: Facts) -> str:
    """One letter for each time that it happens."""
    return f"{facts.subscription.id}:{facts.now:%Y%m%dT%H%M%S}"


def _queue(
    deps: Deps, uow: UnitOfWork, facts: Facts, kind: str, reason: str, *, costs: Costs | None = None, **said: Any
) -> None:  # fmt: skip
    costs = costs or costs_from_next(facts)
    queue_letter(
        deps, uow, kind, facts.trial, facts.business, costs.each_minor, reason,
        **each_time(costs, facts.subscription.agreed_next.interval), **said,
    )  # fmt: skip
