"""The tax of a place: from the flat table, or from an engine where one is set.

The engine is asked before a transaction, never inside one. Nothing is charged by a rate of an earlier day: a charge
waits for today's rate, a task tells support that it does, and it is made when the engine answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from mappop import ids
from mappop.domain.business import Address
from mappop.domain.place_rate import KnownTax, place_id
from mappop.domain.processor import NoAnswer, NotTaken
from mappop.domain.roles import Role
from mappop.domain.subscription import Subscription
from mappop.domain.task import Task
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps, UnitOfWork


def known(deps: Deps, uow: UnitOfWork, place: Address, subscription: Subscription) -> KnownTax:
    """The place's rate as far as we know it. Where an engine is set, the table only stands in until it was asked."""
    now = deps.clock.now()
    flat = deps.taxes.rate(place, subscription.today(now))
    if deps.tax_engine is None:
        return KnownTax(flat)
    kept = uow.place_rates.find(place_id(place))
    return kept.known_at(now) if kept else KnownTax(flat, is_asked=False, is_current=False)


def suffices(facts: Facts) -> bool:
    """Whether the known rate is good enough for the next step with this subscription.

    A charge wants today's rate and a reminder any rate that was asked for. An owner who asked to leave is not charged,
    so none is wanted.
    """
    if facts.subscription.cancel_asked_at is not None:
        return True
    is_charge = facts.subscription.charge_on <= facts.now.date() + timedelta(days=1)  # somewhere it is tomorrow
    return facts.tax.is_current if is_charge else facts.tax.is_asked


def ask(deps: Deps, places: Iterable[Address]) -> Mapping[str, str]:
    """Ask for and keep the rate of each place once; returns the reason, by place, where none came.

    When the engine does not answer, the places after that are not asked this time and have the same reason.
    """
    if deps.tax_engine is None:
        return {}
    silent, why = "", dict[str, str]()
    for id, place in {place_id(place): place for place in places}.items():
        if silent:
            why[id] = silent
            continue
        try:
            _keep(deps, id, deps.tax_engine.tax_rate(place))
        except NotTaken as fault:
            why[id] = str(fault)
        except NoAnswer as fault:
            why[id] = silent = str(fault)
    return why


def _keep(deps: Deps, id: str, millionths: int) -> None:
    with deps.unit_of_work() as uow:
        uow.keep_place_rate(id, millionths)
        uow.commit()


def wait(uow: UnitOfWork, facts: Facts, why: str) -> None:
    """Note that a charge waits for its rate: in the trail, and as a task for support, once for each charge day."""
    subscription, business = facts.subscription, facts.business
    key = f"tax:{subscription.id}:{subscription.charge_on}"
    if uow.tasks.first(key=key) is not None:
        return
    data = {"subscription": subscription.id, "charge_on": subscription.charge_on.isoformat(), "why": why[:200]}
    uow.record(business.id, "charge_waits_for_tax", actor="schedule", data=data)
    uow.tasks.add(
        Task(
            ids.new_id("task"), business.id, f"No tax is known for {business.name}: its charge waits"[:200],
            "The tax engine answers for the address, and the charge was made.",
            "What was wrong, and what was changed.", facts.now, key, role=Role.SUPPORT_AGENT,
            steps=[f"What the tax engine said: {why[:200] or 'nothing'}",
                   "Read the address of the record: street, city, state and the five digits of the ZIP code.",
                   "It is asked again every 15 minutes, and charged by the rate that it then tells."],
        )
    )  # fmt: skip
