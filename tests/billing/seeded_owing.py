"""Bugs of pursuing what is owed, of what comes twice and of a new address; the machine of years catches each one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pytest import MonkeyPatch

from mappop.domain import dunning as dunning_domain
from mappop.domain.dunning import Act
from mappop.domain.dunning_plan import dunning_rules, plan_of
from mappop.domain.trial import Trial
from mappop.services import billing, dunning, dunning_steps, records, sales
from mappop.services.charge_gate import Facts

RULES = dunning_rules()


def _only_of_who_stays(uow: Any, identity: str) -> None:
    if any(trial.canceled_at is None for trial in uow.trials.where(identity=identity)):
        raise sales.Refused("one")


def _uncompared(*also: Any) -> Callable[[MonkeyPatch], None]:
    """Nobody compares with those that share a number or a door, and one thing more is wrong."""

    def patch(m: MonkeyPatch) -> None:
        m.setattr(sales, "seems_sold", lambda *_: "")
        if also:
            m.setattr(*also)

    return patch


def _opens_again(deps: Any, trial_id: str, **_: Any) -> Trial:
    with deps.unit_of_work() as uow:
        trial: Trial = uow.trials.get(trial_id)
        billing.open_subscription(deps, uow, trial)
        uow.commit()
        return trial


def _rules(**changes: Any) -> Callable[[MonkeyPatch], None]:
    return lambda m: m.setattr(dunning_domain, "dunning_rules", lambda: replace(RULES, **changes))


def _without(act: Act) -> Callable[[MonkeyPatch], None]:
    taken: Mapping[Act, Any] = dunning_steps._TAKE
    return lambda m: m.setitem(taken, act, lambda *_: None)  # type: ignore[arg-type]


BUGS: dict[str, Callable[[MonkeyPatch], None]] = {
    "what is late is never pursued": lambda m: m.setattr(dunning, "_begin_late", lambda *_: False),
    "service goes on for those who never pay": _without(Act.STOP_SERVICE),
    "what is never paid never ends": _without(Act.END),
    "service stops a week early": lambda m: m.setattr(
        dunning_domain, "plan_of", lambda cause: replace(plan_of(cause), grace=7, reminders=())
    ),
    "service stops without a last notice": _rules(last_notice_before=RULES.last_notice_before * 0),
    "what is owed is written about at night": _rules(say_from=0, say_until=24),
    "who has left tries it again for nothing": _uncompared(sales, "_refuse_second_trial", _only_of_who_stays),
    "a street that is written otherwise is another business": _uncompared(
        records, "identity", lambda business: f"{business.main_phone}|{business.address.street}"
    ),
    "another number makes another business": _uncompared(),
    "a reminder to an address that was left opens the gate": lambda m: m.setattr(Facts, "is_to_owner", lambda *_: True),
    "a second yes opens a second subscription": lambda m: m.setattr(sales, "_confirm", _opens_again),
}
