"""What owners write back: kept word for word, and read by a list of words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.charging import local

BODY_MAX = 1_600  # letters; a gateway's own bound on what it joins together


class Meaning(StrEnum):
    CANCEL = "cancel"
    STOP = "stop"
    START = "start"
    HELP = "help"
    FREE = "free"  # anything else: a person reads it


@dataclass(eq=False)
class TextIn:
    """`business_id` is whose owner wrote, None for a number that we don't know or that is no owner's any more."""

    id: str
    sender: str
    body: str
    received_at: datetime
    meaning: Meaning
    business_id: str | None = None
    worked_at: datetime | None = None


@dataclass(eq=False)
class QuietNumber:
    """A number that asked for no more texts; `ended_at` when it asked for them again."""

    number: str
    since: datetime
    text_id: str
    ended_at: datetime | None = None

    @property
    def is_quiet(self) -> bool:
        return self.ended_at is None


def meaning_of(body: str) -> Meaning:
    """By the whole message; capitals, accents, punctuation and blanks do not matter."""
    said = _plain(body)
    return _words().get(said) or (Meaning.CANCEL if _asks_to_cancel(set(said.split())) else Meaning.FREE)


def may_text(number: QuietNumber | None, kind: str, *, has_mail: bool) -> bool:
    """Whether a message of that kind may go as a text."""
    if number is None or not number.is_quiet:
        return True
    quiet = _data()["quiet"]
    return kind in quiet["answers"] or (kind in quiet["without_mail"] and not has_mail)


def case_at(asked_at: datetime, timezone: str) -> datetime:
    """When a person takes over an unfinished wish to cancel: the same day, in the business's own zone."""
    rule = _data()["case"]
    latest = local(asked_at, timezone).replace(hour=rule["by_hour"], minute=0, second=0, microsecond=0)
    soonest = asked_at + timedelta(minutes=rule["soonest_minutes"])
    return max(soonest, min(asked_at + timedelta(hours=rule["after_hours"]), latest))


def _plain(body: str) -> str:
    letters = unicodedata.normalize("NFKD", body[:BODY_MAX]).casefold()
    letters = "".join(c for c in letters if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def _asks_to_cancel(words: set[str]) -> bool:
    """Whether it says cancel and nothing beside that could turn it into another wish."""
    among = _data()["cancel_among"]
    return bool(words & set(among["says"])) and words <= {*among["says"], *among["beside"]}


@cache
def _words() -> dict[str, Meaning]:
    data = _data()
    asked = (Meaning.CANCEL, Meaning.STOP, Meaning.START, Meaning.HELP)
    return {word: meaning for meaning in asked for words in data[meaning].values() for word in words}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("reply.toml").read_text("utf-8"))
