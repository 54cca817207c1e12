"""What a business is known by: its numbers, its doors, and the mail host of its owner, kept when they change."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from mappop.domain.business import Business


class Trait(StrEnum):
    PHONE = "phone"
    DOOR = "door"  # without its unit: suites are often left out
    MAIL_HOST = "mail_host"  # where that is the business's own


@dataclass(eq=False)
class KnownBy:
    trait: Trait
    value: str
    business_id: str


class Sold(NamedTuple):
    """A business that had its trial, or waits for its yes, as one revision of its record says."""

    business_id: str
    sold_at: datetime
    timezone: str
    content: dict[str, Any]

    @property
    def business(self) -> Business:
        return Business.from_stored(self.content)


def own_mail_host(email: str) -> str:
    """The host of a mailbox; nothing where it gives mailboxes to anybody."""
    host = email.rpartition("@")[2].strip().rstrip(".").lower()
    return "" if host in _of_everybody() else host


def is_crowded(businesses: int) -> bool:
    """So many write from one host that it says nothing of a single one: a small provider, or a franchise."""
    return businesses > int(_data()["own_up_to"])


@cache
def _of_everybody() -> frozenset[str]:
    return frozenset(host for hosts in _data()["of_everybody"].values() for host in hosts)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("mail_hosts.toml").read_text("utf-8"))
