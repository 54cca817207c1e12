"""Letters about money, filled in from billing_letters.toml; those about what is agreed, and about what was not paid,
from files of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.terms import long_date, pay_to, price, text_date
from mappop.messaging.wording import Words, letter

FILES = ("billing_letters.toml", "plan_letters.toml", "dunning_letters.toml", "leaving_letters.toml")


@dataclass(frozen=True, slots=True)
class About:
    """Whom and what a letter is about; `link` leads to the owner's pages."""

    language: str
    owner: str
    business: str
    amount_minor: int
    link: str
    cancel_link: str


def written(
    kind: str, about: About, *, before: tuple[str, ...] = (), after: tuple[str, ...] = (), **said: Any
) -> Words:
    """The letter of that kind; `before` and `after` name its lines that apply only here, those with a copy `…_in_text`
    in its text too. Dates are told in words."""
    words, copy = _letters()[about.language], _letters()[about.language][kind]
    known = {
        "owner": about.owner, "business": about.business, "amount": price(about.amount_minor), "link": about.link,
        "cancel_link": about.cancel_link, **pay_to(),
    }  # fmt: skip
    known |= _each(words, known["amount"], said.pop("interval", "month"), said.pop("reduced", ("", 0)))
    if "planned" in said:
        known |= {f"planned_{key}": text for key, text in _each(words, **said.pop("planned")).items()}
    in_text = {key: text_date(v, about.language) for key, v in said.items() if isinstance(v, date)}
    known |= {key: long_date(v, about.language) if isinstance(v, date) else str(v) for key, v in said.items()}
    hello = words["hello" if about.owner else "hello_unnamed"]
    lines = [hello, *(copy[name] for name in before), *copy["lines"], *(copy[name] for name in after)]
    return letter(
        copy["subject"].format_map(known),
        " ".join(part.format_map(known | in_text) for part in (copy["text"], *_in_text(copy, after))),
        [line.format_map(known) for line in lines],
        about.link,
        copy["button"],
        copy.get("cancel", words["cancel"]).format_map(known),
        language=about.language,
        own=(about.cancel_link,),
    )


def _each(words: Mapping[str, Any], amount: str, interval: str, reduced: tuple[str, int]) -> dict[str, str]:
    """Of `{amount} {each}`, also where so many bills are of a reduced amount first."""
    each, (less, times) = words[f"each_{interval}"], reduced
    if not times:
        return {"amount": amount, "each": each}
    bills = words["for_one_bill" if times == 1 else "for_bills"].format(times=times)
    return {"amount": less, "each": words["reduced"].format(each=each, bills=bills, amount=amount)}


def _in_text(copy: Mapping[str, Any], after: tuple[str, ...]) -> list[str]:
    return [copy[f"{name}_in_text"] for name in after if f"{name}_in_text" in copy]


def reason_of(name: str, language: str) -> str:
    """Why a payment did not come in, in plain words; nothing for no name."""
    return str(_letters()[language]["reasons"][name]) if name else ""


@cache
def _letters() -> dict[str, dict[str, Any]]:
    texts = (resources.files(__package__).joinpath(name).read_text("utf-8") for name in FILES)
    money, *others = (tomllib.loads(text) for text in texts)
    return {
        language: money[language] | {k: v for one in others for k, v in one[language].items()} for language in money
    }
