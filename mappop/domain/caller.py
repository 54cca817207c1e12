"""Who is on the line, and how that was made sure: noted before anything is changed for them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

NAME_MAX, NOTE_MAX = 120, 300


@dataclass(eq=False)
class Caller:
    """`person_id` is who of ours spoke with them; `way` one of `ways()`."""

    id: str
    business_id: str
    person_id: str
    name: str
    way: str
    note: str
    at: datetime

    def holds(self, now: datetime) -> bool:
        return now < self.at + timedelta(minutes=_data()["holds_minutes"])

    def evidence(self) -> dict[str, str]:
        """What a change on their word carries."""
        way = "mail" if self.way == "mail" else "phone"
        return {"way": way, "caller": self.name, "verified": self.way, "caller_id": self.id}


def ways() -> dict[str, str]:
    """By key, in words, in the order in which they are offered."""
    return dict(_data()["ways"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("caller.toml").read_text("utf-8"))
