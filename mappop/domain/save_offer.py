"""The one other way that somebody who cancels may be shown: a pause, where the law of the state allows it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.pause import Pause, months_open
from mappop.domain.subscription import Subscription


@dataclass(frozen=True, slots=True)
class SaveOffer:
    """A pause of so many months; `says_first` where the page has to say before it that the button finishes it."""

    months: tuple[int, ...]
    says_first: bool


def offer_for(region: str, subscription: Subscription | None, before: Sequence[Pause]) -> SaveOffer | None:
    """None where the state's law forbids it, after CANCEL by text, and where there is nothing to pause."""
    rule = _data().get(region, _data()["default"])
    if subscription is None or subscription.cancel_asked_at or not rule["is_allowed"]:
        return None
    months = months_open(subscription, before)
    return SaveOffer(months, rule["says_first"]) if months else None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("save_offer.toml").read_text("utf-8"))
