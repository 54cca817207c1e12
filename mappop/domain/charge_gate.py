"""The charge gate: the conditions without which nobody is charged for the first time, each with what proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Condition(StrEnum):
    """In the order in which people are told of them."""

    CONSENT = "consent"
    WANTED = "wanted"
    CONFIRMED = "confirmed"
    UNDISPUTED = "undisputed"
    METHOD = "method"
    SITE = "site"
    REACHABLE = "reachable"
    REMINDED = "reminded"
    TOLD = "told"  # no less than what is asked


@dataclass(frozen=True, slots=True)
class Proof:
    """What holds, or does not, and what says so; no evidence means that it does not hold."""

    condition: Condition
    evidence: str

    @property
    def holds(self) -> bool:
        return bool(self.evidence)


@dataclass(eq=False)
class GateAnswer:
    """Kept with each charge and each refusal, for good."""

    id: str
    subscription_id: str
    charge_on: date
    at: datetime
    is_open: bool
    proofs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def closed_by(self) -> tuple[Condition, ...]:
        return tuple(Condition(proof["condition"]) for proof in self.proofs if not proof["evidence"])


def answer(id: str, subscription_id: str, charge_on: date, at: datetime, proofs: Sequence[Proof]) -> GateAnswer:
    """Open exactly where every condition has its evidence; one that is not told counts as closed."""
    told: Mapping[Condition, str] = {proof.condition: proof.evidence for proof in proofs}
    rows = [{"condition": condition.value, "evidence": told.get(condition, "")} for condition in Condition]
    return GateAnswer(id, subscription_id, charge_on, at, all(row["evidence"] for row in rows), rows)
