"""From the free month to the first charge and on: reminded in time, charged through the gate or not at all.

Safe to run at any time, twice, and after a long stop: each step looks at what is written and does what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from functools import partial

from mappop import ids
from mappop.domain.bill_run import BillRun
from mappop.domain.charge_gate import Condition, GateAnswer
from mappop.domain.charging import local, rules
from mappop.domain.errors import Refused
from mappop.domain.payment import current
from mappop.domain.place_rate import place_id
from mappop.domain.plan import plan
from mappop.domain.subscription import Change, PayBy, Subscription, SubscriptionState
from mappop.domain.trial import Trial
from mappop.services import messages, records, taxing
from mappop.services.batches import take_on
from mappop.services.billing_messages import queue_paused, queue_reminder, queue_second_reminder
from mappop.services.charge_gate import Facts, answer_gate, load
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.invoicing import invoice_period
from mappop.services.next_charge import next_charge
from mappop.services.reaching import CHANNELS
from mappop.services.renewal_notices import agreed_for_next, is_year_told
from mappop.services.subscription_states import take
from mappop.services.unreached import ask_for_address

BATCH = 100
LOOK = 5_000  # ids at once: of 100,000 that are due a look sorts all, 20 ms of SQLite (2026-11-28)


@dataclass(slots=True)
class Run:
    """What one run did, counted by subscription; `moved` are charges that got a later day."""

    looked_at: int = 0
    reminded: int = 0
    charged: int = 0
    moved: int = 0
    paused: int = 0

    def add(self, other: Run) -> None:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def open_subscription(deps: Deps, uow: UnitOfWork, trial: Trial) -> Subscription:
    """Begin the subscription of a trial that its owner just confirmed, in the caller's transaction.

    Its first charge is on the day that the owner read.
    """
    now = deps.clock.now()
    return uow.subscriptions.add(
        Subscription(
            ids.new_id("sub"), trial.business_id, trial.id, trial.plan, trial.price_minor, trial.timezone,
            trial.dates(now).first_charge, now,
            price_version=plan(trial.plan).on(local(trial.sold_at, trial.timezone).date()).id,
        )
    )  # fmt: skip


def choose_invoice(deps: Deps, business_id: str, *, actor: str) -> Subscription:
    """Let the owner pay by check or transfer; a paused trial goes on by that. Doing it again changes nothing."""
    with deps.unit_of_work() as uow:
        subscription = uow.subscriptions.get(id_of(uow, business_id))
        if subscription.pay_by is PayBy.INVOICE:
            return subscription
        if not take_way(deps, uow, subscription, PayBy.INVOICE, since=deps.clock.now(), actor=actor):
            uow.commit()
            raise Refused("This subscription has ended.")
        uow.commit()
        return subscription


def take_way(
    deps: Deps, uow: UnitOfWork, subscription: Subscription, way: PayBy, *, since: datetime, actor: str
) -> bool:  # fmt: skip
    """Take the owner's word on how they pay from now on, in the caller's transaction; a paused trial goes on by that.

    A word that is older than the one we have changes nothing. False where the subscription has ended.
    """
    was_paused = subscription.state is SubscriptionState.PAUSED and not subscription.is_paused_by_choice
    if subscription.has_newer_word(since):
        return True
    is_taken = take(uow, subscription, Change.METHOD_GIVEN, actor=actor, cause="the owner's choice")
    if not is_taken and not subscription.is_paused_by_choice:
        return False
    subscription.pay_by, subscription.pay_by_since = way, since
    data = {"pay_by": way.value, "state": subscription.state.value}
    uow.record(subscription.business_id, "method_given", actor=actor, data=data)
    if was_paused:
        _remind_anew(deps, uow, facts_of(deps, uow, subscription), why=[Condition.METHOD])
    return True


def take_saved_way(deps: Deps, uow: UnitOfWork, subscription: Subscription, *, actor: str) -> None:
    """After an end was taken back: pay by the card or bank that the owner saved meanwhile, if they did."""
    method, word = current(uow.payment_methods.where(business_id=subscription.business_id)), subscription.pay_by_since
    if method is not None and (word is None or word < method.added_at):
        take_way(deps, uow, subscription, PayBy(method.kind.value), since=method.added_at, actor=actor)


def id_of(uow: UnitOfWork, business_id: str) -> str:
    found = uow.subscriptions.first(business_id=business_id)
    return found.id if found else ""


def run(deps: Deps) -> Run:
    """Do everything that is due now, in transactions of at most BATCH subscriptions.

    A batch that fails is done again one by one, so that a subscription which can't be worked on keeps no other from its
    charge. The first fault is raised when all else is done.
    """
    done, after, faults, began_at = Run(), "", list[Exception](), deps.clock.now()
    day = began_at.date() + timedelta(days=1)  # somewhere it is tomorrow already
    while True:
        with deps.unit_of_work() as uow:
            due = uow.charges_due(remind_by=day + rules().remind_before, charge_by=day, after=after, most=LOOK)
        for first in range(0, len(due), BATCH):
            batch = due[first : first + BATCH]
            faults += take_on(batch, partial(_take_on, deps, done, ask_taxes(deps, batch)))
        if len(due) < LOOK:
            break
        after = due[-1]
    if faults or any((done.reminded, done.charged, done.moved, done.paused)):
        _note(deps, done, faults, began_at)
    if faults:
        raise faults[0]
    return done


def _note(deps: Deps, done: Run, faults: Sequence[Exception], began_at: datetime) -> None:
    kind = type(faults[0]).__name__ if faults else ""
    with deps.unit_of_work() as uow:
        uow.bill_runs.add(BillRun(ids.new_id("run"), began_at, deps.clock.now(), asdict(done), len(faults), kind))
        uow.commit()


def ask_taxes(deps: Deps, due: Sequence[str]) -> Mapping[str, str]:
    """Ask the tax engine about the places of these subscriptions, where one is set and their rates don't suffice.

    Called before the transaction that works on them. Returns the reason, by place, where no rate came.
    """
    if deps.tax_engine is None:
        return {}
    with deps.unit_of_work() as uow:
        load(uow, due)
        found = [facts_of(deps, uow, uow.subscriptions.get(subscription_id)) for subscription_id in due]
    return taxing.ask(deps, [facts.business.address for facts in found if not taxing.suffices(facts)])


def _take_on(deps: Deps, done: Run, untold: Mapping[str, str], due: Sequence[str]) -> None:
    batch = Run(len(due))
    with deps.unit_of_work() as uow:
        uow.gather()
        load(uow, due)
        for subscription_id in due:
            facts = facts_of(deps, uow, uow.subscriptions.get(subscription_id))
            if not taxing.suffices(facts):
                taxing.wait(uow, facts, untold.get(place_id(facts.business.address), ""))
                continue
            if facts.subscription.is_paused_by_choice:
                _end_pause(deps, uow, facts)
            if facts.subscription.state is SubscriptionState.ACTIVE and not facts.subscription.asks_gate:
                _renew(deps, uow, facts, batch)
            elif facts.subscription.state in (SubscriptionState.TRIALING, SubscriptionState.ACTIVE):
                _towards_first_charge(deps, uow, facts, batch)
        uow.commit()
    done.add(batch)


def facts_of(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> Facts:
    """Everything that decides about the subscription's next charge, as it stands now."""
    trial = uow.trials.get(subscription.trial_id)
    business, _ = records.current_business(uow, subscription.business_id)
    is_told_of = subscription.asks_gate or subscription.is_paused_by_choice or subscription.needs_notice
    letters = uow.messages.where(business_id=business.id) if is_told_of else ()
    saved = uow.payment_methods.where(business_id=business.id) if subscription.is_charged_by_itself else ()
    is_quiet = messages.is_quiet(uow, trial)
    return Facts(
        subscription, trial, business, letters, deps.clock.now(), is_quiet=is_quiet, method=current(saved),
        tax=taxing.known(deps, uow, business.address, subscription),
    )  # fmt: skip


def _renew(deps: Deps, uow: UnitOfWork, facts: Facts, done: Run) -> None:
    """Invoice every period that has begun, one after the other, so that a long stop of ours leaves out none.

    While a wish to cancel is open none is invoiced; they follow if it is taken back. A year is renewed only where the
    owner was told of that in time, and a pause that is due begins instead of a period.
    """
    while facts.subscription.cancel_asked_at is None and facts.subscription.may_be_charged(facts.now):
        if facts.subscription.resume_on is not None:
            _begin_pause(uow, facts)
            return
        agreed = agreed_for_next(facts)
        if agreed is None:
            return
        facts.subscription.agree_next(agreed)
        invoice_period(deps, uow, facts)
        done.charged += 1


def _begin_pause(uow: UnitOfWork, facts: Facts) -> None:
    """Begin the pause that the owner chose, as what was paid has ended: nothing is charged until its last day."""
    before = facts.subscription.charge_on
    facts.subscription.begin_pause()
    data = {"start": before.isoformat(), "until": facts.subscription.charge_on.isoformat()}
    uow.record(facts.business.id, "pause_began", actor="schedule", data=data)


def _end_pause(deps: Deps, uow: UnitOfWork, facts: Facts) -> None:
    """End the owner's pause seven days before the charge that follows it, which is reminded of as the first of all was.

    A year's pause goes on until its renewal was told in time.
    """
    subscription = facts.subscription
    if subscription.renews_a_year and not is_year_told(facts):
        return
    if subscription.today(facts.now) >= subscription.remind_on:
        subscription.resume(facts.now, charge_on=subscription.charge_on)
        for pause in uow.pauses.where(subscription_id=subscription.id):
            pause.ended_on = pause.ended_on or subscription.charge_on
        data = {"charge_on": subscription.charge_on.isoformat()}
        uow.record(facts.business.id, "pause_ended", actor="schedule", data=data)


def _towards_first_charge(deps: Deps, uow: UnitOfWork, facts: Facts, done: Run) -> None:
    refused = uow.gate_answers.first(subscription_id=facts.subscription.id, charge_on=facts.subscription.charge_on)
    if facts.subscription.cancel_asked_at:
        _hold(deps, uow, facts, refused)
    elif refused is not None:
        done.moved += _remind_anew(deps, uow, facts, why=list(refused.closed_by))
    elif facts.subscription.may_be_charged(facts.now):
        _ask_gate(deps, uow, facts, done)
    else:
        _remind(deps, uow, facts, done)


def _hold(deps: Deps, uow: UnitOfWork, facts: Facts, refused: GateAnswer | None) -> None:
    """Charge nothing while a wish to cancel is open, and send no reminder.

    On the day of the charge the gate's no is kept, once; the day does not move.
    """
    if refused is None and facts.subscription.may_be_charged(facts.now):
        _record(uow, facts, "charge_refused", uow.gate_answers.add(_answer(deps, uow, facts)))


def _answer(deps: Deps, uow: UnitOfWork, facts: Facts) -> GateAnswer:
    return answer_gate(uow, facts, asked_minor=next_charge(uow, facts).to_pay_minor)


def _ask_gate(deps: Deps, uow: UnitOfWork, facts: Facts, done: Run) -> None:
    """Ask the charge gate, keep its answer with the evidence, and act on it in the same transaction."""
    answer = uow.gate_answers.add(_answer(deps, uow, facts))
    if answer.is_open:
        invoice_period(deps, uow, facts)
        done.charged += 1
    elif answer.closed_by == (Condition.METHOD,):
        _pause(deps, uow, facts, answer)
        done.paused += 1
    else:
        _record(uow, facts, "charge_refused", answer)
        done.moved += _remind_anew(deps, uow, facts, why=list(answer.closed_by))


def _pause(deps: Deps, uow: UnitOfWork, facts: Facts, answer: GateAnswer) -> None:
    take(uow, facts.subscription, Change.FOUND_WITHOUT_METHOD, actor="schedule", cause=answer.id)
    _record(uow, facts, "trial_paused", answer)
    queue_paused(deps, uow, facts)


def _remind(deps: Deps, uow: UnitOfWork, facts: Facts, done: Run) -> None:
    """Send the reminder on the day that it is meant for, and the second one some days before the charge.

    Where the first can no longer arrive on its day, charge and reminder get another day.
    """
    subscription, here = facts.subscription, local(facts.now, facts.subscription.timezone)
    if here.hour < rules().remind_from_hour or here.date() < subscription.remind_on:
        return
    reminders = facts.reminders()
    if not reminders and here.date() == subscription.remind_on:
        if facts.addresses():
            queue_reminder(deps, uow, facts)
            done.reminded += 1
        else:
            ask_for_address(deps, uow, facts)
    elif not facts.may_still_count(reminders):
        done.moved += _remind_anew(deps, uow, facts, why=[Condition.REMINDED])
    elif here.date() >= subscription.charge_on - rules().remind_again_before:
        done.reminded += queue_second_reminder(deps, uow, facts)


def _remind_anew(deps: Deps, uow: UnitOfWork, facts: Facts, *, why: list[Condition]) -> int:
    """Move the charge to seven days from today and remind of that day; how many charges moved (0 or 1).

    Without an address of the owner's that works, nothing moves and support is told.
    """
    here = local(facts.now, facts.subscription.timezone)
    if not facts.addresses():
        ask_for_address(deps, uow, facts)
        return 0
    if here.hour < rules().remind_from_hour:
        return 0
    before, day = facts.subscription.charge_on, here.date() + rules().remind_before
    if before == day and {CHANNELS[key] for key in facts.addresses()} <= {one.channel for one in facts.reminders()}:
        return 0  # each channel has had its letter of today: tomorrow brings another date
    moved = _moved_because(facts, why)
    facts.subscription.charge_on = day
    data = {"from": before.isoformat(), "to": facts.subscription.charge_on.isoformat(), "why": [w.value for w in why]}
    uow.record(facts.business.id, "charge_moved", actor="schedule", data=data)
    queue_reminder(deps, uow, facts, moved_from=before, moved=moved)
    return 1


def _moved_because(facts: Facts, why: list[Condition]) -> str:
    """The name of the line that tells the owner why; of several reasons the first that is the owner's or the site's."""
    told = (Condition.WANTED, Condition.UNDISPUTED, Condition.METHOD, Condition.SITE)
    first = next((one for one in told if one in why), None)
    if first is not None:
        return f"moved_{first.value}"
    if Condition.REMINDED in why and facts.was_told_elsewhere():
        return "moved_reach"
    return "moved_sum" if why == [Condition.TOLD] else "moved"


def _record(uow: UnitOfWork, facts: Facts, event: str, answer: GateAnswer) -> None:
    data = {"subscription": facts.subscription.id, "charge_on": answer.charge_on.isoformat(), "gate": answer.id,
            "closed_by": [condition.value for condition in answer.closed_by]}  # fmt: skip
    uow.record(facts.business.id, event, actor="schedule", data=data)
