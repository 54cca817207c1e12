"""What a card's decline means: whether the same card may be tried again, and what its owner is told."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class DeclineClass(StrEnum):
    LATER = "later"
    ANOTHER = "another"
    AUTHENTICATE = "authenticate"
    STOP = "stop"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Decline:
    """`says` names the reason as it is put to the owner; sources stand in declines.toml."""

    code: str
    kind: DeclineClass
    says: str


def decline_of(code: str) -> Decline:
    """One for every word, known or not."""
    known, unknown = all_declines()
    return known.get(code) or Decline(code, unknown.kind, unknown.says)


@cache
def all_declines() -> tuple[dict[str, Decline], Decline]:
    """Those of the list, and what stands for any other."""
    data = tomllib.loads(resources.files(__package__).joinpath("declines.toml").read_text("utf-8"))
    known = {code: Decline(code, DeclineClass(row["class"]), row["says"]) for code, row in data["codes"].items()}
    return known, Decline("", DeclineClass(data["unknown"]["class"]), data["unknown"]["says"])
