"""A new price, and a year's renewal, hold only where their notice arrived in time; yearly the terms are told again.

What was not told in time is not asked: the price that was agreed, or told before it, stands for that period and the
notice of the next is sent anew; a year is not renewed before its notice has arrived and its days are over, and the
service goes on meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from mappop.domain.agreed import Agreed
from mappop.domain.charging import local, months_after, rules
from mappop.domain.notice import Notice, named_day, renewal_notice
from mappop.domain.plan import outdated
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.services import pricing
from mappop.services.batches import take_on
from mappop.services.billing import ask_taxes, facts_of
from mappop.services.charge_gate import Facts, load
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.plan_letters import queue_renewal, queue_terms
from mappop.services.renewal_notices import counts, is_told_or_on_its_way, reason, was_told_otherwise
from mappop.services.unreached import ask_for_address

BATCH = 100


def tell(deps: Deps) -> int:
    """Send the notices that are due, each once a day at most; how many were decided on. Safe to run at any time. The
    first fault is raised when everybody else was told."""
    told, faults, after = Counter[str](), list[Exception](), ""
    day = deps.clock.now().date() + timedelta(days=1)  # somewhere it is tomorrow already
    by = day + renewal_notice()
    while True:
        with deps.unit_of_work() as uow:
            due = uow.notices_due(by=by, today=day, outdated=outdated(by), after=after, most=BATCH)
        ask_taxes(deps, due)
        faults += take_on(due, partial(_tell_all, deps, told))
        if len(due) < BATCH:
            break
        after = due[-1]
    if faults:
        raise faults[0]
    return told.total()


def _tell_all(deps: Deps, told: Counter[str], due: Sequence[str]) -> None:
    with deps.unit_of_work() as uow:
        load(uow, due)
        now_told = {id: _tell(deps, uow, uow.subscriptions.get(id)) for id in due}
        uow.commit()
    told.update(now_told)


def _tell(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> int:
    facts = facts_of(deps, uow, subscription)
    if not facts.tax.is_asked:
        return 0
    here = local(facts.now, subscription.timezone)
    if here.hour < rules().remind_from_hour:
        return 0
    if subscription.is_paused_by_choice:
        return _tell_year_after_pause(deps, uow, facts, here.date())
    if subscription.state is not SubscriptionState.ACTIVE:
        return 0
    told = _tell_renewal(deps, uow, facts, here.date())
    facts = facts_of(deps, uow, subscription) if told else facts  # the terms name what was told this very moment
    return told + _tell_terms(deps, uow, facts, here.date())


def _tell_renewal(deps: Deps, uow: UnitOfWork, facts: Facts, today: date) -> int:
    """Of the new price where that can still be told in time, of the year's renewal otherwise. What is about to pause
    does not renew yet, and the first charge after it, told by its reminder, asks what was agreed."""
    subscription = facts.subscription
    if subscription.resume_on is not None or subscription.asks_gate:
        return 0
    before, newest = subscription.agreed_next, subscription.newest_next
    is_news = not newest.costs_as(before) or was_told_otherwise(facts)
    wanted = [(Notice.PRICE_CHANGE, newest)] if is_news else []
    wanted += [(Notice.YEAR_RENEWAL, before)] if subscription.renews_a_year else []
    for notice, agreed in wanted:
        named = named_day(subscription.charge_on, today, notice)
        if named is None or not counts(facts, notice, named - today):
            continue
        if is_told_or_on_its_way(facts, notice, agreed):
            return 0
        return _queue(deps, uow, facts, notice, agreed, named, today)
    return 0


def _queue(
    deps: Deps, uow: UnitOfWork, facts: Facts, notice: Notice, agreed: Agreed, named: date, today: date
) -> int:  # fmt: skip
    if not facts.addresses():
        ask_for_address(deps, uow, facts)
        return 0
    costs = pricing.costs(facts, agreed)
    why = reason(facts, agreed, named=named, today=today)
    queue_renewal(deps, uow, facts, notice.value, why, day=named, costs=costs, interval=agreed.interval,
                  before_minor=pricing.costs(facts, facts.subscription.agreed_next).each_minor,
                  first_minor=pricing.first_of(facts, agreed),
                  is_news=not agreed.costs_as(facts.subscription.agreed_next))  # fmt: skip
    data = {"notice": notice.value, "day": named.isoformat(), "each_minor": costs.each_minor}
    uow.record(facts.business.id, "renewal_told", actor="schedule", data=data)
    return 1


def _tell_year_after_pause(deps: Deps, uow: UnitOfWork, facts: Facts, today: date) -> int:
    """It is a year that renews by itself as any other: told as long before. The pause goes on until it was."""
    subscription, agreed = facts.subscription, facts.subscription.agreed_next
    named = named_day(subscription.charge_on, today, Notice.YEAR_RENEWAL) if subscription.renews_a_year else None
    if named is None or is_told_or_on_its_way(facts, Notice.YEAR_RENEWAL, agreed):
        return 0
    if named != subscription.charge_on and facts.addresses():
        subscription.charge_on = subscription.resume_on = named
    return _queue(deps, uow, facts, Notice.YEAR_RENEWAL, agreed, named, today)


def _tell_terms(deps: Deps, uow: UnitOfWork, facts: Facts, today: date) -> int:
    due = facts.subscription.terms_on
    if due is None or due > today:
        return 0
    newest, facts.subscription.terms_on = _newest_and_next(due, today)
    queue_terms(deps, uow, facts, reason=f"{facts.subscription.id}:{newest.isoformat()}")
    uow.record(facts.business.id, "terms_told", actor="schedule", data={"day": newest.isoformat()})
    return 1


def _newest_and_next(due: date, today: date) -> tuple[date, date]:
    """Of the yearly days from `due` on, the last that has come and the one after it: years in which nothing ran are
    told once, not each by a letter."""
    years = 1
    while months_after(due, 12 * years) <= today:
        years += 1
    return months_after(due, 12 * (years - 1)), months_after(due, 12 * years)
