"""What a use case refuses, in words a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: where (dotted path), why, and how to mend it."""

    field: str
    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" + (f" ({self.remedy})" if self.remedy else "")


class Refused(Exception):
    """A rule of the house says no; the message is meant for the person who asked."""


class Invalid(Refused):
    """Input that can't be taken, with every wrong field at once."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(map(str, errors)))
        self.errors = tuple(errors)


class NotFound(Refused):
    """Nothing here by that id, or nothing the asker may see: the two look alike on purpose."""
