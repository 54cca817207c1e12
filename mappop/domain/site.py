"""A customer's site: which version of it the world sees, and which revision that carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class Site:
    business_id: str
    theme: str
    version: str = ""
    revision: int = 0
    published_at: datetime | None = None
    visits: int = 0
    calls: int = 0
    directions: int = 0
    inquiries: int = 0

    def published(self, *, version: str, revision: int, at: datetime) -> None:
        self.version, self.revision, self.published_at = version, revision, at
