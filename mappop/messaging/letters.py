"""Letters that are words alone, filled in from `<about>_letters.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from mappop.messaging.wording import Words, letter


def written(about: str, kind: str, language: str, *, owner: str, **said: str) -> Words:
    """The letter of that kind; `said` holds link, cancel_link and whatever else it names."""
    words = _letters(about)[language]
    copy = words[kind]
    known = {"owner": owner, **said}
    hello = words["hello" if owner else "hello_unnamed"]
    return letter(
        copy["subject"].format_map(known),
        copy["text"].format_map(known),
        [line.format_map(known) for line in (hello, *copy["lines"])],
        said["link"],
        copy["button"],
        words["cancel"].format_map(known),
        language=language,
        own=(*filter(None, [said.get("address")]), said["cancel_link"]),
    )


@cache
def _letters(about: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{about}_letters.toml").read_text("utf-8"))
