"""From the agent's words to the owner's yes. Only the confirmation starts anything; day 0 is then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from checkers.normalise import phone as phones
from mappop import ids
from mappop.domain import terms
from mappop.domain.business import Business
from mappop.domain.errors import FieldError, Invalid, NotFound, Refused
from mappop.domain.lead import Call, Disposition
from mappop.domain.person import CurrentPerson, Person
from mappop.domain.roles import Role
from mappop.domain.site import Site
from mappop.domain.trial import CONFIRM_WITHIN, ConfirmationWay, Consent, Draft, Trial, TrialState, trial_dates
from mappop.services import channels, checking, known_by, provisioning, records, risk
from mappop.services.billing import open_subscription
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.drafts import own_draft
from mappop.services.messages import queue_confirmation, queue_welcome
from mappop.services.second_trials import seems_sold, shares_host, shares_mail_host, wait_turn

SEND_MOST = 5
SEND_APART = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who said yes, and on whose authority."""

    agreed_by: str
    role: str
    authority: str
    recording: str
    language: str = "en"
    wants_verifier: bool = False


def start_trial(deps: Deps, draft_id: str, *, who: CurrentPerson, agreement: Agreement) -> str:
    """Turn the draft into a trial that waits for its owner; the trial's id. Submitting twice gives the same one."""
    with deps.unit_of_work() as uow:
        draft = own_draft(uow, draft_id, who)
        if draft.trial_id:
            return draft.trial_id
        risk.refuse_if_stopped(deps, uow, draft.centre_id)
        business = records.take_in(deps, draft.record)
        clauses = _clauses(deps, draft, who, business, agreement)
        identity = records.identity(business)
        wait_turn(uow, business, str(draft.owner.get("email") or ""))
        _refuse_second_trial(uow, identity)
        doubt = _doubt(uow, business, draft.owner, agreement)
        business = records.add_business(deps, uow, business, made_by=who.id)
        trial = _new_trial(deps, draft, who, business, identity, agreement, doubt)
        uow.trials.add(trial)
        known_by.note(uow, business, trial.owner["email"])
        uow.sites.add(Site(business.id, draft.theme or deps.default_theme(business.trade)))
        uow.consents.add(_consent(trial, clauses, agreement, who, deps.clock.now()))
        uow.record(business.id, "consent_recorded", actor=who.id, data={"trial": trial.id, "version": clauses.version})
        _close_lead(deps, uow, draft, who, trial)
        if trial.way is ConfirmationWay.LINK:
            queue_confirmation(deps, uow, trial, business, attempt=1)
        uow.commit()
    return trial.id


@dataclass(frozen=True, slots=True)
class _Clauses:
    version: str
    rows: list[dict[str, str]]


def _clauses(deps: Deps, draft: Draft, who: CurrentPerson, business: Business, agreement: Agreement) -> _Clauses:
    """The clauses as read out, each with its tick; raises Invalid where one was not read or nobody agreed."""
    disclosure = disclosure_for(deps, who=who, business=business, language=agreement.language)
    ticks = draft.ticks_in(agreement.language)
    faults = [
        FieldError(f"clause.{clause.id}", "was not read out", "read it to the owner and tick it")
        for clause in disclosure.clauses
        if clause.id not in ticks
    ]
    for name in ("agreed_by", "role", "authority", "recording"):
        if not getattr(agreement, name).strip():
            faults.append(FieldError(name, "is missing", _AGREEMENT_REMEDIES[name]))
    if faults:
        raise Invalid(faults)
    rows = [{"id": c.id, "text": c.text, "ticked_at": ticks[c.id]} for c in disclosure.clauses]
    return _Clauses(disclosure.version, rows)


_AGREEMENT_REMEDIES = {
    "agreed_by": "the name of who said yes",
    "role": "owner, manager, …",
    "authority": "how they may decide for the business, in their words",
    "recording": "the number of the call's recording",
}


def disclosure_for(deps: Deps, *, who: CurrentPerson, business: Business, language: str) -> terms.Disclosure:
    """What is to be read out now, with today's dates in the business's own zone."""
    dates = trial_dates(deps.clock.now(), business.timezone)
    price = terms.plan(dates.day_0).price_minor
    return terms.disclosure(
        agent=who.name, business=business.name, price_minor=price, dates=dates, language=language
    )  # fmt: skip


def _refuse_second_trial(uow: UnitOfWork, identity: str) -> None:
    for trial in uow.trials.where(identity=identity):
        if trial.state in (TrialState.AWAITING_CONFIRMATION, TrialState.RUNNING):
            raise Refused("This business has a trial already: one for each business. Look it up by its phone.")


def _doubt(uow: UnitOfWork, business: Business, owner: Mapping[str, Any], agreement: Agreement) -> str:
    """Why a verifier has to find out first whether this is another business.

    Raises Refused where it seems to be the same one and the agent did not ask for a verifier.
    """
    if seems := seems_sold(uow, business):
        if agreement.wants_verifier:
            return seems
        raise Refused(
            f"{seems} One free month for each business. If the owner says that this is another one, choose “A verifier "
            "calls”: they find out what tells the two apart."
        )
    return shares_host(uow, business, str(owner.get("email") or ""))


def _new_trial(
    deps: Deps, draft: Draft, who: CurrentPerson, business: Business, identity: str, agreement: Agreement, doubt: str
) -> Trial:
    now = deps.clock.now()
    plan = terms.plan(trial_dates(now, business.timezone).day_0)
    owner = {**draft.owner, "mobile": phones.e164(draft.owner.get("mobile", ""))}
    owner["email"] = str(owner.get("email") or "").strip()
    by_link = bool(owner["mobile"] or owner["email"]) and not agreement.wants_verifier and not doubt
    return Trial(
        id=ids.new_id("trial"), business_id=business.id, centre_id=who.centre_id or "", agent_id=who.id,
        plan=plan.key, price_minor=plan.price_minor, owner=owner,
        way=ConfirmationWay.LINK if by_link else ConfirmationWay.VERIFIER,
        sold_at=now, confirm_by=now + CONFIRM_WITHIN, timezone=business.timezone, identity=identity,
        lead_id=draft.lead_id, language=agreement.language, doubt=doubt,
    )  # fmt: skip


def _consent(trial: Trial, clauses: _Clauses, said: Agreement, who: CurrentPerson, at: datetime) -> Consent:
    return Consent(
        ids.new_id("consent"), trial.id, trial.business_id, clauses.version, clauses.rows, said.agreed_by.strip(),
        said.role.strip(), said.authority.strip(), said.recording.strip(), at, who.id,
    )  # fmt: skip


def _close_lead(deps: Deps, uow: UnitOfWork, draft: Draft, who: CurrentPerson, trial: Trial) -> None:
    draft.trial_id = trial.id
    if draft.scan_id:
        uow.scans.get(draft.scan_id).business_id = trial.business_id
    if draft.lead_id:
        now = deps.clock.now()
        uow.leads.get(draft.lead_id).close_call(Disposition.SOLD, at=now, call_back_at=None)
        uow.calls.add(Call(ids.new_id("call"), draft.lead_id, who.id, Disposition.SOLD, now))


def confirm_by_link(deps: Deps, trial_id: str, *, evidence: Mapping[str, Any]) -> Trial:
    """The owner's tap on the signed link, which the caller has verified."""
    return _confirm(deps, trial_id, actor="owner", evidence={"way": ConfirmationWay.LINK.value, **evidence})


def confirm_by_verifier(
    deps: Deps,
    trial_id: str,
    *,
    who: CurrentPerson,
    recording: str,
    number: str,
    number_from: str,
    spoke_with: str = "",
    apart: str = "",
    mobile: str = "",
    email: str = "",
) -> Trial:
    """A verifier's recorded call to an independently found number; never the seller.

    Where the owner gives a mobile or an address on that call, the written confirmation goes there. `apart` says what
    tells it apart from a business that had its trial, where the sale is in doubt; raises Refused without it.
    """
    faults = [
        FieldError(name, "is missing", remedy)
        for name, value, remedy in (
            ("recording", recording, "the number of the call's recording"),
            ("number", number, "the number that you called"),
            ("number_from", number_from, "where you found it, independently of the sale"),
        )
        if not value.strip()
    ]
    faults += channels.channel_faults(mobile.strip(), email.strip())
    if faults:
        raise Invalid(faults)
    evidence = {
        "way": ConfirmationWay.VERIFIER.value, "verifier": who.id, "recording": recording.strip(),
        "number": number.strip(), "number_from": number_from.strip(), "spoke_with": spoke_with.strip(),
        "apart": apart.strip(),
    }  # fmt: skip
    return _confirm(
        deps, trial_id, actor=who.id, evidence=evidence, never_by=who.id, channel={"mobile": mobile, "email": email}
    )


def _confirm(
    deps: Deps, trial_id: str, *, actor: str, evidence: dict[str, Any], never_by: str = "",
    channel: Mapping[str, str] | None = None,
) -> Trial:  # fmt: skip
    """One transaction: the trial runs, its listings are planned, its work is written. Twice changes nothing."""
    with deps.unit_of_work() as uow:
        trial = uow.trials.get(trial_id)
        if never_by and trial.agent_id == never_by:
            raise Refused("Who sold it can't verify it. Leave it to another verifier.")
        if not trial.confirm(at=deps.clock.now(), evidence=evidence):
            return trial
        business, revision = records.current_business(uow, trial.business_id)
        if channel:
            _ask_apart(uow, trial, business, channel.get("email", "").strip(), evidence)
            trial.owner = channels.corrected(trial.owner, **channel)
        known_by.note(uow, business, str(trial.owner.get("email") or ""))
        uow.record(business.id, "trial_started", actor=actor, data={"trial": trial.id, **evidence})
        _add_owner(deps, uow, trial, business)
        checking.keep_day_0(deps, uow, business, revision)
        provisioning.plan_listings(deps, uow, business)
        uow.enqueue("jobs.sites.publish", {"business_id": business.id}, key=f"publish:{business.id}:{revision}")
        open_subscription(deps, uow, trial)
        queue_welcome(deps, uow, trial, business)
        uow.commit()
        return trial


def _ask_apart(uow: UnitOfWork, trial: Trial, business: Business, email: str, evidence: Mapping[str, Any]) -> None:
    """As at the sale, for an address that is heard on the call. Raises Invalid while nothing tells the two apart."""
    seems = shares_mail_host(uow, business, email) if email else ""
    if seems and not evidence["apart"]:
        raise Invalid([FieldError("apart", "is missing", f"{seems} What tells the two apart, or the answer is no")])
    trial.doubt = trial.doubt or seems


def _add_owner(deps: Deps, uow: UnitOfWork, trial: Trial, business: Business) -> None:
    """The owner's sign-in: by link only, so no password."""
    if uow.people.first(business_id=business.id) is None:
        name = trial.owner.get("name", "") or business.name
        address = f"owner+{business.id}@owners.mappop.example"
        uow.people.add(Person(ids.new_id("person"), address, name[:200], Role.OWNER, business_id=business.id))


def decline(deps: Deps, trial_id: str, *, actor: str, evidence: Mapping[str, Any]) -> Trial:
    """The owner says no: nothing was started, and nothing will be."""
    with deps.unit_of_work() as uow:
        trial = uow.trials.get(trial_id)
        if trial.decline(at=deps.clock.now(), evidence=dict(evidence)):
            uow.record(trial.business_id, "trial_declined", actor=actor, data={"trial": trial.id})
            uow.commit()
        return trial


def lapse_unconfirmed(deps: Deps) -> int:
    """Offers that nobody confirmed within 72 hours are over; how many."""
    now, lapsed = deps.clock.now(), 0
    with deps.unit_of_work() as uow:
        waiting = [t.id for t in uow.trials.where(state=TrialState.AWAITING_CONFIRMATION) if t.confirm_by <= now]
    for trial_id in waiting:
        with deps.unit_of_work() as uow:
            trial = uow.trials.get(trial_id)
            if trial.lapse(at=now):
                uow.record(trial.business_id, "trial_lapsed", actor="schedule", data={"trial": trial.id})
                uow.commit()
                lapsed += 1
    return lapsed


def send_again(
    deps: Deps, trial_id: str, *, who: CurrentPerson, mobile: str | None = None, email: str | None = None
) -> Trial:  # fmt: skip
    """The confirmation messages once more, to corrected channels where given; once a minute, five times in all. At an
    address that brings a doubt as at the sale, no link goes out: a verifier calls."""
    with deps.unit_of_work() as uow:
        trial = own_trial(uow, trial_id, who)
        if trial.state is not TrialState.AWAITING_CONFIRMATION:
            raise Refused("This sale no longer waits for its owner.")
        if trial.doubt:
            raise Refused("A verifier calls the owner of this one: no link goes out.")
        sent = [m for m in uow.messages.where(business_id=trial.business_id) if m.kind == "confirmation"]
        attempts = len({m.key.rpartition(":")[2] for m in sent})
        if attempts >= SEND_MOST:
            raise Refused("The link went out five times already. Ask the owner which address or number is right.")
        if sent and deps.clock.now() - max(m.created_at for m in sent) < SEND_APART:
            raise Refused("The link went out less than a minute ago. Give it a moment to arrive.")
        trial.owner = channels.corrected(trial.owner, mobile, email)
        business, _ = records.current_business(uow, trial.business_id)
        if seems := shares_mail_host(uow, business, str(trial.owner.get("email") or "")):
            trial.doubt, trial.way = seems, ConfirmationWay.VERIFIER
        known_by.note(uow, business, str(trial.owner.get("email") or ""))
        if not seems:
            queue_confirmation(deps, uow, trial, business, attempt=attempts + 1)
        uow.commit()
        return trial


def own_trial(uow: UnitOfWork, trial_id: str, who: CurrentPerson) -> Trial:
    """The trial, if it is the asker's centre's; otherwise there is none."""
    trial = uow.trials.get(trial_id)
    if trial.centre_id != who.centre_id:
        raise NotFound(f"There is no sale “{trial_id[:60]}”.")
    return trial
