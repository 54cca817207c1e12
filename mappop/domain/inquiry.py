"""What a visitor of a customer's site writes to the business."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from mappop.domain.errors import FieldError, Invalid, Refused

NAME_MAX, PHONE_MAX, EMAIL_MAX, MESSAGE_MAX = 120, 40, 254, 4_000
# The form has a field that people don't see; who fills it is a program.
TRAP = "website"
LINKS = 2  # a customer may point to a photo; more addresses are an advertisement
_LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
# Without the signs that part an address from what a link or a header may carry behind it.
_NAME = r"[^\s@<>\"(),:;\[\]\\?&%#/.]+"
_EMAIL = re.compile(rf"{_NAME}(?:\.{_NAME})*@{_NAME}(?:\.{_NAME})+")


class Limits(NamedTuple):
    """By site; a day is 24 hours."""

    sent_on_a_day: int
    kept_a_day: int
    doubtful_a_day: int
    doubtful_in_all: int


def _limits() -> Limits:
    data = tomllib.loads(Path(__file__).with_name("inquiry_limits.toml").read_text("utf-8"))
    day = data["a_day"]
    return Limits(day["sent_on"], day["kept"], day["doubtful"], data["in_all"]["doubtful"])


LIMITS = _limits()
TOO_MANY = "more in one day than a business gets"  # a suspicion


class Full(Refused):
    """The site has taken all that it keeps of one day."""


class Over(Refused):
    """The site has ended: a page from before may still lie open in somebody's browser."""


@dataclass(frozen=True, slots=True)
class Said:
    """The form as it was filled in, cleaned and bounded."""

    name: str
    phone: str
    email: str
    message: str

    def faults(self) -> Mapping[str, str]:
        """Field → what is wrong: `missing`, `no_way_back`, `not_phone` or `not_email`."""
        found = {}
        if not self.name:
            found["name"] = "missing"
        if not self.message:
            found["message"] = "missing"
        if not (self.phone or self.email):
            found["phone"] = "no_way_back"
        if self.phone and not 7 <= sum(c.isdigit() for c in self.phone) <= 15:
            found["phone"] = "not_phone"
        if self.email and not _EMAIL.fullmatch(self.email):
            found["email"] = "not_email"
        return found

    def check(self) -> None:
        """Raises Invalid with every wrong field."""
        if faults := self.faults():
            raise Invalid([FieldError(field, reason) for field, reason in faults.items()])

    def digest(self, business_id: str, day: date) -> str:
        """The same words on one day are one message, however often the button is pressed."""
        words = "\0".join((business_id, day.isoformat(), self.name, self.phone, self.email, self.message))
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def suspicion(said: Said, *, trap: str, is_elsewhere: bool, is_bot: bool) -> str:
    """Why this may be no customer; empty where nothing speaks against it."""
    if trap:
        return "filled a field that people don't see"
    if is_bot:
        return "sent by a program"
    if is_elsewhere:
        return "sent from another website"
    if _LINK.search(said.name):  # it would stand in a text from us
        return "has an address for a name"
    if len(_LINK.findall(said.message)) > LINKS:
        return "holds many links"
    return ""


@dataclass(eq=False)
class Inquiry:
    """Kept with its suspicion, if any: those are shown apart and not sent on."""

    id: str
    business_id: str
    key: str
    language: str
    name: str
    phone: str
    email: str
    message: str
    received_at: datetime
    suspicion: str = ""

    @property
    def dial(self) -> str:
        """For a tel: link."""
        return "".join([c for c in self.phone if c in "+0123456789"])
