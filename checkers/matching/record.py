"""One record as matching sees it, read once for many comparisons, and the quick questions about two of them."""

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
    """Whether no telling word of one can be a word of the other, as in most pairs of a long list.

    Two that share a phone and may be one business under a new name are none.
    """
    if one.telling_keys & two.keys or two.telling_keys & one.keys:
        return False
    return one.phone != two.phone or not may_be_renamed(one, two)


def are_joined(one: Record, two: Record) -> bool:
    """Whether something beside their names joins them: a phone, a street, or a house number."""
    return (
        (one.phone != "" and one.phone == two.phone)
        or (one.street != "" and one.street == two.street)
        or (one.number != "" and one.number == two.number)
    )


def may_be_renamed(one: Record, two: Record) -> bool:
    """Whether they may be one business that took another name: one phone, and the same word for their trade.

    Records of one phone whose names say the trade in two words stay apart, as a casino's coffee shop and its
    steakhouse do, and so do the people of one practice.
    """
    if one.phone == "" or one.phone != two.phone or one.name.kind_words.isdisjoint(two.name.kind_words):
        return False
    return not (one.name.is_person or two.name.is_person)


def _words(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(place_word, text.lower().split())))


def place_word(word: str) -> str:
    """A word of a city or street, spelt as `NameWords` spells those of names; empty where it is a number."""
    return "" if word.isdigit() else stem(SHORT_FORMS.get(word, word))
