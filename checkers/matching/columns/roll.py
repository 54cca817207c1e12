"""Records as columns of whole numbers, read once: what many pairs are compared by at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from checkers.matching.columns.address_roll import addresses_of
from checkers.matching.columns.name_roll import Names, names_of
from checkers.matching.columns.ragged import Array, numbered_texts
from checkers.matching.columns.vocabulary import IS_NUMBER, Vocabulary, keys_of
from checkers.matching.name_words import OWN, PLACE
from checkers.matching.record import Record, record
from checkers.normalise.address import AddressParts
from checkers.normalise.name import NameParts

# What a word is in its name. A telling one is an own one, or any where the name has none of its own.
COUNTED, OF_ITS_OWN, NUMBER, TELLING = 1, 2, 4, 8
WEIGHT = 4  # its weight stands above these bits


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read of the records: each distinct name, address and phone once, and which of them a record has."""

    names: Sequence[NameParts]
    addresses: Sequence[AddressParts]
    phones: Sequence[str]
    name_of: Array
    address_of: Array
    phone_of: Array
    _records: dict[int, Record] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.name_of)

    def address(self, place: int) -> AddressParts:
        return self.addresses[self.address_of[place]]

    def record(self, place: int) -> Record:
        """Made when first asked for: most pairs are answered by the columns alone."""
        found = self._records.get(place)
        if found is None:
            name, phone = self.names[self.name_of[place]], self.phones[self.phone_of[place]]
            found = self._records[place] = record(name, self.address(place), phone)
        return found


@dataclass(frozen=True, slots=True)
class Roll:
    """`words` of the names with their `roles`, `places` (words of city and street) and `stand_ins` (the words that two
    joined, an acronym or a lost first letter would stand for) have a column a record, keys have a row. `squeezed` are
    the texts of the field of that name.
    """

    readings: Readings
    squeezed: Sequence[str]
    vocabulary: Vocabulary
    fields: Mapping[str, Array]
    is_long: Array
    keys: Array
    telling_keys: Array
    words: Array
    roles: Array
    places: Array
    stand_ins: Array


def roll_of(readings: Readings) -> Roll:
    names = names_of(readings.names)
    addresses = addresses_of(readings.addresses, names.vocabulary.numbers)
    by_name, by_address = readings.name_of, readings.address_of
    words, places = names.words[:, by_name], addresses.places[:, by_address]
    roles = _roles(names, words, names.counted[:, by_name], places)
    door_keys = addresses.door_keys[by_address]
    fields = {field: said[by_name] for field, said in names.fields.items()}
    fields |= {field: said[by_address] for field, said in addresses.fields.items()}
    fields["own"] = ((roles & OF_ITS_OWN) > 0).sum(axis=0)
    fields["phone"] = numbered_texts(readings.phones)[0][readings.phone_of]
    return Roll(
        readings=readings,
        squeezed=names.squeezed,
        vocabulary=names.vocabulary,
        fields=fields,
        is_long=names.is_long[by_name] | addresses.is_long[by_address],
        keys=names.keys[by_name] | door_keys,
        telling_keys=names.heads[by_name] | door_keys | _telling_keys(names.vocabulary, words, roles),
        words=words,
        roles=roles,
        places=places,
        stand_ins=names.stand_ins[:, by_name],
    )


def _roles(names: Names, words: Array, counted: Array, places: Array) -> Array:
    """A name of nothing but its place ("Pittsburgh") weighs as any other."""
    weights, flags = names.vocabulary.weights[words], names.vocabulary.flags[words]
    at_home = np.zeros(words.shape, np.bool_)
    for place in places:
        at_home |= words == place
    at_home &= (counted & ~at_home).any(axis=0)
    weights = np.where(at_home, np.minimum(weights, PLACE), weights)
    own = counted & (weights == OWN)
    telling = own | (counted & ~own.any(axis=0))
    number = counted & ~own & ((flags & IS_NUMBER) > 0)
    roles = (weights << WEIGHT) | counted * COUNTED | own * OF_ITS_OWN | number * NUMBER | telling * TELLING
    return roles.astype(np.int16)


def _telling_keys(vocabulary: Vocabulary, words: Array, roles: Array) -> Array:
    own = (roles & OF_ITS_OWN) > 0
    others = (roles & TELLING) > 0
    return keys_of(vocabulary.telling_keys, words, own) | keys_of(vocabulary.keys, words, others & ~own)
