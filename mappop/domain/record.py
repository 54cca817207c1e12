"""A business as it is kept: numbered revisions of the canonical record, and the head of its audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mappop.domain.business import Business


@dataclass(eq=False)
class BusinessRow:
    id: str
    name: str
    phone: str
    postal_code: str
    revision: int
    created_at: datetime
    audit_seq: int = 0
    audit_head: str = ""


@dataclass(eq=False)
class Revision:
    id: str
    business_id: str
    number: int
    content: dict[str, Any]
    made_by: str
    made_at: datetime

    def business(self) -> Business:
        return Business.from_stored(self.content)
