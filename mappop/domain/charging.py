"""When an owner is told of a charge and when it may be made, in the business's own days."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class ChargingRules:
    """Days count back from the charge; hours are of the business's own day. Sources stand in charging.toml."""

    remind_before: timedelta
    remind_again_before: timedelta
    remind_from_hour: int
    charge_from_hour: int
    due_after: timedelta
    issuer: str
    issuer_address: tuple[str, ...]
    first_on_statement: str
    on_statement: str


@cache
def rules() -> ChargingRules:
    data = tomllib.loads(resources.files(__package__).joinpath("charging.toml").read_text())
    reminder, charge = data["reminder"], data["charge"]
    return ChargingRules(
        timedelta(days=reminder["days_before"]),
        timedelta(days=reminder["second_days_before"]),
        reminder["from_hour"],
        charge["from_hour"],
        timedelta(days=charge["due_after_days"]),
        data["invoice"]["issuer"],
        tuple(data["invoice"]["from"]),
        data["statement"]["first"],
        data["statement"]["name"],
    )


def months_after(anchor: date, months: int) -> date:
    """The same day so many months later, or the month's last: always from the anchor, so that a 31st comes back."""
    year, month = divmod(anchor.month - 1 + months, 12)
    year, month = anchor.year + year, month + 1
    return date(year, month, min(anchor.day, monthrange(year, month)[1]))


def local(now: datetime, timezone: str) -> datetime:
    return now.astimezone(ZoneInfo(timezone))
