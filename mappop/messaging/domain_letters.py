"""Letters about an owner's own domain, filled in from domain_letters.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from mappop.messaging.wording import Words, letter


def written(kind: str, language: str, *, owner: str, **said: str) -> Words:
    """The letter of that kind; `said` holds business, domain, address, link and cancel_link."""
    words, copy = _letters()[language], _letters()[language][kind]
    known = {"owner": owner, **said}
    hello = words["hello" if owner else "hello_unnamed"]
    return letter(
        copy["subject"].format_map(known),
        copy["text"].format_map(known),
        [line.format_map(known) for line in (hello, *copy["lines"])],
        said["link"],
        copy["button"],
        words["cancel"].format_map(known),
        own=(said["address"], said["cancel_link"]),
    )


@cache
def _letters() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files(__package__).joinpath("domain_letters.toml").read_text("utf-8"))
