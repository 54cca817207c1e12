"""What is known of a subscription when its first charge is asked for, and the gate's answer from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mappop import ids
from mappop.domain.business import Business
from mappop.domain.charge_gate import Condition, GateAnswer, Proof, answer
from mappop.domain.charging import local, rules
from mappop.domain.message import Message, MessageState
from mappop.domain.payment import PaymentMethod
from mappop.domain.place_rate import KnownTax
from mappop.domain.subscription import PayBy, Subscription
from mappop.domain.terms import price
from mappop.domain.trial import Trial, TrialState
from mappop.services.deps import UnitOfWork
from mappop.services.disputes import blocks_charge

REMINDER = "charge_reminder"
_FAILED = (MessageState.BOUNCED, MessageState.REFUSED)


@dataclass(frozen=True, slots=True)
class Facts:
    """One subscription with all that decides about its charge; `letters` are all messages of its business."""

    subscription: Subscription
    trial: Trial
    business: Business
    letters: Sequence[Message]
    now: datetime
    is_quiet: bool = False  # the mobile takes no texts of ours: its owner said so
    method: PaymentMethod | None = None
    tax: KnownTax = KnownTax(0)

    @property
    def has_way_to_pay(self) -> bool:
        """A check or transfer needs nothing saved; a card or bank has to be chargeable still."""
        return self.method is not None or self.subscription.pay_by is PayBy.INVOICE

    def reminders(self) -> list[Message]:
        """The reminders of the charge on the day that stands now."""
        reason = f":{self.reminder_reason}"
        return [m for m in self.letters if m.kind == REMINDER and m.key.endswith(reason)]

    @property
    def reminder_reason(self) -> str:
        return f"{self.subscription.id}:{self.subscription.charge_on.isoformat()}"

    def addresses(self) -> dict[str, str]:
        """The owner's mobile and mail address, without those at which the newest message that we heard of failed."""
        answered = (m for m in self.letters if m.state in (MessageState.DELIVERED, *_FAILED))
        newest = {m.to: m for m in sorted(answered, key=lambda m: m.created_at)}
        keys = ("email",) if self.is_quiet else ("mobile", "email")
        known = {key: str(self.trial.owner.get(key) or "") for key in keys}
        return {key: to for key, to in known.items() if to and not (to in newest and newest[to].state in _FAILED)}

    def may_still_count(self, reminders: Sequence[Message]) -> bool:
        """Whether a reminder arrived on its day or, on that day, is on its way; one that comes later is no proof."""
        is_day = self.subscription.today(self.now) == self.subscription.remind_on
        is_under_way = is_day and any(m.state not in _FAILED and self.is_to_owner(m) for m in reminders)
        return self.delivered(reminders) is not None or is_under_way

    def delivered(self, reminders: Sequence[Message]) -> Message | None:
        """The reminder that reached the owner on the day that it was meant for, where the owner is still written to."""
        arrived = (m for m in reminders if m.state is MessageState.DELIVERED and self.is_to_owner(m))
        return next((m for m in arrived if self._was_in_time(m)), None)

    def was_told_elsewhere(self) -> bool:
        """Whether a reminder arrived in time, but at a number or address that was corrected since."""
        arrived = (m for m in self.reminders() if m.state is MessageState.DELIVERED and self._was_in_time(m))
        return any(not self.is_to_owner(m) for m in arrived)

    def is_to_owner(self, message: Message) -> bool:
        """Whether the message went to the owner's present mobile or address.

        One that was corrected since may never have been the owner's: a slip of the pen reaches a stranger.
        """
        return message.to in (self.trial.owner.get("mobile"), self.trial.owner.get("email"))

    def _was_in_time(self, message: Message) -> bool:
        at = message.changed_at
        return at is not None and local(at, self.subscription.timezone).date() == self.subscription.remind_on


def load(uow: UnitOfWork, subscription_ids: Sequence[str]) -> None:
    """Read all rows that decide about these subscriptions, one query for each table.

    Rows that only the gate looks at are left out for renewals, letters too unless a notice is needed.
    """
    uow.subscriptions.load("id", subscription_ids)
    found = [uow.subscriptions.get(id) for id in subscription_ids]
    businesses, trials = [one.business_id for one in found], [one.trial_id for one in found]
    uow.trials.load("id", trials)
    uow.businesses.load("id", businesses)
    for of_business in (uow.revisions, uow.people, uow.customer_credits):
        of_business.load("business_id", businesses)
    gated = [one for one in found if one.asks_gate or one.is_paused_by_choice]
    first = [one.business_id for one in gated]
    uow.consents.load("trial_id", [one.trial_id for one in gated])
    uow.sites.load("business_id", first)
    told = [one.business_id for one in found if one.needs_notice]
    uow.messages.load("business_id", {*first, *told})
    uow.disputes.load("business_id", first)
    uow.quiet_numbers.load("number", [number for id in trials if (number := uow.trials.get(id).owner.get("mobile"))])
    by_itself = [one.business_id for one in found if one.is_charged_by_itself]
    uow.payment_methods.load("business_id", {*first, *by_itself})
    uow.gate_answers.load("subscription_id", subscription_ids)
    uow.invoice_numbers.load("issuer", [rules().issuer])


def answer_gate(uow: UnitOfWork, facts: Facts, *, asked_minor: int) -> GateAnswer:
    """Every condition with its evidence, from rows alone; `asked_minor` is what would be charged now."""
    proofs = (
        Proof(Condition.CONSENT, _consent(uow, facts)),
        Proof(Condition.WANTED, "" if facts.subscription.cancel_asked_at else "no wish to cancel is open"),
        Proof(Condition.CONFIRMED, _confirmed(facts)),
        Proof(Condition.UNDISPUTED, "" if blocks_charge(uow, facts.business.id) else "no dispute is open"),
        Proof(Condition.METHOD, _method(facts)),
        Proof(Condition.SITE, _site(uow, facts)),
        Proof(Condition.REACHABLE, ", ".join(facts.addresses().values())),
        Proof(Condition.REMINDED, _reminded(facts)),
        Proof(Condition.TOLD, _told(facts, asked_minor)),
    )
    return answer(ids.new_id("gate"), facts.subscription.id, facts.subscription.charge_on, facts.now, proofs)


def _consent(uow: UnitOfWork, facts: Facts) -> str:
    consent = uow.consents.first(trial_id=facts.trial.id)
    if consent is None or facts.trial.canceled_at is not None:
        return ""
    return f"{consent.id}, words of {consent.disclosure_version}, recording {consent.recording}"


def _confirmed(facts: Facts) -> str:
    trial = facts.trial
    if trial.state is not TrialState.RUNNING or trial.confirmed_at is None:
        return ""
    return f"confirmed by {trial.confirmation.get('way', '')} at {_utc(trial.confirmed_at)}"


def _method(facts: Facts) -> str:
    if facts.method is not None:
        method = facts.method
        return f"{method.kind.value} {method.label}, {method.id}, saved {_utc(method.added_at)}"
    return "pays by invoice" if facts.has_way_to_pay else ""


def _site(uow: UnitOfWork, facts: Facts) -> str:
    site = uow.sites.find(facts.business.id)
    return f"version {site.version} live since {site.published_at:%Y-%m-%d}" if site and site.published_at else ""


def _reminded(facts: Facts) -> str:
    found = facts.delivered(facts.reminders())
    if found is None or found.changed_at is None:
        return ""
    return f"message {found.id} to {found.to}, delivered {_utc(found.changed_at)}"


def _told(facts: Facts, asked_minor: int) -> str:
    """The proof that no more is asked than the reminder told; empty where the sum rose, by a tax or a credit used up.

    Reminders from before sums were kept in them prove it by themselves.
    """
    found = facts.delivered(facts.reminders())
    if found is None:
        return f"{price(asked_minor)} is asked, and there is no reminder to hold it to"
    told = told_minor(found)
    if told is None:
        return f"{price(asked_minor)} is asked, and the reminder notes no sum"
    return f"{price(asked_minor)} is asked, {price(told)} was told" if asked_minor <= told else ""


def told_minor(reminder: Message) -> int | None:
    """The cents that the reminder told: the third part of its key; None in those from before sums were kept."""
    cents = reminder.key.split(":")[2]
    return int(cents) if cents.isdecimal() else None


def _utc(moment: datetime) -> str:
    """As a bank's clerk reads it."""
    return moment.astimezone(UTC).isoformat(" ", "seconds").removesuffix("+00:00") + " UTC"
