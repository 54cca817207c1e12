"""What stands beside a pair: two lists hold a business once each, as a rule, so its other candidates count too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from functools import cached_property
from math import log, log2
from typing import NamedTuple

from checkers.matching.record import Record
from checkers.matching.worth import Worth

# Set by trial on the labelled pairs one may learn from, each within a wide range of as good ones: F1 of the two sources
# that mostly lack a street rose from 91.1 to 93.2 and from 84.6 to 87.8, that of the others stayed. Boosted trees over
# these and ten more such facts (how many candidates, how many rows) reached 92.7 and 87.3.
RIVAL_WORTH: Mapping[str, Worth] = {
    "better": Worth(-0.9, "another of the list fits better", is_fixed=True),
    "equal": Worth(-1.3, "another of the list fits as well", is_fixed=True),
    "alone": Worth(0.6, "no other of the list is like it", is_fixed=True),
    "rare": Worth(3.0, "how rare in the lists the words are that both names have", is_fixed=True),
}
CROWDED = 0.15  # share of records with rivals from which having none says all it can: among strangers it says nothing
_BETTER, _EQUAL, _ALONE, _RARE = [worth.points for worth in RIVAL_WORTH.values()]


class Beside(NamedTuple):
    """On how many of its two sides a pair has a better rival, or, in a crowd, none at all.

    `equal` is 1 on a side where another fits as well and 2 where three others do, as each halves the chance.
    `rare` is -0.5..0.5: above 0 where names that differ share most of what few names of the lists say.
    """

    better: float
    equal: float
    alone: float
    rare: float

    @property
    def points(self) -> float:
        return _BETTER * self.better + _EQUAL * self.equal + _ALONE * self.alone + _RARE * self.rare


UNKNOWN = Beside(0.0, 0.0, 0.0, 0.0)  # of a pair that was asked for by itself
_Text = tuple[str, str, str, str]
Who = str | _Text  # a record by the id that its list gave it, or by what it says


class Rivalled(NamedTuple):
    """Two records, who each is in its list, and whether their names agree in all words."""

    one: Record
    two: Record
    who: Who
    other: Who
    is_one_name: bool


class _Best(NamedTuple):
    """What a record reaches with its best partner, all who tie with it, and what the best of the others do."""

    points: float
    partner: _Text
    others: float | None = None
    ties: set[_Text] | None = None


class Rivals:
    """First fed with every pair of two lists that is no pair of strangers, then asked what stands beside each.

    Two records of one text are two where their ids say so: "Kestrel Coffee" without a street, twice in a list, are two
    of its branches, each with candidates of its own. As partners they are no rivals, since nothing tells them apart.
    """

    def __init__(self) -> None:
        self._mine: dict[Who, _Best] = {}
        self._yours: dict[Who, _Best] = {}
        self._words: Counter[str] = Counter()

    def add(self, pair: Rivalled, points: float) -> None:
        if pair.who not in self._mine:
            self._words.update(pair.one.name.everything)
        if pair.other not in self._yours:
            self._words.update(pair.two.name.everything)
        _note(self._mine, pair.who, said_by(pair.two), points)
        _note(self._yours, pair.other, said_by(pair.one), points)

    def beside(self, pair: Rivalled, points: float) -> Beside:
        """Of a pair that was added. Where both show a street, that street says more than a name.

        But the one name of its kind in both lists is that of a business which has moved, or is numbered in two ways.
        """
        mine, yours = self._mine[pair.who], self._yours[pair.other]
        rivals = (_rival(mine, said_by(pair.two)), _rival(yours, said_by(pair.one)))
        better = float(sum([rival is not None and rival > points for rival in rivals]))
        alone = rivals.count(None) * self._crowd
        if pair.one.door and pair.two.door:
            return Beside(better, 0.0, alone if pair.is_one_name else 0.0, 0.0)
        equal = sum([log2(len(best.ties)) for best in (mine, yours) if best.ties and best.points == points])
        return Beside(better, equal, alone, 0.0 if pair.is_one_name else self._rare(pair))

    def _rare(self, pair: Rivalled) -> float:
        one, two = pair.one.name, pair.two.name
        said = self._rarity(one.counted | two.counted)
        return self._crowd * (self._rarity(one.everything & two.everything) / said - 0.5) if said else 0.0

    def _rarity(self, words: Set[str]) -> float:
        """Of words that every record had it would be 0."""
        counts, records = self._words, len(self._mine) + len(self._yours) + 1
        return sum(sorted([log(records / (1 + counts[word])) for word in words]))

    @cached_property
    def _crowd(self) -> float:
        """0..1: how much it says here that a record has no rival."""
        bests = [*self._mine.values(), *self._yours.values()]
        rivalled = len([best for best in bests if best.ties or best.others is not None])
        return min(1.0, rivalled / len(bests) / CROWDED)


def said_by(record: Record) -> _Text:
    """One place listed twice is no rival of itself."""
    return record.name.squeezed, record.door, record.postal_code, record.phone


def _note(bests: dict[Who, _Best], record: Who, partner: _Text, points: float) -> None:
    best = bests.get(record)
    if best is None:
        bests[record] = _Best(points, partner)
    elif points > best.points:
        bests[record] = _Best(points, partner, _rival(best, partner))
    elif points == best.points:
        _tie(bests, record, best, partner)
    elif not _is_best(best, partner) and (best.others is None or points > best.others):
        bests[record] = best._replace(others=points)


def _is_best(best: _Best, partner: _Text) -> bool:
    return partner == best.partner or (best.ties is not None and partner in best.ties)


def _tie(bests: dict[Who, _Best], record: Who, best: _Best, partner: _Text) -> None:
    if best.ties is not None:
        best.ties.add(partner)
    elif partner != best.partner:
        bests[record] = best._replace(ties={best.partner, partner})


def _rival(best: _Best, partner: _Text) -> float | None:
    """What the best of the others reaches, if there is another."""
    return best.others if partner == best.partner and not best.ties else best.points
