"""What the test cards and test banks do, from `pretence.toml`, and what a saved way to pay will do when charged."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from mappop.sandbox.stripe.account import Account, Thing

KIND = "stripe_way"  # of the documents that hold what no answer shows: how a saved way to pay behaves
ROUTING = "110000000"
_NAMES = {"card": "card", "us_bank_account": "bank"}


@cache
def table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("pretence.toml").read_text("utf-8"))


def by_token(token: str) -> tuple[str, Thing] | None:
    """Type and behaviour of a published token as `pm_card_visa`; None where there is none of that name."""
    for type, name in _NAMES.items():
        for known, test in table()[name].items():
            if token in (known, test.get("also")):
                return type, _whole(known, test)
    return None


def by_number(type: str, number: str) -> Thing | None:
    digits = "".join(letter for letter in number if letter.isdigit())
    for token, test in table()[_NAMES[type]].items():
        if test["number"] == digits:
            return _whole(token, test)
    return None


def way(account: Account, method_id: str) -> Thing:
    """The behaviour that was kept with the payment method."""
    return account.store.document(KIND, method_id) or {}


def keep_way(account: Account, method_id: str, **changes: Any) -> None:
    account.store.keep(KIND, method_id, {**way(account, method_id), **changes})


def return_code(failure: str) -> str:
    """The first of the network's codes that Stripe tells by this word."""
    return next(str(code) for code, told in table()["return"].items() if told["failure"] == failure)


def business_days(moment: int, days: int) -> int:
    """Seconds from `moment` until so many weekdays have passed, in UTC."""
    at = datetime.fromtimestamp(moment, UTC)
    while days:
        at += timedelta(days=1)
        days -= at.weekday() < 5
    return int(at.timestamp()) - moment


def _whole(token: str, test: Thing) -> Thing:
    fingerprint = hashlib.sha256(test["number"].encode()).hexdigest()[:16]
    return {"token": token, "fingerprint": fingerprint, "routing": ROUTING, **test}
