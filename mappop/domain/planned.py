"""What was planned for the next period when something is changed at once: what is about another thing stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from mappop.domain.agreed import Agreed, with_add_on


@dataclass(frozen=True, slots=True)
class Planned:
    """`coming` holds from the next period on; `dropped` was planned and, whole or in part, no longer comes."""

    coming: Agreed | None = None
    dropped: Agreed | None = None


def planned_after(planned: Agreed, running: Agreed, after: Agreed, on: date) -> Planned:
    """The plan with its interval and each add-on are things of their own: of each the newest word holds. A change that
    begins a new period drops whatever was planned: its day would be another one."""
    is_new_period = after.interval is not running.interval
    coming = after if is_new_period else _coming(planned, running, after, on)
    return Planned(None if _is_same(coming, after) else coming, planned if _misses(coming, planned, running) else None)


def _coming(planned: Agreed, running: Agreed, after: Agreed, on: date) -> Agreed:
    was, wanted, hoped = (_quantities(one) for one in (running, after, planned))
    newest, source = planned, wanted
    keys = {key for key in was | wanted if wanted[key] != was[key]}
    if _plan(after) != _plan(running):
        newest, source = replace(after, set_up_minor=0), hoped
        keys = {key for key in was | hoped if hoped[key] != was[key]} - keys
    for key in sorted(keys):
        newest = with_add_on(newest, key, source[key], on)
    return newest


def _plan(agreed: Agreed) -> tuple[str, str]:
    return agreed.plan, agreed.interval.value


def _quantities(agreed: Agreed) -> Counter[str]:
    return Counter({one.key: one.quantity for one in agreed.add_ons})


def _is_same(one: Agreed, other: Agreed) -> bool:
    return _plan(one) == _plan(other) and _quantities(one) == _quantities(other)


def _misses(coming: Agreed, planned: Agreed, running: Agreed) -> bool:
    was, now, hoped = (_quantities(one) for one in (running, coming, planned))
    is_plan_missed = _plan(planned) not in (_plan(running), _plan(coming))
    return is_plan_missed or any(hoped[key] not in (was[key], now[key]) for key in was | hoped)
