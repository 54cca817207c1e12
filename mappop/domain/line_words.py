"""The lines of an invoice as people read them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from mappop.domain.bill import Line
from mappop.domain.coupon import coupons
from mappop.domain.plan import add_ons, plans


def said(line: Line, language: str) -> str:
    sold = plans().get(line.key) or add_ons().get(line.key) or coupons().get(line.key)
    return _words()[language][line.kind.value].format(title=sold.titles[language] if sold else "")


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("line_words.toml").read_text("utf-8"))
