"""What was found wrong, and by which goal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    goal: str
    page: str
    what: str

    def __str__(self) -> str:
        return f"{self.goal}: {self.page}: {self.what}"
