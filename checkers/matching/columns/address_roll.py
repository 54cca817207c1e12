"""The distinct addresses of a roll as columns of whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from checkers.matching.columns.ragged import Array, Ragged, looked_up, numbered_texts, sizes_of
from checkers.matching.columns.vocabulary import rows_with
from checkers.matching.doors import plain_street
from checkers.matching.name_words import key_number
from checkers.matching.record import place_word
from checkers.normalise.address import AddressParts

# Longer streets and house numbers are compared alone.
MOST_PLACE_WORDS = 8
HOUSE_MAX = 18  # digits that fit


@dataclass(frozen=True, slots=True)
class Addresses:
    """`places` (words of city and street) have a column an address, `door_keys` a row."""

    places: Array
    door_keys: Array
    fields: Mapping[str, Array]
    is_long: Array


def addresses_of(addresses: Sequence[AddressParts], words: Mapping[str, int]) -> Addresses:
    """`words` are those of the names, by their numbers; a word of no name is known by a higher one."""
    streets = [plain_street(one.street) for one in addresses]
    number, numbers = numbered_texts(one.number for one in addresses)
    postal_code, codes = numbered_texts(one.postal_code[:5] for one in addresses)
    places = _places([f"{one.city} {one.street}".lower().split() for one in addresses], words)
    doors = [
        key_number(f"{one.number} {street}") if one.number and street else -1
        for one, street in zip(addresses, streets, strict=True)
    ]
    return Addresses(
        places=places.columns(MOST_PLACE_WORDS),
        door_keys=rows_with(doors),
        fields={
            "number": number,
            "house": np.array([_house(text) for text in numbers])[number],
            "street": numbered_texts(streets)[0],
            "door": numbered_texts(one.door_key for one in addresses)[0],
            "city": numbered_texts(one.city for one in addresses)[0],
            "region": numbered_texts(one.region for one in addresses)[0],
            "postal_code": postal_code,
            "sector": numbered_texts(code[:3] for code in codes)[0][postal_code],
            "unit": numbered_texts(one.unit for one in addresses)[0],
        },
        is_long=(places.sizes > MOST_PLACE_WORDS) | (np.array(list(map(len, numbers))) > HOUSE_MAX)[number],
    )


def _house(number: str) -> int:
    """-1 of one that is no plain number."""
    return int(number) if number.isdecimal() and len(number) <= HOUSE_MAX else -1


def _places(said: Sequence[Sequence[str]], words: Mapping[str, int]) -> Ragged:
    flat = list(chain.from_iterable(said))
    known = dict(words)
    numbers = {word: known.setdefault(place_word(word), len(known)) for word in dict.fromkeys(flat)}
    return Ragged(looked_up(flat, numbers), sizes_of(said))
