"""Very many records, kept in a few hundred bytes each: their texts in one run of bytes, their keys in arrays."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate, islice
from operator import attrgetter
from typing import Generic, TypeVar

from checkers.duplicates.glance import Outline
from checkers.duplicates.keys import door_keys, name_keys, phone_keys
from checkers.nap import Nap

Id = TypeVar("Id", bound=Hashable)
Row = Sequence[str]  # the texts of FIELDS, in their order
FIELDS = ("name", "street", "unit", "city", "region", "postal_code", "phone")
KINDS = ("phone", "door", "name")  # in the order in which they are tried
_AT_ONCE = 256  # rows whose columns are worked out together: 4,096 leave the caches and cost a third more, 2026-11-26
_PARTING = "\x1f"  # folded away from every text before it is read, so no field means anything by it
_PARTING_BYTE = ord(_PARTING)

row_of = attrgetter(*FIELDS)


class Records(Generic[Id]):
    """`keys` holds an array for each kind of key, by position; 0 where a record has no such key."""

    def __init__(self, rows: Iterable[tuple[Id, Row]]) -> None:
        self.ids: list[Id] = []
        self.keys = {kind: array("q") for kind in KINDS}
        self._phones, self._doors, self._names = self.keys.values()
        self._text, self._ends = bytearray(), array("Q", [0])
        rows = iter(rows)
        while some := list(islice(rows, _AT_ONCE)):
            ids, texts = zip(*some, strict=True)
            self.ids += ids
            self._add(texts)

    def _add(self, rows: Sequence[Row]) -> None:
        names, streets, _, cities, _, postal_codes, phones = zip(*rows, strict=True)
        self._phones.extend(phone_keys(phones))
        self._doors.extend(door_keys(streets, cities, postal_codes))
        self._names.extend(name_keys(names, cities, postal_codes))
        texts = [_PARTING.join(row) for row in rows]
        said = "".join(texts)
        if said.isascii() and said.count(_PARTING) == len(rows) * (len(FIELDS) - 1):
            self._keep(said.encode(), map(len, texts))
        else:
            encoded = list(map(_joined, rows))
            self._keep(b"".join(encoded), map(len, encoded))

    def _keep(self, said: bytes, lengths: Iterable[int]) -> None:
        self._ends.extend(islice(accumulate(lengths, initial=len(self._text)), 1, None))
        self._text += said

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, position: int) -> Nap:
        name, street, unit, city, region, postal_code, phone = self.text(position).split(_PARTING)
        return Nap(name, street, unit, city, region, postal_code, phone=phone)

    def outline(self, position: int) -> Outline:
        name, street, unit, _, _, postal_code, _ = self.text(position).split(_PARTING)
        return Outline(self._phones[position], self._doors[position], name, street, unit, postal_code)

    def name(self, position: int) -> str:
        start = self._ends[position]
        return self._text[start : self._text.index(_PARTING_BYTE, start)].decode("utf-8", errors="replace")

    def text(self, position: int) -> str:
        """Name first, then the street: sorted by it, records that may be one stand near each other."""
        return self._text[self._ends[position] : self._ends[position + 1]].decode("utf-8", errors="replace")


def _joined(row: Row) -> bytes:
    return _PARTING.join([text.replace(_PARTING, " ") for text in row]).encode("utf-8", errors="replace")
