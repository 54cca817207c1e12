"""Visitors' messages: kept, and sent on to the owner unless something speaks against them."""

from __future__ import annotations

from datetime import UTC, timedelta
from functools import partial

from mappop import ids
from mappop.domain.inquiry import LIMITS, TOO_MANY, Full, Inquiry, Over, Said
from mappop.services import counting, messages, records
from mappop.services.deps import Deps, UnitOfWork


def take(deps: Deps, business_id: str, said: Said, *, language: str, suspicion: str) -> None:
    """Keep what was said, once. Raises Invalid where a field is wrong, NotFound where there is no such site, Over where
    it has ended, Full where no more is kept that day."""
    said.check()
    now = deps.clock.now()
    with deps.unit_of_work() as uow:
        if uow.sites.get(business_id).ended_at is not None:
            raise Over("The site has ended.")
        key = said.digest(business_id, now.astimezone(UTC).date())
        if uow.inquiries.first(key=key) is not None:
            return
        suspicion = _with_room(deps, uow, business_id, suspicion)
        row = uow.inquiries.add(
            Inquiry(
                ids.new_id("inq"), business_id, key, language, said.name, said.phone, said.email, said.message, now,
                suspicion,
            )
        )  # fmt: skip
        if not suspicion:
            _send_on(deps, uow, row)
        uow.commit()


def _with_room(deps: Deps, uow: UnitOfWork, business_id: str, suspicion: str) -> str:
    """The suspicion that it is kept with. Raises Full. What programs send has a room of its own."""
    since = deps.clock.now() - timedelta(days=1)
    count = partial(uow.inquiries.count_since, "received_at", since, business_id=business_id)
    sent_on = count(suspicion="")
    kept = sent_on + count(suspicion=TOO_MANY)
    if suspicion:
        if count() - kept >= LIMITS.doubtful_a_day:
            raise Full("The form is full for today.")
        return suspicion
    if kept >= LIMITS.kept_a_day:
        raise Full("The form is full for today.")
    return TOO_MANY if sent_on >= LIMITS.sent_on_a_day else ""


def _send_on(deps: Deps, uow: UnitOfWork, inquiry: Inquiry) -> None:
    counting.add_one(deps, uow, inquiry.business_id, "inquiries")
    business, _ = records.current_business(uow, inquiry.business_id)
    trials = uow.trials.where(business_id=inquiry.business_id)
    newest = max(trials, key=lambda trial: trial.sold_at, default=None)
    if newest is not None:
        messages.queue_inquiry(deps, uow, newest, business, inquiry)
