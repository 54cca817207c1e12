"""Bugs that new prices and their notices could have; the machine of years must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pytest import MonkeyPatch

from mappop.domain.agreed import at_newer, with_add_on
from mappop.domain.message import MessageState
from mappop.domain.notice import fits
from mappop.domain.plan import PriceVersion, Sold
from mappop.services import billing, plan_changes, price_changes, renewal_notices
from tests.billing.renewing import NOTICES

TELL = price_changes._tell_renewal


def _dearer(before: Any, key: str, quantity: int, on: Any) -> Any:
    """Every hour anew, those that were agreed too."""
    others = tuple(one for one in before.add_ons if one.key != key)
    return with_add_on(replace(before, add_ons=others), key, quantity, on)


def _years_only(deps: Any, uow: Any, facts: Any, today: Any) -> int:
    return TELL(deps, uow, facts, today) if facts.subscription.renews_a_year else 0


def _to_anybody(facts: Any) -> list[Any]:
    notices = [letter for letter in facts.letters if letter.kind in NOTICES]
    return [letter for letter in notices if f":{facts.reminder_reason}:" in letter.key]


def _of_tomorrow(self: Sold, day: Any) -> PriceVersion:
    return self.versions[-1]


BUGS: dict[str, Callable[[MonkeyPatch], None]] = {
    "a new price is asked without a notice": lambda m: m.setattr(
        billing, "agreed_for_next", lambda facts: facts.subscription.newest_next
    ),
    "a notice that is on its way counts": lambda m: m.setattr(
        renewal_notices, "MessageState", type("States", (), {"DELIVERED": MessageState.SENT})
    ),
    "a notice that arrives whenever counts": lambda m: m.setattr(renewal_notices, "counts", lambda *_: True),
    "a notice to a place that was given up counts": lambda m: m.setattr(renewal_notices, "_letters", _to_anybody),
    "a year's new price is told as late as a month's": lambda m: m.setattr(
        renewal_notices, "counts", lambda _, notice, before: fits(notice, before.days)
    ),
    "a new price is told to those of years alone": lambda m: m.setattr(price_changes, "_tell_renewal", _years_only),
    "a price that was told is forgotten for one that was not": lambda m: m.setattr(
        renewal_notices, "at_newer", lambda before, on: at_newer(before, on)[:1]
    ),
    "a price of a day to come is asked today": lambda m: m.setattr(Sold, "on", _of_tomorrow),
    "more hours make those before dearer": lambda m: m.setattr(plan_changes, "with_add_on", _dearer),
    "who comes back to what runs has it at the new price": lambda m: m.setattr(
        plan_changes, "_as_it_runs", lambda after, running: after
    ),
}
