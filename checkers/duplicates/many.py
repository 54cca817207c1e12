"""Duplicates among very many records: only those that share a phone, a door or a name are compared.

Time and memory grow near linearly: a block (the records that share one key) larger than BLOCK_MAX is not compared
all with all, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, combinations
from typing import Generic, TypeVar

from checkers.collector import collector_paused
from checkers.duplicates.glance import Glance, Outline, glance, may_be_branches
from checkers.duplicates.groups import Sets
from checkers.duplicates.keys import NOTHING, house_of, same_number
from checkers.duplicates.names import edges_of_name, words_of_name
from checkers.duplicates.outcome import Bounded, Duplicates, Group, Link, Undecided
from checkers.duplicates.records import KINDS, Records, Row, row_of
from checkers.match import Match, Prepared, prepare, same_business, same_prepared
from checkers.nap import Nap

# Beyond these a shared phone is a call centre's, a shared door a mall's and a shared name a chain's. Sorted by name
# and street, the records of one business stand side by side; ten neighbours leave room for some odd spellings.
BLOCK_MAX = 50
NEIGHBOURS = 10

EXAMPLES = 5  # of the businesses that an undecided record might be
PREPARED_MAX = 2_000  # records read in full that are kept at once: 7 KB each, and neighbours come in order

Id = TypeVar("Id", bound=Hashable)
Pairs = Iterable[tuple[int, int]]


def find_duplicates(records: Iterable[tuple[Id, Nap]]) -> Duplicates[Id]:
    """Groups of records that are one business by the rules of `checkers.match`; `records` is read once."""
    return find_duplicates_in_rows((each, row_of(nap)) for each, nap in records)


def find_duplicates_in_rows(rows: Iterable[tuple[Id, Row]]) -> Duplicates[Id]:
    """As `find_duplicates`, of texts as a table has them: name, street, unit, city, region, postal code and phone."""
    search = _Search(Records(rows))  # the caller's own code runs here, which may well make cycles
    with collector_paused():
        for kind in KINDS:
            search.compare(kind)
        return search.outcome()


class _Search(Generic[Id]):
    def __init__(self, records: Records[Id]) -> None:
        self.records = records
        self._sets = Sets(len(records))
        self._has_door = bytearray(door != NOTHING for door in records.keys["door"])  # by leader, of any member
        self._links: list[tuple[int, int, str]] = []
        self._bounded: list[Bounded[Id]] = []
        # With sets of leaders that each might be, by identity: of a chain's thousand branches each might be all others,
        # so they share one set.
        self._undecided: dict[int, dict[int, Collection[int]]] = {}
        self._compared = 0

    def compare(self, kind: str) -> None:
        for block in self._blocks(kind):
            if self._sets.are_one(block):
                continue
            if kind == "name":
                if not self._are_all_elsewhere(block):
                    self._compare_names(block)
                continue
            pairs = self._pairs(kind, block)
            for one, two in self._matches(pairs if kind == "phone" else self._alike(block, pairs)):
                self._join(one, two, kind)

    def _blocks(self, kind: str) -> Iterator[Sequence[int]]:
        """Positions that share a key, of two or more, in the order of the keys."""
        keys = self.records.keys[kind]
        first: dict[int, int] = {}
        blocks: dict[int, list[int]] = {}
        for n, key in enumerate(keys):
            if (met := first.setdefault(key, n)) != n and key != NOTHING:
                blocks.setdefault(key, [met]).append(n)
        first.clear()
        return (blocks[key] for key in sorted(blocks))

    def _pairs(self, kind: str, block: Sequence[int]) -> Pairs:
        return combinations(block, 2) if len(block) <= BLOCK_MAX else self._neighbours(kind, block)

    def _alike(self, block: Sequence[int], pairs: Pairs) -> Pairs:
        """The pairs behind one door whose names have a word that begins or ends alike; the others are two tenants."""
        edges = {n: edges_of_name(self.records.name(n)) for n in block}
        return [(one, two) for one, two in pairs if not edges[one].isdisjoint(edges[two])]

    def outcome(self) -> Duplicates[Id]:
        ids = self.records.ids
        groups = self._sets.groups({n for one, two, _ in self._links for n in (one, two)})
        links: dict[int, list[Link[Id]]] = {}
        for one, two, kind in sorted(self._links):
            explain = partial(_explained, self.records, one, two)
            links.setdefault(self._sets.find(one), []).append(Link(ids[one], ids[two], kind, explain))
        found = tuple(Group(tuple(ids[n] for n in group), tuple(links[group[0]])) for group in groups)
        undecided = tuple(
            Undecided(ids[n], tuple(ids[other] for other in others[:EXAMPLES]))
            for n, others in self._might_be()
            if others
        )
        return Duplicates(found, undecided, tuple(self._bounded), len(self.records), self._compared)

    def _might_be(self) -> Iterator[tuple[int, list[int]]]:
        """Each undecided record with the first of the businesses that it might be, its own left out."""
        firsts: dict[int, list[int]] = {}
        for n, named in sorted(self._undecided.items()):
            for key, leaders in named.items():
                if key not in firsts:
                    firsts[key] = sorted(set(map(self._sets.find, leaders)))[: EXAMPLES + 1]
            yield n, sorted(set(chain.from_iterable(firsts[key] for key in named)) - {self._sets.find(n)})

    def _leave_open(self, one: int, two: int, named: Iterable[Collection[int]]) -> None:
        self._undecided.setdefault(self._vaguer(one, two), {}).update((id(leaders), leaders) for leaders in named)

    def _neighbours(self, kind: str, block: Sequence[int]) -> list[tuple[int, int]]:
        texts = {n: self.records.text(n).casefold() for n in block}
        ordered = sorted(block, key=texts.__getitem__)
        pairs = [
            (min(one, two), max(one, two))
            for at, one in enumerate(ordered)
            for two in ordered[at + 1 : at + 1 + NEIGHBOURS]
        ]
        count = len(block)
        self._bounded.append(Bounded(kind, self.records.ids[block[0]], count, len(pairs), count * (count - 1) // 2))
        return pairs

    def _matches(self, pairs: Pairs) -> Iterator[tuple[int, int]]:
        """The pairs that are one business; those known to be one already are passed over."""
        outlines: dict[int, Outline] = {}
        prepared: dict[int, Prepared] = {}
        for one, two in pairs:
            if self._sets.find(one) == self._sets.find(two):
                continue
            if len(prepared) > PREPARED_MAX:
                prepared.clear()
            mine = outlines.get(one) or outlines.setdefault(one, self.records.outline(one))
            yours = outlines.get(two) or outlines.setdefault(two, self.records.outline(two))
            self._compared += 1
            guess = glance(mine, yours)
            if guess is Glance.CERTAIN or (guess is Glance.OPEN and self._is_same(one, two, prepared)):
                yield one, two

    def _is_same(self, one: int, two: int, prepared: dict[int, Prepared]) -> bool:
        for n in (one, two):
            if n not in prepared:
                prepared[n] = prepare(self.records[n])
        return same_prepared(prepared[one], prepared[two]).same

    def _join(self, one: int, two: int, kind: str) -> None:
        first, second = sorted((self._sets.find(one), self._sets.find(two)))
        self._sets.join(first, second)
        self._has_door[first] |= self._has_door[second]
        self._links.append((one, two, kind))

    def _compare_names(self, block: Sequence[int]) -> None:
        """A name alone joins two records only where neither says a door on another street, nor a third business of
        their town bears it.
        """
        alone: list[tuple[int, int]] = []
        outline, doors = self.records.outline, self.records.keys["door"]
        for one, two in self._matches(filter(self._is_open, self._pairs("name", block))):
            if may_be_branches(outline(one), outline(two)):
                self._leave_open(one, two, [(self._sets.find(one), self._sets.find(two))])
            elif doors[one] and doors[two] and same_number(doors[one], doors[two]):
                self._join(one, two, "name")
            else:
                alone.append((one, two))
        bearers = self._bearers(block) if alone else {}
        for one, two in alone:
            found = self._sets.find(one), self._sets.find(two)
            named = [bearers[name] for name in map(self._whole_name, (one, two)) if name in bearers]
            if any(third not in found for leaders in named for third in leaders):  # found with the third looked at
                self._leave_open(one, two, named)
            elif found[0] != found[1]:
                self._join(one, two, "name")

    def _vaguer(self, one: int, two: int) -> int:
        """The record that says less of itself: the one without a door; where that does not tell, without a phone."""
        doors, phones = self.records.keys["door"], self.records.keys["phone"]
        return min(one, two, key=lambda n: (doors[n] != NOTHING, phones[n] != NOTHING))

    def _bearers(self, block: Sequence[int]) -> dict[tuple[str, ...], set[int]]:
        """For each whole name, the businesses that bear it and have a door, each by the leader of its group."""
        bearers: dict[tuple[str, ...], set[int]] = {}
        for n in filter(self._is_placed, block):
            bearers.setdefault(self._whole_name(n), set()).add(self._sets.find(n))
        return bearers

    def _whole_name(self, n: int) -> tuple[str, ...]:
        return words_of_name(self.records.outline(n).name).all

    def _are_all_elsewhere(self, block: Sequence[int]) -> bool:
        """Whether no pair needs a look: every record has a phone and a house number that no other has."""
        phones, doors = self.records.keys["phone"], self.records.keys["door"]
        return len({house_of(doors[n]) for n in block if doors[n] and phones[n]}) == len(block)

    def _is_open(self, pair: tuple[int, int]) -> bool:
        """Whether a pair that shares a name needs a look.

        Not where both have a phone and their house numbers differ: they are branches, and no rule would join them. Not
        where a record shows no door but its group has one: the group's other records are compared instead.
        """
        one, two = pair
        phones, doors = self.records.keys["phone"], self.records.keys["door"]
        if doors[one] and doors[two]:
            return NOTHING in (phones[one], phones[two]) or same_number(doors[one], doors[two])
        return not any(self._is_placed(n) and not doors[n] for n in pair)

    def _is_placed(self, n: int) -> bool:
        return bool(self._has_door[self._sets.find(n)])


def _explained(records: Records[Id], one: int, two: int) -> Match:
    return same_business(records[one], records[two])
