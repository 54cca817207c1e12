"""Visitors' messages: kept, and sent on to the owner unless something speaks against them."""

from __future__ import annotations

from datetime import UTC, timedelta

from mappop import ids
from mappop.domain.inquiry import Inquiry, Said
from mappop.services import counting, messages, records
from mappop.services.deps import Deps, UnitOfWork

# A small business gets a few a day. Past this the rest waits in the portal, so that nobody can flood an inbox.
SENT_ON_A_DAY = 30


def take(deps: Deps, business_id: str, said: Said, *, language: str, suspicion: str) -> None:
    """Keep what was said, once. Raises Invalid where a field is wrong, NotFound where there is no such site."""
    said.check()
    now = deps.clock.now()
    with deps.unit_of_work() as uow:
        uow.sites.get(business_id)
        key = said.digest(business_id, now.astimezone(UTC).date())
        if uow.inquiries.first(key=key) is not None:
            return
        if not suspicion and _sent_lately(deps, uow, business_id) >= SENT_ON_A_DAY:
            suspicion = "more in one day than a business gets"
        row = uow.inquiries.add(
            Inquiry(
                ids.new_id("inq"), business_id, key, language, said.name, said.phone, said.email, said.message, now,
                suspicion,
            )
        )  # fmt: skip
        if not suspicion:
            _send_on(deps, uow, row)
        uow.commit()


def _sent_lately(deps: Deps, uow: UnitOfWork, business_id: str) -> int:
    since = deps.clock.now() - timedelta(days=1)
    return uow.inquiries.count_since("received_at", since, business_id=business_id, suspicion="")


def _send_on(deps: Deps, uow: UnitOfWork, inquiry: Inquiry) -> None:
    counting.add_one(deps, uow, inquiry.business_id, "inquiries")
    business, _ = records.current_business(uow, inquiry.business_id)
    trials = uow.trials.where(business_id=inquiry.business_id)
    newest = max(trials, key=lambda trial: trial.sold_at, default=None)
    if newest is not None:
        messages.queue_inquiry(deps, uow, newest, business, inquiry)
