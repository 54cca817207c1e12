"""Bank debits that come back: the network's codes, what follows each, and when one may be tried again."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any


class ReturnClass(StrEnum):
    """What it counts as against the network's limits."""

    UNAUTHORISED = "unauthorised"
    ADMINISTRATIVE = "administrative"
    OTHER = "other"


class Then(StrEnum):
    RETRY = "retry"
    STOP_UNTIL_CORRECTED = "stop_until_corrected"
    NEW_CONSENT = "new_consent"
    ASK = "ask"
    FIX_AND_RESEND = "fix_and_resend"


class Counted(StrEnum):
    BANKING = "banking"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class BankReturn:
    """`consumer` and `corporate` are days in which it may come back; 0 where the rules name none for such an account.
    Sources stand in bank_returns.toml."""

    code: str
    title: str
    kind: ReturnClass
    then: Then
    consumer: int
    corporate: int
    counted: Counted
    says: str


@dataclass(frozen=True, slots=True)
class RetryRules:
    """For a debit that came back for want of money."""

    most: int
    within: timedelta
    described_as: str
    resend_within: timedelta


def return_of(word: str) -> BankReturn:
    """By the network's code or the processor's word; one for every word, known or not."""
    data = _data()
    code = data["words"].get(word, word)
    return _read(code, data["codes"].get(code) or data["unknown"])


def all_returns() -> dict[str, BankReturn]:
    return {code: _read(code, row) for code, row in _data()["codes"].items()}


def may_debit_again(
    returned: BankReturn, *, retries: int, first_on: date, today: date, amount_minor: int, first_minor: int
) -> bool:
    """Whether the network lets the same entry be sent once more: for want of money only, at most twice more, within
    180 days of the first one, for the same amount."""
    rules = retry_rules()
    is_open = retries < rules.most and first_on <= today <= first_on + rules.within
    return returned.then is Then.RETRY and is_open and amount_minor == first_minor


def may_send_again(returned: BankReturn, *, came_back_on: date, today: date) -> bool:
    """Whether our own wrong entry, put right, may still be sent without a new yes."""
    is_ours = returned.then is Then.FIX_AND_RESEND
    return is_ours and came_back_on <= today <= came_back_on + retry_rules().resend_within


@cache
def retry_rules() -> RetryRules:
    row = _data()["retry"]
    within, resend = timedelta(days=row["within_days"]), timedelta(days=row["resend_within_days"])
    return RetryRules(row["most"], within, row["described_as"], resend)


def _read(code: str, row: dict[str, Any]) -> BankReturn:
    return BankReturn(
        code, row["title"], ReturnClass(row["class"]), Then(row["then"]), row["consumer"], row["corporate"],
        Counted(row["counted"]), row["says"],
    )  # fmt: skip


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("bank_returns.toml").read_text("utf-8"))
