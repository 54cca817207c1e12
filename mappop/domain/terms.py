"""Plans and disclosures: data with their sources beside them, filled in for one sale."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources

from mappop.domain.charging import rules
from mappop.domain.plan import plans
from mappop.domain.trial import TrialDates

SUPPORT_PHONE = "+15125550100"
_MONTHS_ES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
_DAYS_ES = "lunes martes miércoles jueves viernes sábado domingo".split()


TRIED = "local"  # the plan that follows the free month


def said_phone() -> str:
    """Support's number as messages and papers print it: 512-555-0100."""
    return f"{SUPPORT_PHONE[2:5]}-{SUPPORT_PHONE[5:8]}-{SUPPORT_PHONE[8:]}"


def postal() -> str:
    """In one line, as CAN-SPAM (15 USC 7704(a)(5)) asks for it in every mail."""
    return ", ".join(rules().issuer_address)


def pay_to() -> dict[str, str]:
    """Where a check goes, and whom to call about a transfer: `payee`, `payee_address` and `phone`."""
    payee, *address = rules().issuer_address
    return {"payee": payee, "payee_address": ", ".join(address), "phone": said_phone()}


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it is offered on one day; the price is that of a month."""

    key: str
    title: str
    price_minor: int
    version: str


@dataclass(frozen=True, slots=True)
class Clause:
    id: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Disclosure:
    version: str
    clauses: tuple[Clause, ...]


@cache
def _data(name: str) -> dict[str, object]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text())


def plan(on: date) -> Plan:
    """What is offered in a sale of that day."""
    sold = plans()[TRIED]
    version = sold.on(on)
    return Plan(TRIED, sold.titles["en"], version.month_minor, version.id)


def disclosure(*, agent: str, business: str, price_minor: int, dates: TrialDates, language: str = "en") -> Disclosure:
    """The clauses as they are to be read out in this sale."""
    data = _data("disclosures.toml")
    words = {
        "agent": agent, "business": business, "price": price(price_minor),
        "first_charge": long_date(dates.first_charge, language), "last_cancel": long_date(dates.last_cancel, language),
    }  # fmt: skip
    rows = data["clause"]
    assert isinstance(rows, list)
    return Disclosure(
        str(data["version"]), tuple(Clause(row["id"], row[language].format_map(words), row["title"]) for row in rows)
    )


def price(minor: int) -> str:
    return f"${minor // 100:,}.{minor % 100:02d}"


def text_date(day: date, language: str = "en") -> str:
    """For texts: in Spanish without the day of the week, as one letter of "sábado" doubles what a text costs."""
    return long_date(day, language).partition(" ")[2] if language == "es" else long_date(day, language)


@lru_cache(maxsize=1_000)
def long_date(day: date, language: str = "en") -> str:
    """As it is said in the US, "Wednesday, March 31, 2027"; in Spanish "miércoles 31 de marzo de 2027"."""
    if language == "es":
        return f"{_DAYS_ES[day.weekday()]} {day.day} de {_MONTHS_ES[day.month - 1]} de {day.year}"
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


def short_date(day: date, language: str = "en") -> str:
    """ "Mar 31, 2027", and "31 mar 2027" in Spanish."""
    if language == "es":
        return f"{day.day} {_MONTHS_ES[day.month - 1][:3]} {day.year}"
    return f"{day:%b} {day.day}, {day.year}"
