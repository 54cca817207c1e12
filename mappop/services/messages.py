"""Deciding on a message, sending it once, and hearing what became of it."""

from __future__ import annotations

from datetime import datetime

from mappop import ids
from mappop.domain import terms
from mappop.domain.business import Business
from mappop.domain.message import Channel, Message, MessageState, Undeliverable
from mappop.domain.trial import Trial
from mappop.messaging import wording
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.signing import confirmation_token, owner_token


def queue_confirmation(deps: Deps, uow: UnitOfWork, trial: Trial, business: Business, *, attempt: int) -> None:
    """The signed link, by text and by mail, to whatever the owner has."""
    link = f"{deps.settings.base_url}/c/{confirmation_token(deps.settings, trial.id)}"
    words = wording.confirmation(
        language=trial.language, owner=trial.owner.get("name", ""), business=business.name, link=link,
        price=terms.price(trial.price_minor), dates=trial.dates(deps.clock.now()),
    )  # fmt: skip
    _queue_both(deps, uow, trial, business, kind="confirmation", words=words, reason=f"{trial.id}:{attempt}")


def queue_welcome(deps: Deps, uow: UnitOfWork, trial: Trial, business: Business) -> None:
    """Day 0: the written confirmation with dates, price, site and the owner's own page."""
    owner = uow.people.first(business_id=business.id)
    link = f"{deps.settings.base_url}/o/{owner_token(deps.settings, owner.id)}" if owner else deps.settings.base_url
    words = wording.welcome(
        language=trial.language, owner=trial.owner.get("name", ""), business=business.name, link=link,
        site=deps.settings.site_url(business.id), price=terms.price(trial.price_minor),
        dates=trial.dates(deps.clock.now()),
    )  # fmt: skip
    _queue_both(deps, uow, trial, business, kind="welcome", words=words, reason=trial.id)


def _queue_both(
    deps: Deps, uow: UnitOfWork, trial: Trial, business: Business, *, kind: str, words: wording.Words, reason: str
) -> None:
    if mobile := trial.owner.get("mobile"):
        _queue(deps, uow, business.id, kind, Channel.TEXT, mobile, words, reason)
    if email := trial.owner.get("email"):
        _queue(deps, uow, business.id, kind, Channel.MAIL, email, words, reason)


def _queue(
    deps: Deps,
    uow: UnitOfWork,
    business_id: str,
    kind: str,
    channel: Channel,
    to: str,
    words: wording.Words,
    reason: str,
) -> None:
    """One message for one reason and channel: the key is unique in the table."""
    key = f"{kind}:{channel.value}:{reason}"
    if uow.messages.first(key=key) is not None:
        return
    is_mail = channel is Channel.MAIL
    message = Message(
        ids.new_id("msg"), business_id, kind, channel, to, words.subject if is_mail else "",
        words.mail if is_mail else words.text, deps.clock.now(), html=words.html if is_mail else "", key=key,
    )  # fmt: skip
    uow.messages.add(message)
    uow.enqueue("jobs.messages.send", {"message_id": message.id}, key=f"send:{message.id}")


def send(deps: Deps, message_id: str) -> None:
    """Hand a queued message to its carrier, once: each try is noted before it is made, and a further try tells the
    carrier that it is one, so that a try whose answer was lost is found instead of repeated."""
    with deps.unit_of_work() as uow:
        message = uow.messages.get(message_id)
        if message.state is not MessageState.QUEUED:
            return
        message.attempts += 1
        uow.commit()
    carrier = deps.mail if message.channel is Channel.MAIL else deps.text
    try:
        provider_id = carrier.send(message, is_repeat=message.attempts > 1)
        state, reason = MessageState.SENT, ""
    except Undeliverable as fault:
        provider_id, state, reason = "", MessageState.REFUSED, str(fault)
    with deps.unit_of_work() as uow:
        row = uow.messages.get(message_id)
        row.provider_id = provider_id or row.provider_id
        row.move(state, at=deps.clock.now(), reason=reason)
        uow.record(row.business_id, f"message_{state.value}", actor="worker", data={"message": row.id, "kind": row.kind})
        uow.commit()


def delivery_reported(deps: Deps, *, provider_id: str, event: str, reason: str, at: datetime) -> bool:
    """A carrier's report; late, doubled or unknown ones change nothing. True when it moved the message."""
    state = {"delivered": MessageState.DELIVERED, "bounced": MessageState.BOUNCED, "undelivered": MessageState.BOUNCED}
    if event not in state:
        return False
    with deps.unit_of_work() as uow:
        message = uow.messages.first(provider_id=provider_id)
        if message is None or not message.move(state[event], at=at, reason=reason[:300]):
            return False
        data = {"message": message.id, "kind": message.kind, "reason": reason[:300]}
        uow.record(message.business_id, f"message_{message.state.value}", actor="carrier", data=data)
        uow.commit()
    return True
