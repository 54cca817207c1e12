"""One more entry in the ledger, in the caller's transaction; its cause is its key, so that twice is an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mappop import ids
from mappop.domain.ledger import Account, entry
from mappop.services.unit_of_work import UnitOfWork


def post(uow: UnitOfWork, business_id: str, cause: str, postings: Mapping[Account, int], *, at: datetime) -> None:
    """Raises ValueError where the postings do not sum to nothing."""
    uow.ledger_entries.add(entry(ids.new_id("entry"), cause, business_id, at, postings))
