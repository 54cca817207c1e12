"""Made-up businesses and their owners: where they are, when they are sold to, what they are like."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from mappop.simulator.chance import Chance

# City, region, ZIP, area code: every time zone of the states, with and without daylight saving.
PLACES = (
    ("Austin", "TX", "78702", "512", "America/Chicago"), ("Asheville", "NC", "28801", "828", "America/New_York"),
    ("Phoenix", "AZ", "85004", "602", "America/Phoenix"), ("Denver", "CO", "80202", "303", "America/Denver"),
    ("Fresno", "CA", "93721", "559", "America/Los_Angeles"), ("Honolulu", "HI", "96813", "808", "Pacific/Honolulu"),
    ("Anchorage", "AK", "99501", "907", "America/Anchorage"), ("Columbus", "OH", "43215", "614", "America/New_York"),
)  # fmt: skip
SOLD_WITHIN = 75  # days
WAYS = ("check", "card", "card", "bank")
# A deed, how likely it is in a life, and what may follow it.
WISHES = (
    ("leave", 0.22, "come_back"), ("leave_now", 0.04, ""), ("text_cancel", 0.12, "stay"), ("pause", 0.15, "resume"),
    ("larger_plan", 0.15, ""), ("a_year", 0.05, ""), ("coupon", 0.12, ""), ("credit_note", 0.12, ""),
    ("refund", 0.1, ""),
)  # fmt: skip
TRADES = ("plumber", "electrician", "cafe", "salon", "roofer", "dentist", "cleaner", "barber")


@dataclass(slots=True)
class Shop:
    """`gives_method_after` counts from the yes; None: never. `leaves_after` likewise."""

    number: int
    record: dict[str, Any]
    owner: dict[str, str]
    zone: str
    sold_at: datetime
    says_yes_after: timedelta | None
    gives_method_after: timedelta | None
    wishes: list[tuple[str, timedelta]]  # names of deeds, with the time from the yes
    pays_after_days: int  # of each invoice, a few days more or less
    way: str  # check, card or bank
    trial_id: str = ""
    business_id: str = ""
    confirmed_at: datetime | None = None
    method_at: datetime | None = None
    canceled_at: datetime | None = None
    wants_out_at: datetime | None = None  # by text, until it is finished or taken back
    plan: str = "local"
    each: int = 1  # months of the next period
    set_up_due: bool = False
    free_periods: int = 0  # that a coupon still gives
    resumed_at: datetime | None = None  # by the owner, who is told of the next charge at once
    pauses: list[date] = field(default_factory=list)  # first days without service
    told: list[tuple[datetime, str]] = field(default_factory=list)  # reminders as they arrived, until the first charge


def shop(number: int, chance: Chance, begin: datetime, months: int) -> Shop:
    """The same for the same seed, whatever else happens."""
    city, region, postal_code, area, zone = chance.of(PLACES, number, "place")
    trade = chance.of(TRADES, number, "trade")
    record = {
        "id": f"shop-{number:06d}", "name": f"{city} {trade.title()} {number}", "trade": trade,
        "address": {"street": f"{100 + number} Main St", "city": city, "region": region, "postal_code": postal_code},
        "timezone": zone, "phones": [{"number": f"({area}) 555-01{number % 100:02d}"}],
    }  # fmt: skip
    channels = chance.of(("mail", "mail", "text", "both"), number, "channels")
    owner = {"name": f"Owner {number}"}
    if channels != "text":
        owner["email"] = f"owner@shop{number}.example"
    if channels != "mail":
        owner["mobile"] = f"({area}) 55{6 + number // 10_000}-{number % 10_000:04d}"  # its own: owners text back
    window = max(1, min(months * 30 - 45, SOLD_WITHIN))
    sold_at = begin + timedelta(days=chance.whole(0, window, number, "day"), minutes=chance.whole(0, 600, number, "m"))
    return Shop(
        number, record, owner, zone, sold_at,
        _within(chance, number, "yes", likely=0.92, least=0, most=60 * 60),
        _within(chance, number, "method", likely=0.88, least=0, most=45 * 24 * 60),
        _wishes(chance, number, months), chance.whole(1, 25, number, "pays"), chance.of(WAYS, number, "way"),
    )  # fmt: skip


def _wishes(chance: Chance, number: int, months: int) -> list[tuple[str, timedelta]]:
    """Most owners want one or two things in a year; an end or a wish to end may be taken back three days later."""
    found = []
    for name, likely, reply in WISHES:
        after = _within(chance, number, name, likely=likely, least=60, most=max(60, months * 30 * 24 * 60))
        if after is not None:
            found.append((name, after))
            if reply and chance.happens(0.5, number, name, reply):
                found.append((reply, after + timedelta(days=3)))
    return found


def _within(chance: Chance, number: int, what: str, *, likely: float, least: int, most: int) -> timedelta | None:
    """Some minutes later, if at all."""
    if not chance.happens(likely, number, what):
        return None
    return timedelta(minutes=chance.whole(least, most, number, what, "after"))
