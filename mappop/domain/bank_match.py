"""Which invoice a line of the bank pays: sure enough to be taken, or a guess for a person, with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mappop.domain.bank_file import is_side_unsaid
from mappop.domain.terms import price

_NUMBER = re.compile(r"\bM\W{0,2}P\W{0,3}0*(\d{1,9})\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]{3,}")


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """`names`: those of the business and of its owner."""

    id: str
    number: int
    title: str
    balance_minor: int
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Guess:
    """`is_sure`: number and sum agree, nothing else could be meant, and the money came in."""

    invoice_id: str
    why: str
    is_sure: bool = False


def guess(text: str, minor: int, bills: Iterable[OpenInvoice]) -> Guess | None:
    """None where nothing speaks for one invoice alone."""
    bills, named = list(bills), numbers_in(text)
    by_number = [bill for bill in bills if bill.number in named]
    if len(by_number) == 1:
        (bill,) = by_number
        if bill.balance_minor != minor:
            return Guess(bill.id, f"names {_called(bill)}, but {price(bill.balance_minor)} is open there")
        agrees = f"names {_called(bill)}, and the sum is right"
        if is_side_unsaid(text):
            return Guess(bill.id, f"{agrees}, but the bank does not say that it came in")
        if len(named) == 1:
            return Guess(bill.id, agrees, is_sure=True)
        return Guess(bill.id, f"{agrees}, but another number too")
    of_payer = [bill for bill in bills if bill.balance_minor == minor and any(_is_in(n, text) for n in bill.names)]
    if not by_number and len(of_payer) == 1:
        return Guess(of_payer[0].id, f"perhaps {_called(of_payer[0])}: the payer’s name and the sum agree")
    return None


def _called(bill: OpenInvoice) -> str:
    return f"{bill.title} of {bill.names[0]}" if bill.names else bill.title


def said_of_named(text: str, became: Mapping[int, str]) -> str:
    """Of invoices that it names: number → what became of it. Else nothing."""
    return "; ".join(
        f"names MP-{number:06d}, {became[number]}" for number in sorted(numbers_in(text)) if number in became
    )


def numbers_in(text: str) -> set[int]:
    """Of invoices that it names, however they are written: MP-000123, mp 123, MP000123."""
    return {int(number) for number in _NUMBER.findall(text)}


def _is_in(name: str, text: str) -> bool:
    """Most of its words stand in the text; the text's last word may be cut, as banks cut after some letters."""
    words, said = set(_WORD.findall(name.lower())), _WORD.findall(text.lower())
    found = {word for word in words if word in said or (said and len(said[-1]) > 3 and word.startswith(said[-1]))}
    return bool(words) and len(found) >= min(2, len(words)) and 2 * len(found) > len(words)
