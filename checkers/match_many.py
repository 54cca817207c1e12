"""Many pairs at once: the scores of `match.same_business`, worked out on columns of numbers. Needs numpy.

The judgement is that of `checkers.matching`; here its facts are asked of thousands of pairs at a time, and the few
pairs that want a closer look (joined words, acronyms, several words misspelt, long names) are answered one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import numpy as np

from checkers.collector import collector_paused
from checkers.matching.columns.doors import both, points_beside_names, same
from checkers.matching.columns.names import compare_names
from checkers.matching.columns.ragged import Array, numbered
from checkers.matching.columns.roll import Readings, Roll, roll_of
from checkers.matching.columns.words import Side
from checkers.matching.scorecard import BASE, STRANGERS, score_of
from checkers.nap import Nap
from checkers.normalise import address, name, phone

CHUNK = 16_384
_SAID = attrgetter("name", "phone", "street", "unit", "city", "region", "postal_code")


def read_roll(naps: Sequence[Nap]) -> tuple[Roll, Array]:
    """Each distinct record once, and the place of each of `naps` among them."""
    with collector_paused():
        places, distinct = numbered(map(_SAID, naps))
        return roll_of(_read(distinct)), places


def _read(said: Sequence[tuple[str, ...]]) -> Readings:
    """What many records print alike is read once."""
    name_of, names = numbered([one[0] for one in said])
    phone_of, phones = numbered([one[1] for one in said])
    address_of, addresses = numbered([one[2:] for one in said])
    return Readings(
        [name.parse(text) for text in names],
        [address.parse_fields(*fields) for fields in addresses],
        [phone.e164(text) if text else "" for text in phones],
        name_of,
        address_of,
        phone_of,
    )


def scores(roll: Roll, ones: Sequence[int] | Array, twos: Sequence[int] | Array) -> Array:
    """0..1 of each pair of places in the roll, at least 0.5 exactly where `same_business` says yes."""
    mine, yours = np.asarray(ones, np.int64), np.asarray(twos, np.int64)
    found = np.full(len(mine), STRANGERS)
    with collector_paused():
        for start in range(0, len(mine), CHUNK):
            part = slice(start, start + CHUNK)
            found[part] = _scores(Side(roll, mine[part]), Side(roll, yours[part]))
    return found


def _scores(one: Side, two: Side) -> Array:
    found = np.full(len(one.places), STRANGERS)
    roll, mine, yours = one.roll, one.places, two.places
    share_a_key = (roll.telling_keys[mine] & roll.keys[yours] | roll.telling_keys[yours] & roll.keys[mine]).any(axis=1)
    same_phone = both("phone", one, two) & same("phone", one, two)
    is_alone = roll.is_long[mine] | roll.is_long[yours] | (same_phone & ~share_a_key)
    some = np.flatnonzero(share_a_key & ~is_alone)
    first, other = one.take(some), two.take(some)
    names = compare_names(first, other, _are_joined(first, other))
    is_alone[some] = names.is_alone
    told = np.flatnonzero(names.is_told)
    points = BASE + names.points[told] + points_beside_names(first.take(told), other.take(told), names.take(told))
    found[some[told]] = np.round(1 / (1 + np.exp(-points)), 4)
    closer = np.flatnonzero(is_alone)
    pairs = zip(mine[closer].tolist(), yours[closer].tolist(), strict=True)
    record = roll.readings.record
    found[closer] = [score_of(record(n), record(m)) for n, m in pairs]
    return found


def _are_joined(one: Side, two: Side) -> Array:
    """`record.are_joined`"""
    fields = ("phone", "street", "number")
    return np.logical_or.reduce([both(field, one, two) & same(field, one, two) for field in fields])
