"""A million records in a few hundred bytes each: their texts in one run of bytes, their keys in arrays."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

from checkers.duplicates.glance import Outline
from checkers.duplicates.keys import door_key, name_key, phone_key
from checkers.nap import Nap

Id = TypeVar("Id", bound=Hashable)
KINDS = ("phone", "door", "name")  # in the order in which they are tried
_PARTING = "\x1f"  # folded away from every text before it is read, so no field means anything by it


class Records(Generic[Id]):
    """`keys` holds an array for each kind of key, by position; 0 where a record has no such key."""

    def __init__(self, records: Iterable[tuple[Id, Nap]]) -> None:
        self.ids: list[Id] = []
        self.keys = {kind: array("q") for kind in KINDS}
        self._phones, self._doors, self._names = self.keys.values()
        self._text, self._ends = bytearray(), array("Q", [0])
        for each, nap in records:
            self._add(each, nap)

    def _add(self, each: Id, nap: Nap) -> None:
        self.ids.append(each)
        self._phones.append(phone_key(nap))
        self._doors.append(door_key(nap))
        self._names.append(name_key(nap))
        self._text += _joined(nap)
        self._ends.append(len(self._text))

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, position: int) -> Nap:
        name, street, unit, city, region, postal_code, phone = self.text(position).split(_PARTING)
        return Nap(name, street, unit, city, region, postal_code, phone=phone)

    def outline(self, position: int) -> Outline:
        name, street, unit, _, _, postal_code, _ = self.text(position).split(_PARTING)
        return Outline(self._phones[position], self._doors[position], name, street, unit, postal_code)

    def text(self, position: int) -> str:
        """Name first, then the street: sorted by it, records that may be one stand near each other."""
        return self._text[self._ends[position] : self._ends[position + 1]].decode("utf-8", errors="replace")


def _joined(nap: Nap) -> bytes:
    fields = (nap.name, nap.street, nap.unit, nap.city, nap.region, nap.postal_code, nap.phone)
    text = _PARTING.join(fields)
    if text.count(_PARTING) > len(fields) - 1:
        text = _PARTING.join(field.replace(_PARTING, " ") for field in fields)
    return text.encode("utf-8", errors="replace")
