"""One record, read once for many comparisons."""

from __future__ import annotations

from typing import NamedTuple

from checkers.matching.doors import plain_street
from checkers.matching.names import NameWords, name_words, stem
from checkers.normalise.address import AddressParts
from checkers.normalise.name import NameParts
from checkers.normalise.name_words import SHORT_FORMS


class Record(NamedTuple):
    """`place` holds the words of its city and street, spelt as those of names; `phone` is a valid E.164 or empty."""

    name: NameWords
    address: AddressParts
    door: str
    number: str
    street: str
    place: frozenset[str]
    postal_code: str
    phone: str


def record(name: NameParts, address: AddressParts, phone: str) -> Record:
    place = _words(f"{address.city} {address.street}")
    return Record(
        name=name_words(name, place),
        address=address,
        door=address.door_key,
        number=address.number,
        street=plain_street(address.street),
        place=place,
        postal_code=address.postal_code[:5],
        phone=phone,
    )


def are_strangers(one: Record, two: Record) -> bool:
    """No telling word of either could be a word of the other: most pairs of a long list.

    One trade and one phone make an exception: a restaurant that has taken another name.
    """
    mine, yours = one.name, two.name
    if not mine.telling_keys.isdisjoint(yours.keys) or not yours.telling_keys.isdisjoint(mine.keys):
        return False
    return not (one.phone and one.phone == two.phone and mine.kinds & yours.kinds)


def _words(text: str) -> frozenset[str]:
    words = text.lower().split()
    return frozenset([stem(SHORT_FORMS.get(word, word)) for word in words if not word.isdigit()])
