"""One record, read once for many comparisons."""

from __future__ import annotations

from typing import NamedTuple

from checkers.matching.doors import plain_street
from checkers.matching.name_words import NameWords, bit, name_words
from checkers.matching.words import stem
from checkers.normalise.address import AddressParts
from checkers.normalise.name import NameParts
from checkers.normalise.name_words import SHORT_FORMS


class Record(NamedTuple):
    """`place` holds the words of its city and street, spelt as those of names; `phone` is a valid E.164 or empty.

    The name's keys stand here too, with the door's: they are all that is asked of most pairs.
    """

    keys: int
    telling_keys: int
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
    words = name_words(name, place)
    street = plain_street(address.street)
    door = bit(f"{address.number} {street}") if address.number and street else 0
    return Record(
        keys=words.keys | door,
        telling_keys=words.telling_keys | door,
        name=words,
        address=address,
        door=address.door_key,
        number=address.number,
        street=street,
        place=place,
        postal_code=address.postal_code[:5],
        phone=phone,
    )


def are_strangers(one: Record, two: Record) -> bool:
    """No telling word of either could be a word of the other: most pairs of a long list."""
    if one.telling_keys & two.keys or two.telling_keys & one.keys:
        return False
    return one.phone != two.phone or not may_be_renamed(one, two)


def are_joined(one: Record, two: Record) -> bool:
    """By something beside their names: a phone, a street, or a number on streets of two names."""
    return (
        (one.phone != "" and one.phone == two.phone)
        or (one.street != "" and one.street == two.street)
        or (one.number != "" and one.number == two.number)
    )


def may_be_renamed(one: Record, two: Record) -> bool:
    """One trade, in one word, and one phone: a restaurant that has taken another name. Else such names are two.

    A casino's coffee shop and its steakhouse share kind and phone; so do a practice and its people. They stay several.
    """
    if one.phone == "" or one.phone != two.phone or one.name.kind_words.isdisjoint(two.name.kind_words):
        return False
    return not (one.name.is_person or two.name.is_person)


def _words(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(place_word, text.lower().split())))


def place_word(word: str) -> str:
    """A word of a city or street as names spell it; empty of a number."""
    return "" if word.isdigit() else stem(SHORT_FORMS.get(word, word))
