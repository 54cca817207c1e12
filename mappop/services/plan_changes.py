"""Another plan, interval or add-on, now or from the next period on: looked at with its exact amounts first."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from datetime import date

from mappop.domain.agreed import Agreed, on_plan, with_add_on
from mappop.domain.bill import Bill, Line, LineKind, of_change, of_new_period, unused
from mappop.domain.charging import months_after
from mappop.domain.errors import Refused
from mappop.domain.invoice import Invoice, InvoiceState
from mappop.domain.place_rate import KnownTax
from mappop.domain.plan import Interval
from mappop.domain.planned import Planned, planned_after
from mappop.domain.proration import Period
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.services import disputes, pricing, settling, taxing
from mappop.services.billing import facts_of, id_of
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.invoicing import issue
from mappop.services.next_charge import NextCharge, costs_after_next, costs_from_next, next_charge, waits_for_their_word
from mappop.services.plan_letters import queue_changed
from mappop.services.pricing import Costs
from mappop.services.renewal_notices import day_of_next, foreseen

_WHY_NOT = {
    "something_open": "Something is still to be paid. Once it is, the plan can be changed.",
    "paused": "Map Pop is paused here. Say first how you want to pay.",
    "pausing": "A pause is planned or runs here. Call it off or end it first, then change the plan.",
    "ended": "Map Pop has ended here.",
    "leaving": "You have asked to cancel. Say first whether you want to stay.",
    "told": "You have been told the amount of the next payment, and that stands. After it, everything can be changed.",
    "given_back": "A part of this period was given back already: change from the next period on, or call us.",
    "tax_unknown": "The tax for this address can’t be asked for at this moment: try again in some minutes.",
    "looked_before": "The amounts have changed since you looked. Look again, please: nothing was changed.",
}
_OF_STATE = {
    SubscriptionState.PAST_DUE: "something_open",
    SubscriptionState.UNPAID: "something_open",
    SubscriptionState.PAUSED: "paused",
}


SERVICE_OVER = (SubscriptionState.CANCELED, SubscriptionState.INCOMPLETE_EXPIRED)


class NotNow(Refused):
    """Why nothing can be changed; `why` is a key, for pages in the owner's language."""

    def __init__(self, why: str) -> None:
        super().__init__(_WHY_NOT[why])
        self.why = why


@dataclass(frozen=True, slots=True)
class Wish:
    """`at_once` or from the next period on; a plan and interval, or so many of an add-on."""

    at_once: bool
    plan: str = ""
    interval: Interval = Interval.MONTH
    add_on: str = ""
    quantity: int = 0

    def agreed(self, before: Agreed, on: date) -> Agreed:
        """Raises NotFound for what is not sold, Refused for more than is."""
        if self.add_on:
            return with_add_on(before, self.add_on, self.quantity, on)
        return on_plan(before, self.plan, self.interval, on)


@dataclass(frozen=True, slots=True)
class Preview:
    """What changes, from which day on, and what it costs: `bill` is made at once, None where nothing is."""

    before: Agreed
    after: Agreed
    on: date
    bill: Bill | None
    period: Period
    credit_minor: int
    each: Costs
    pays_open_minor: int = 0  # of what it keeps for the owner
    planned: Planned = Planned()
    planned_on: date = date.max
    then: Costs = Costs()  # by what is coming
    tax: KnownTax = KnownTax(0)

    @property
    def changes_nothing(self) -> bool:
        return self.before == self.after

    @property
    def to_pay_minor(self) -> int:
        return self.bill.total_minor - self.credit_minor if self.bill else 0

    @property
    def kept_minor(self) -> int:
        return self.bill.kept_minor if self.bill else 0

    @property
    def once_minor(self) -> int:
        """The set-up fee that the next bill will have, before tax; a bill that is made at once has its own."""
        later = self.after if self.bill is None else self.planned.coming
        return later.set_up_minor if later else 0

    @property
    def seal(self) -> str:
        """What was looked at; who says yes says it to these amounts."""
        now = f"{self.bill.total_minor if self.bill else 0}:{self.kept_minor}:{self.pays_open_minor}"
        return f"{self.on}:{now}:{_sealed(self.each)}:{_sealed(self.then)}:{self.planned.dropped is not None}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What an owner has agreed to, and the next bill as it would be made today; `charge_on` is None while no day of it
    is told."""

    subscription: Subscription
    next: NextCharge
    charge_on: date | None
    today: date
    tax: KnownTax
    from_next: Costs
    after_next: Costs
    waits_minor: int | None  # asked for at once where who wished to leave stays

    @property
    def agreed(self) -> Agreed:
        return self.subscription.agreed

    @property
    def is_first(self) -> bool:
        return self.subscription.anchor is None


def _sealed(costs: Costs) -> str:
    return "-".join(map(str, astuple(costs)))


def standing(deps: Deps, business_id: str) -> Standing | None:
    """None where there is no plan, or none any more."""
    return _standing(deps, business_id, but_not=SERVICE_OVER)


def if_it_goes_on(deps: Deps, business_id: str) -> Standing | None:
    """The same of one that has been canceled and may still be taken back."""
    return _standing(deps, business_id, but_not=())


def _standing(deps: Deps, business_id: str, *, but_not: tuple[SubscriptionState, ...]) -> Standing | None:
    with deps.unit_of_work() as uow:
        subscription = uow.subscriptions.find(id_of(uow, business_id))
        if subscription is None or subscription.state in but_not:
            return None
        facts = facts_of(deps, uow, subscription)
        coming, today = next_charge(uow, facts), subscription.today(facts.now)
        return Standing(
            subscription, coming, day_of_next(facts), today, facts.tax, costs_from_next(facts), costs_after_next(facts),
            waits_for_their_word(uow, facts),
        )  # fmt: skip


def later(wish: Wish) -> Wish:
    return replace(wish, at_once=False)


def preview(deps: Deps, business_id: str, wish: Wish) -> Preview:
    """Nothing is written but the place's tax, where it is to be asked for. Raises NotNow, Refused, NotFound."""
    _ask_tax(deps, business_id, wish)
    with deps.unit_of_work() as uow:
        return _drawn(deps, uow, _facts(deps, uow, business_id), wish)


def change(deps: Deps, business_id: str, wish: Wish, *, seal: str, actor: str) -> Preview:
    """Twice is once. Raises NotNow, also where the amounts are no longer those that were looked at."""
    _ask_tax(deps, business_id, wish)
    with deps.unit_of_work() as uow:
        facts = _facts(deps, uow, business_id)
        drawn = _drawn(deps, uow, facts, wish)
        if drawn.changes_nothing:
            return drawn
        if drawn.seal != seal:
            raise NotNow("looked_before")
        _take(deps, uow, facts, drawn, actor)
        uow.commit()
        return drawn


def _ask_tax(deps: Deps, business_id: str, wish: Wish) -> None:
    """Before the transaction; where no answer comes, what is asked at once is refused in it."""
    if deps.tax_engine is None or not wish.at_once:
        return
    with deps.unit_of_work() as uow:
        facts = _facts(deps, uow, business_id)
    if not facts.tax.is_current:
        taxing.ask(deps, [facts.business.address])


def _facts(deps: Deps, uow: UnitOfWork, business_id: str) -> Facts:
    subscription = uow.subscriptions.get(id_of(uow, business_id))
    if subscription.is_paused_by_choice:
        raise NotNow("pausing")
    if subscription.state not in (SubscriptionState.TRIALING, SubscriptionState.ACTIVE):
        raise NotNow(_OF_STATE.get(subscription.state, "ended"))
    if subscription.cancel_asked_at:
        raise NotNow("leaving")
    return facts_of(deps, uow, subscription)


def _drawn(deps: Deps, uow: UnitOfWork, facts: Facts, wish: Wish) -> Preview:
    subscription, today = facts.subscription, facts.subscription.today(facts.now)
    running = subscription.running_period()
    if subscription.asks_gate and facts.reminders():
        raise NotNow("told")
    is_now = wish.at_once and running is not None and running.since(today).days > 0
    before = subscription.agreed if is_now or running is None else subscription.agreed_next
    after = wish.agreed(before, today)
    after = after if is_now or running is None else _as_it_runs(after, subscription.agreed)
    after = _set_up_once(uow, subscription, after)
    each = pricing.costs(facts, foreseen(facts, after))
    if not is_now or running is None or before == after:
        nothing = Period(subscription.charge_on, subscription.charge_on)
        return Preview(before, after, subscription.charge_on, None, nothing, 0, each, then=each, tax=facts.tax)
    bill, period = _bill(deps, facts, after, running, _billed(uow, facts, today))
    credit = min(pricing.owed(uow, facts.business.id), bill.total_minor)
    pays_open = min(bill.kept_minor, settling.open_minor(uow, subscription)) if bill.kept_minor else 0
    planned = planned_after(subscription.agreed_next, before, after, today)
    then = pricing.costs(facts, foreseen(facts, planned.coming or after))
    return Preview(
        before, after, today, bill, period, credit, each, pays_open, planned, subscription.charge_on, then, facts.tax
    )  # fmt: skip


def _as_it_runs(after: Agreed, running: Agreed) -> Agreed:
    """Who comes back to the plan that runs, before another one began, has it as agreed, add-ons too; no fee anew."""
    if after.interval is running.interval:
        known = {one.key: one for one in running.add_ons}
        as_agreed = (replace(known.get(one.key, one), quantity=one.quantity) for one in after.add_ons)
        after = replace(after, add_ons=tuple(as_agreed))
    if (after.plan, after.interval) != (running.plan, running.interval):
        return after
    price, version, fee = running.price_minor, running.version, running.set_up_minor
    return replace(after, price_minor=price, version=version, set_up_minor=fee)


def _set_up_once(uow: UnitOfWork, subscription: Subscription, after: Agreed) -> Agreed:
    """No fee for a plan by which the newest period was billed, in whole or in part: it is set up."""
    running = subscription.running_period()
    if running is None or not after.set_up_minor:
        return after
    known = [one for one in uow.invoices.where(subscription_id=subscription.id) if one.period_end > running.start]
    lines = [line for one in known for line in pricing.lines_of(one, subscription)]
    is_set_up = any(line.kind is LineKind.PLAN and line.key == after.plan for line in lines)
    return replace(after, set_up_minor=0) if is_set_up else after


def _bill(deps: Deps, facts: Facts, after: Agreed, running: Period, billed: list[Line]) -> tuple[Bill, Period]:
    """The rest of the running period; or a new one from today on, where the interval is another."""
    today, rate = facts.subscription.today(facts.now), facts.tax.millionths
    if not facts.tax.is_current:
        raise NotNow("tax_unknown")
    if after.interval is facts.subscription.interval:
        return of_change(billed, _with_coupon_of(billed, after, today), running, today, rate), running.since(today)
    if facts.subscription.resume_on is not None:
        raise NotNow("pausing")  # its first day is the end of the period that runs, and that would be another one
    period = Period(today, months_after(today, after.interval.months))
    return of_new_period(billed, after, period, rate), period


def _with_coupon_of(billed: list[Line], after: Agreed, today: date) -> Agreed:
    """The rest of a period has the coupon that its bill had: one used up by it still counts, a newer one not yet."""
    runs = {line.key for line in unused(billed, today)}
    used = next((line.key for line in billed if line.kind is LineKind.COUPON and line.key in runs), "")
    return replace(after, coupon=used)


def _billed(uow: UnitOfWork, facts: Facts, today: date) -> list[Line]:
    """Everything that was asked and still runs; raises Refused where a part of it was given back otherwise, or taken
    back by a bank."""
    known = uow.invoices.where(subscription_id=facts.subscription.id)
    invoices = [one for one in known if pricing.is_running(one, facts.subscription, today)]
    if any(_is_given_back(uow, one) or disputes.disputed_of(uow, one) for one in invoices):
        raise NotNow("given_back")
    asked = [one for one in invoices if one.state in (InvoiceState.OPEN, InvoiceState.PAID)]
    return [line for one in asked for line in pricing.lines_of(one, facts.subscription)]


def _is_given_back(uow: UnitOfWork, invoice: Invoice) -> bool:
    """Also while a second person has not decided: what would be left is not known."""
    return any(one.counts for one in uow.corrections.where(invoice_id=invoice.id))


def _take(deps: Deps, uow: UnitOfWork, facts: Facts, drawn: Preview, actor: str) -> None:
    subscription = facts.subscription
    if drawn.bill is not None:
        _take_now(deps, uow, facts, drawn, drawn.bill, actor)
    elif subscription.anchor is None:
        subscription.agree(drawn.after)
    else:
        subscription.agree_next(drawn.after if drawn.after != subscription.agreed else None)
    data = {"subscription": subscription.id, "on": drawn.on.isoformat(), "from": _said(drawn.before),
            "to": _said(drawn.after), "each_minor": drawn.each.each_minor, "seal": drawn.seal}  # fmt: skip
    uow.record(facts.business.id, "plan_changed" if drawn.bill else "plan_change_planned", actor=actor, data=data)
    queue_changed(
        deps, uow, facts, on=drawn.on, costs=drawn.each, interval=drawn.after.interval,
        planned=drawn.planned, planned_on=drawn.planned_on, then=drawn.then, once_minor=drawn.once_minor,
    )  # fmt: skip


def _take_now(deps: Deps, uow: UnitOfWork, facts: Facts, drawn: Preview, bill: Bill, actor: str) -> None:
    subscription, is_new_period = facts.subscription, drawn.after.interval is not facts.subscription.interval
    subscription.agree(drawn.after)
    subscription.agree_next(None)
    if is_new_period:
        subscription.begin_anew(drawn.on)
        subscription.charged(drawn.on)
    subscription.agree(drawn.after.billed() if is_new_period else replace(drawn.after, set_up_minor=0))
    subscription.agree_next(drawn.planned.coming)
    number = len(uow.invoices.where(subscription_id=subscription.id))
    issue(deps, uow, facts, bill, drawn.period, cause=f"change-{number}", actor=actor)


def _said(agreed: Agreed) -> str:
    add_ons = "".join(f" + {one.quantity} {one.key}" for one in agreed.add_ons)
    return f"{agreed.plan} by the {agreed.interval.value}{add_ons}"
