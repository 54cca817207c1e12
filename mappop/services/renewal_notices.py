"""What proves that an owner was told of a new price, or of a year's renewal, in time: the letters themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mappop.domain.agreed import Agreed, at_newer, at_newest
from mappop.domain.charging import local
from mappop.domain.message import Message, MessageState
from mappop.domain.notice import Notice, fits
from mappop.services.charge_gate import Facts

_FAILED = (MessageState.BOUNCED, MessageState.REFUSED)
_KINDS = (Notice.PRICE_CHANGE, Notice.YEAR_RENEWAL)


def agreed_for_next(facts: Facts) -> Agreed | None:
    """What the next period may be charged by; None while a year's renewal has not been told in time."""
    today = facts.subscription.today(facts.now)
    return _newest_told(facts, [m for m in _arrived(facts) if _named(m) <= today])


def expected(facts: Facts) -> Agreed:
    """What the next bill will be made by, as far as that has been told or is on its way: no more will be asked.
    Before the first charge, and the first after a pause, that is what was agreed."""
    before = facts.subscription.agreed_next
    if facts.subscription.asks_gate or facts.subscription.resume_on is not None:
        return before
    told = _newest_told(facts, _alive(facts))
    return before if told is None or told.costs_as(before) else told


def foreseen(facts: Facts, agreed: Agreed) -> Agreed:
    """What a change costs by the prices of the next charge's day, where these can still be told in time."""
    subscription = facts.subscription
    if subscription.asks_gate or subscription.resume_on is not None:
        return agreed
    days = range((subscription.charge_on - subscription.today(facts.now)).days + 1)
    can_be_told = any(counts(facts, Notice.PRICE_CHANGE, timedelta(before)) for before in days)
    return at_newest(agreed, subscription.charge_on) if can_be_told else agreed


def day_of_next(facts: Facts) -> date | None:
    """The first on which the next charge may be made: of a year that was told late the one that its letter names; None
    where its own is over and none is told."""
    subscription, today = facts.subscription, facts.subscription.today(facts.now)
    if not subscription.renews_a_year or subscription.resume_on is not None:
        return subscription.next_charge_on
    days = [_named(m) for m in _alive(facts) if _newest_told(facts, [m]) is not None]
    return min(days, default=subscription.charge_on if subscription.charge_on > today else None)


def is_year_told(facts: Facts) -> bool:
    """Of a year that follows a pause: for its very day."""
    return _newest_told(facts, _arrived(facts)) is not None


def reason(facts: Facts, agreed: Agreed, *, named: date, today: date) -> str:
    """Of a notice: the charge, the price of each period, the day that it names, and the day on which it is sent.

    The price is that before coupon and tax: these may change until the day, of themselves, and it says of the tax that
    the bill goes by the rate of its day."""
    return f"{facts.reminder_reason}:{agreed.each_minor}:{named.isoformat()}:{today.isoformat()}"


def is_told_or_on_its_way(facts: Facts, notice: Notice, agreed: Agreed) -> bool:
    """Of a new price that very price; a year renews by whatever told it at no less."""
    if notice is Notice.YEAR_RENEWAL:
        return _newest_told(facts, _alive(facts)) is not None
    return any(m.kind == notice and _each(m) == agreed.each_minor and _is_in_time(facts, m) for m in _alive(facts))


def was_told_otherwise(facts: Facts) -> bool:
    """Whether a price of the same things was told that is no longer the newest."""
    newer = at_newer(facts.subscription.agreed_next, facts.subscription.charge_on)
    newest, *others = [one.each_minor for one in newer] or [0]
    return any(m.kind == Notice.PRICE_CHANGE and _each(m) in others and _each(m) != newest for m in _alive(facts))


def counts(facts: Facts, notice: Notice, before: timedelta) -> bool:
    """Whether one that arrives so long before counts by every rule: a new price of a year renews that year too."""
    rules = (notice, Notice.YEAR_RENEWAL) if facts.subscription.renews_a_year else (notice,)
    return all(fits(one, before.days) for one in rules)


def _newest_told(facts: Facts, letters: Sequence[Message]) -> Agreed | None:
    """The newest price that one of them told in time, or is no higher than another price of the same things that was.
    What costs the same as was agreed needs no notice, unless a year renews."""
    subscription, before = facts.subscription, facts.subscription.agreed_next
    by = [*at_newer(before, subscription.charge_on), before]
    each = [one.each_minor for one in by]
    most = max((_each(m) for m in letters if _each(m) in each and _is_in_time(facts, m)), default=-1)
    is_free = not subscription.renews_a_year
    may = (one for one, cents in zip(by, each, strict=True) if cents <= most or (is_free and one.costs_as(before)))
    return next(may, None)


def _is_in_time(facts: Facts, letter: Message) -> bool:
    """By the day on which it arrived, or today for one that is still on its way."""
    at = letter.changed_at if letter.state is MessageState.DELIVERED else None
    arrived = local(at or facts.now, facts.subscription.timezone).date()
    return counts(facts, Notice(letter.kind), _named(letter) - arrived)


def _arrived(facts: Facts) -> list[Message]:
    return [m for m in _letters(facts) if m.state is MessageState.DELIVERED]


def _alive(facts: Facts) -> list[Message]:
    return [m for m in _letters(facts) if m.state not in _FAILED]


def _letters(facts: Facts) -> list[Message]:
    """Of this very charge, where its owner is still written to: one that was given up may never have been theirs."""
    about = f":{facts.reminder_reason}:"
    return [m for m in facts.letters if m.kind in _KINDS and about in m.key and facts.is_to_owner(m)]


def _named(letter: Message) -> date:
    return date.fromisoformat(letter.key.split(":")[-2])


def _each(letter: Message) -> int:
    """The price that it told of each period."""
    return int(letter.key.split(":")[-3])
