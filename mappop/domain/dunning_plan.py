"""What follows a payment that failed, is late or came back: the cause, and its dated steps as dunning.toml has them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.bank_returns import Then, return_of
from mappop.domain.declines import DeclineClass, decline_of
from mappop.domain.payment import MethodKind


class Cause(StrEnum):
    LATER = "later"
    BANK_LATER = "bank_later"
    ANOTHER = "another"
    AUTHENTICATE = "authenticate"
    STOP = "stop"
    NEW_CONSENT = "new_consent"
    ASK = "ask"
    FIX = "fix"
    OURS = "ours"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Plan:
    """Days counted from the one on which it was found out."""

    retries: tuple[int, ...]
    reminders: tuple[int, ...]
    grace: int
    ends: int
    is_for_us: bool


@dataclass(frozen=True, slots=True)
class DunningRules:
    """Hours are of the business's own day."""

    retry_from: int
    retry_until: int
    say_from: int
    say_until: int
    most_tries: int
    last_notice_before: timedelta
    wait: timedelta


_AFTER_DECLINE = {
    DeclineClass.LATER: Cause.LATER,
    DeclineClass.ANOTHER: Cause.ANOTHER,
    DeclineClass.AUTHENTICATE: Cause.AUTHENTICATE,
    DeclineClass.STOP: Cause.STOP,
    DeclineClass.OURS: Cause.OURS,
}
_AFTER_RETURN = {
    Then.RETRY: Cause.BANK_LATER,
    Then.STOP_UNTIL_CORRECTED: Cause.ANOTHER,
    Then.NEW_CONSENT: Cause.NEW_CONSENT,
    Then.ASK: Cause.ASK,
    Then.FIX_AND_RESEND: Cause.FIX,
}


def cause_of(kind: MethodKind, reason: str) -> tuple[Cause, str]:
    """What it comes to, and the name of the reason as the owner reads it."""
    if kind is MethodKind.BANK:
        returned = return_of(reason)
        return _AFTER_RETURN[returned.then], returned.says
    decline = decline_of(reason)
    return _AFTER_DECLINE[decline.kind], decline.says


@cache
def plan_of(cause: Cause) -> Plan:
    row = _data()["causes"][cause.value]
    return Plan(tuple(row["retries"]), tuple(row["reminders"]), row["grace"], row["ends"], row.get("for_us", False))


@cache
def dunning_rules() -> DunningRules:
    hours, limits = _data()["hours"], _data()["limits"]
    return DunningRules(
        hours["retry_from"], hours["retry_until"], hours["say_from"], hours["say_until"], limits["most_tries"],
        timedelta(days=limits["last_notice_before"]), timedelta(minutes=limits["wait_for_payment_minutes"]),
    )  # fmt: skip


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("dunning.toml").read_text("utf-8"))
