"""Deciding on a message, sending it once, and hearing what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from mappop import ids
from mappop.domain import terms
from mappop.domain.business import Business
from mappop.domain.inquiry import Inquiry
from mappop.domain.message import Channel, Message, MessageState, Undeliverable
from mappop.domain.proposal import Proposal
from mappop.domain.reply import may_text
from mappop.domain.trial import Trial, TrialDates
from mappop.messaging import wording
from mappop.messaging.wording import Words
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.signing import CANCEL_LINK, CHANGE_LINK, CONFIRM_LINK, OWNER_LINK, TAKE_LINK
from provisioners.errors import Retryable

ANSWER = "reply"  # to a text of the owner's
AWAITED = frozenset({"confirmation", ANSWER})  # the agent is on the line until it is there; the rest may queue


def queue_confirmation(deps: Deps, uow: UnitOfWork, trial: Trial, business: Business, *, attempt: int) -> None:
    """The signed link, by text and by mail, to whatever the owner has."""
    link = f"{deps.settings.base_url}/c/{CONFIRM_LINK.sign(deps.settings, trial.id)}"
    words = wording.confirmation(
        language=trial.language, owner=trial.owner.get("name", ""), business=business.name, link=link,
        price=terms.price(trial.price_minor), dates=trial.dates(deps.clock.now()),
    )  # fmt: skip
    queue_both(deps, uow, trial, business, kind="confirmation", words=words, reason=f"{trial.id}:{attempt}")


def queue_welcome(deps: Deps, uow: UnitOfWork, trial: Trial, business: Business) -> None:
    """Day 0: the written confirmation with dates, price, site and the owner's own page."""
    owner = uow.people.first(business_id=business.id)
    link = f"{deps.settings.base_url}/o/{OWNER_LINK.sign(deps.settings, owner.id)}" if owner else deps.settings.base_url
    words = wording.welcome(
        language=trial.language, owner=trial.owner.get("name", ""), business=business.name, link=link,
        cancel_link=cancel_url(deps, trial.id), site=deps.settings.site_url(business.id),
        price=terms.price(trial.price_minor), dates=trial.dates(deps.clock.now()),
    )  # fmt: skip
    queue_both(deps, uow, trial, business, kind="welcome", words=words, reason=trial.id)


def queue_cancellation(
    deps: Deps, uow: UnitOfWork, trial: Trial, business: Business, *, dates: TrialDates
) -> None:  # fmt: skip
    """The end in writing: what is not charged, what stays, and until when."""
    words = wording.canceled(
        language=trial.language, owner=trial.owner.get("name", ""), business=business.name,
        link=cancel_url(deps, trial.id), take_link=take_url(deps, business.id), website=business.website,
        dates=dates,
    )  # fmt: skip
    queue_both(
        deps, uow, trial, business, kind="canceled", words=words, reason=f"{trial.id}:{trial.canceled_at:%Y%m%dT%H%M%S}"
    )


def queue_change(deps: Deps, uow: UnitOfWork, trial: Trial, business: Business, proposal: Proposal) -> None:
    """The signed link to a change that somebody proposed: the owner looks, and says yes or no there."""
    words = wording.change(
        language=trial.language, owner=trial.owner.get("name", ""), business=business.name,
        link=f"{deps.settings.base_url}/p/{CHANGE_LINK.sign(deps.settings, proposal.id)}",
        cancel_link=cancel_url(deps, trial.id),
    )  # fmt: skip
    queue_both(deps, uow, trial, business, kind="change", words=words, reason=proposal.id)


def queue_inquiry(deps: Deps, uow: UnitOfWork, trial: Trial, business: Business, inquiry: Inquiry) -> None:
    """What a visitor of the site wrote; an answer to the mail goes to the visitor."""
    owner = uow.people.first(business_id=business.id)
    link = (
        f"{deps.settings.base_url}/o/{OWNER_LINK.sign(deps.settings, owner.id)}?to=messages"
        if owner
        else deps.settings.base_url
    )
    words = wording.inquiry(
        language=trial.language, business=business.name, name=inquiry.name, phone=inquiry.phone, email=inquiry.email,
        message=inquiry.message, link=link, cancel_link=cancel_url(deps, trial.id),
    )  # fmt: skip
    queue_both(deps, uow, trial, business, kind="inquiry", words=words, reason=inquiry.id, reply_to=inquiry.email)


def cancel_url(deps: Deps, trial_id: str) -> str:
    """The way out without signing in; it goes into every message after the owner's yes."""
    return f"{deps.settings.base_url}/x/{CANCEL_LINK.sign(deps.settings, trial_id)}"


def take_url(deps: Deps, business_id: str) -> str:
    """The site as files, for whoever holds the message: no sign-in, and after the end too."""
    return f"{deps.settings.base_url}/t/{TAKE_LINK.sign(deps.settings, business_id)}"


def queue_both(
    deps: Deps,
    uow: UnitOfWork,
    trial: Trial,
    business: Business,
    *,
    kind: str,
    words: wording.Words,
    reason: str,
    reply_to: str = "",
    is_new: bool = False,
    but_not_by: Collection[Channel] = (),
) -> None:
    """`is_new` where the reason is of this very transaction, so that nobody can have decided on the message before."""
    mobile, has_mail = trial.owner.get("mobile"), bool(trial.owner.get("email"))
    if mobile and Channel.TEXT not in but_not_by and may_text(uow.quiet_numbers.find(mobile), kind, has_mail=has_mail):
        _queue(deps, uow, business.id, kind, Channel.TEXT, mobile, words, reason, is_new=is_new)
    if (email := trial.owner.get("email")) and Channel.MAIL not in but_not_by:
        _queue(deps, uow, business.id, kind, Channel.MAIL, email, words, reason, reply_to, is_new=is_new)


def is_quiet(uow: UnitOfWork, trial: Trial) -> bool:
    """Whether the owner's mobile asked for no more texts."""
    mobile = trial.owner.get("mobile")
    number = uow.quiet_numbers.find(mobile) if mobile else None
    return number is not None and number.is_quiet


def queue_answer(deps: Deps, uow: UnitOfWork, business_id: str | None, *, to: str, words: Words, reason: str) -> None:
    """Our answer to a text, once for its reason."""
    _queue(deps, uow, business_id, ANSWER, Channel.TEXT, to, words, reason, is_new=False)


def queue_to(
    deps: Deps, uow: UnitOfWork, business_id: str | None, *, kind: str, channel: Channel, to: str, words: wording.Words,
    reason: str,
) -> None:  # fmt: skip
    """To one address, which may not be the owner's any more, or is one of ours."""
    _queue(deps, uow, business_id, kind, channel, to, words, reason, is_new=False)


def _queue(
    deps: Deps,
    uow: UnitOfWork,
    business_id: str | None,
    kind: str,
    channel: Channel,
    to: str,
    words: wording.Words,
    reason: str,
    reply_to: str = "",
    *,
    is_new: bool,
) -> None:
    """One message for one reason and channel: the key is unique in the table."""
    key = f"{kind}:{channel.value}:{reason}"
    if not is_new and uow.messages.first(business_id=business_id, key=key) is not None:
        return
    is_mail = channel is Channel.MAIL
    message = Message(
        ids.new_id("msg"), business_id, kind, channel, to, words.subject if is_mail else "",
        words.mail if is_mail else words.text, deps.clock.now(), html=words.html if is_mail else "", key=key,
        reply_to=reply_to,
    )  # fmt: skip
    uow.messages.add(message)
    job = "jobs.messages.send_awaited" if kind in AWAITED else "jobs.messages.send"
    uow.enqueue(job, {"message_id": message.id}, key=f"send:{message.id}")


def send(deps: Deps, message_id: str) -> None:
    """Hand a queued message to its carrier, once: each try is noted before it is made, and a further try tells the
    carrier that it is one, so that a try whose answer was lost is found instead of repeated."""
    with deps.unit_of_work() as uow:
        message = uow.messages.get(message_id)
        if message.state is not MessageState.QUEUED:
            return
        message.attempts += 1
        is_silenced = _is_silenced(uow, message)
        uow.commit()
    if is_silenced:
        _note(deps, message_id, "", MessageState.REFUSED, "this number asked for no more texts")
        return
    carrier = deps.mail if message.channel is Channel.MAIL else deps.text
    try:
        provider_id = carrier.send(message, is_repeat=message.attempts > 1)
        state, reason = MessageState.SENT, ""
    except Undeliverable as fault:
        provider_id, state, reason = "", MessageState.REFUSED, str(fault)
    _note(deps, message_id, provider_id, state, reason)


def _is_silenced(uow: UnitOfWork, message: Message) -> bool:
    """A text that was decided on before its number asked for no more, or that nobody should have decided on."""
    if message.channel is not Channel.TEXT:
        return False
    return not may_text(uow.quiet_numbers.find(message.to), message.kind, has_mail=False)


def _note(deps: Deps, message_id: str, provider_id: str, state: MessageState, reason: str) -> None:
    with deps.unit_of_work() as uow:
        row = uow.messages.get(message_id)
        row.provider_id = provider_id or row.provider_id
        row.move(state, at=deps.clock.now(), reason=reason)
        if row.business_id:
            data = {"message": row.id, "kind": row.kind, "channel": row.channel.value}
            uow.record(row.business_id, f"message_{state.value}", actor="worker", data=data)
        uow.commit()


_REPORTED = {
    "delivered": MessageState.DELIVERED,
    "bounced": MessageState.BOUNCED,
    "undelivered": MessageState.BOUNCED,
}
UNKNOWN_FOR = timedelta(minutes=10)  # how long a report may be ahead of our own record of the sending


def keep_report(deps: Deps, source: str, event: Mapping[str, Any]) -> None:
    """Keep a carrier's verified report once, and work it later: reports come twice, late and out of order."""
    event_id = f"{event['id']}:{event['event']}"[:200]
    with deps.unit_of_work() as uow:
        if uow.take_event(source, event_id, event):
            args = {"event": {**event, "received_at": deps.clock.now().isoformat()}}
            uow.enqueue("jobs.messages.take_report", args, key=f"report:{source}:{event_id}"[:200])
            uow.commit()


def take_report(deps: Deps, event: Mapping[str, Any]) -> bool:
    """Move the message as its carrier says; True when it moved. Raises Retryable for one not recorded as sent yet."""
    state = _REPORTED.get(str(event["event"]))
    if state is None:
        return False
    reason, now = str(event.get("reason") or "")[:300], deps.clock.now()
    with deps.unit_of_work() as uow:
        message = uow.messages.first(provider_id=str(event["id"])[:200])
        if message is None and now - datetime.fromisoformat(event["received_at"]) < UNKNOWN_FOR:
            raise Retryable("the report is ahead of our record of the sending")
        if message is None or not message.move(state, at=now, reason=reason):
            return False
        if message.business_id:
            data = {"message": message.id, "kind": message.kind, "channel": message.channel.value, "reason": reason}
            uow.record(message.business_id, f"message_{state.value}", actor="carrier", data=data)
        uow.commit()
    return True
