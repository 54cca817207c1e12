"""The tax of a place: from the flat table, or from an engine, which is asked before a transaction and never inside one.

Nothing is charged by a rate that is not of today: what waits for one says so, and is charged when the engine answers.
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
    """Without an engine, the table's word is good; with one, it only stands in where nothing was asked yet."""
    now = deps.clock.now()
    flat = deps.taxes.rate(place, subscription.today(now))
    if deps.tax_engine is None:
        return KnownTax(flat)
    kept = uow.place_rates.find(place_id(place))
    return kept.known_at(now) if kept else KnownTax(flat, is_asked=False, is_current=False)


def suffices(facts: Facts) -> bool:
    """For what stands next: a charge wants today's rate, a reminder of it any that was asked; a wish to leave none."""
    if facts.subscription.cancel_asked_at is not None:
        return True
    is_charge = facts.subscription.charge_on <= facts.now.date() + timedelta(days=1)  # somewhere it is tomorrow
    return facts.tax.is_current if is_charge else facts.tax.is_asked


def ask(deps: Deps, places: Iterable[Address]) -> Mapping[str, str]:
    """Each place once; why, by place, where no rate came. An engine that does not answer is asked no more this time."""
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
    """Nothing is reminded of or charged now; whoever looks after the customer reads why, once for each date."""
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
