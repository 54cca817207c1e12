"""Our answers to owners' texts, filled in from reply_words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from mappop.messaging.wording import Words


def answered(what: str, language: str, *, cancel_link: str = "", phone: str = "") -> Words:
    text = _answers()[language][what].format(cancel_link=cancel_link, phone=phone)
    return Words(subject="", text=text, mail=text, html="")


@cache
def _answers() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("reply_words.toml").read_text("utf-8"))
