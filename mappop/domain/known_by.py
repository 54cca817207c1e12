"""What a business is known by: its numbers, its doors, its website and its owner's mail host, kept when they change."""

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
    WEBSITE = "website"  # its host where that is the business's own, else its page there


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


def host_of_many(host: str) -> str:
    """That at which, or below which, anybody has a page; nothing where the host is an owner's own."""
    found = (one for one in _of_many() if host == one or host.endswith(f".{one}"))
    return max(found, key=len, default="")


def is_crowded(businesses: int) -> bool:
    """So many write from one host that it says nothing of a single one: a small provider, or a franchise."""
    return businesses > int(_data()["own_up_to"])


@cache
def _of_everybody() -> frozenset[str]:
    return frozenset(host for hosts in _data()["of_everybody"].values() for host in hosts)


@cache
def _of_many() -> frozenset[str]:
    return frozenset(host for hosts in _data("web_hosts")["of_many"].values() for host in hosts)


@cache
def _data(file: str = "mail_hosts") -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{file}.toml").read_text("utf-8"))
