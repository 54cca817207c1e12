"""What proves that an owner was told of a new price, or of a year's renewal, in time: the letters themselves."""

from __future__ import annotations

from datetime import date, timedelta

from mappop.domain.agreed import Agreed
from mappop.domain.charging import local
from mappop.domain.message import Message, MessageState
from mappop.domain.notice import Notice, fits
from mappop.services import pricing
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps

_FAILED = (MessageState.BOUNCED, MessageState.REFUSED)


def agreed_for_next(deps: Deps, facts: Facts) -> Agreed | None:
    """What the next period may be charged by; None while a year's renewal has not been told in time."""
    before, newest = facts.subscription.agreed_next, facts.subscription.newest_next
    if newest != before and _was_told(deps, facts, Notice.PRICE_CHANGE, newest):
        return newest
    if not facts.subscription.renews_a_year or _was_told(deps, facts, Notice.YEAR_RENEWAL, before):
        return before
    return None


def is_year_told(deps: Deps, facts: Facts) -> bool:
    """Of a year that follows a pause: for its very day."""
    letters = _letters(deps, facts, Notice.YEAR_RENEWAL, facts.subscription.agreed_next)
    arrived = [m for m in letters if m.state is MessageState.DELIVERED]
    return any(fits(Notice.YEAR_RENEWAL, (_named(m) - _arrived(m, facts, _named(m))).days) for m in arrived)


def reason(deps: Deps, facts: Facts, agreed: Agreed, *, named: date, today: date) -> str:
    """Of a notice: the charge, what each period costs, the day that it names, and the day on which it is sent."""
    return f"{_about(deps, facts, agreed)}:{named.isoformat()}:{today.isoformat()}"


def is_told_or_on_its_way(deps: Deps, facts: Facts, notice: Notice, agreed: Agreed, today: date) -> bool:
    letters = _letters(deps, facts, notice, agreed)
    return any(m.state not in _FAILED and counts(facts, notice, _named(m) - _arrived(m, facts, today)) for m in letters)


def counts(facts: Facts, notice: Notice, before: timedelta) -> bool:
    """Whether one that arrives so long before counts by every rule: a new price of a year renews that year too."""
    rules = (notice, Notice.YEAR_RENEWAL) if facts.subscription.renews_a_year else (notice,)
    return all(fits(one, before.days) for one in rules)


def _was_told(deps: Deps, facts: Facts, notice: Notice, agreed: Agreed) -> bool:
    """Whether a letter arrived as many days before the day that it names as every rule wants, and that day has come."""
    today = facts.subscription.today(facts.now)
    arrived = [m for m in _letters(deps, facts, notice, agreed) if m.state is MessageState.DELIVERED]
    return any(_named(m) <= today and counts(facts, notice, _named(m) - _arrived(m, facts, today)) for m in arrived)


def _arrived(letter: Message, facts: Facts, today: date) -> date:
    """Its day, or today for one that is still on its way."""
    if letter.state is not MessageState.DELIVERED or letter.changed_at is None:
        return today
    return local(letter.changed_at, facts.subscription.timezone).date()


def _named(letter: Message) -> date:
    return date.fromisoformat(letter.key.split(":")[-2])


def _letters(deps: Deps, facts: Facts, notice: Notice, agreed: Agreed) -> list[Message]:
    """Those of this kind for this charge at this price."""
    about = f":{_about(deps, facts, agreed)}:"
    return [m for m in facts.letters if m.kind == notice.value and about in m.key]


def _about(deps: Deps, facts: Facts, agreed: Agreed) -> str:
    return f"{facts.reminder_reason}:{pricing.each_of(deps, facts, agreed)}"
