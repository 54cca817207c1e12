"""The agent's script: opening lines and rebuttals, as data."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain import terms


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("script.toml").read_text())


def opening(agent: str, business: str, greeting: str = "day") -> list[str]:
    return [line.format(agent=agent, business=business, greeting=greeting) for line in _data()["opening"]]


def rebuttals(on: date) -> list[dict[str, str]]:
    price = terms.price(terms.plan(on).price_minor)
    return [{"said": row["said"], "answer": row["answer"].format(price=price)} for row in _data()["rebuttal"]]
