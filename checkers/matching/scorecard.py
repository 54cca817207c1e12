"""What each fact of a pair is worth, in points: the sum decides, 0 is even odds.

Most points are fitted by `python -m benchmarks.fit_match` on labelled pairs of five sources (their training and
validation parts, 13,082 pairs). Those marked fixed are set by hand: the sources hold too few such pairs, or contradict
themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp
from operator import mul

from checkers.matching.facts import OF_NAMES, Facts, facts_beside_names, facts_of, facts_of_names
from checkers.matching.names import (
    LEAST_AT_ONE_LINE,
    LEAST_SHARED,
    NOTHING_ALIKE,
    Likeness,
    likeness,
    may_agree,
)
from checkers.matching.record import Record, are_joined, are_strangers, may_be_renamed
from checkers.matching.rivals import RIVAL_WORTH, UNKNOWN, Beside
from checkers.matching.worth import Worth

BASE = -4.05
STRANGERS = 0.0  # the score of records whose names have too little in common to go on
TOLD = 4  # facts named to a person


WORTH: Mapping[str, Worth] = {
    "words_shared": Worth(1.51, "words that both names have"),
    # Every pair that is weighed has some of it: fitted, it trades places with the base.
    "words_contained": Worth(1.4, "one name's words are in the other", is_fixed=True),
    "letters_agree": Worth(3.65, "the letters of the names agree"),
    "all_of_one": Worth(1.37, "all words of one name are in the other"),
    "first_word": Worth(0.45, "the names begin alike"),
    "two_own_words": Worth(0.26, "two telling words are shared"),
    "one_word": Worth(-1.04, "one name is a single word of the other"),
    "added_trade": Worth(0.41, "one name adds its trade"),
    "named_after": Worth(-1.52, "one is named after its quarter, or is the quarter"),
    "owner_named": Worth(1.67, "one owner's name, with and without the trade"),
    "part_of_it": Worth(-0.99, "one may be a part or tenant of the other"),
    # The bar and the dining room of one hotel share its door and its phone, which must not outweigh this.
    "two_parts": Worth(-3.5, "two parts or tenants of one house", is_fixed=True),
    # A hotel's restaurant has its name, its door and often its phone: they must not outweigh this.
    "kind_within": Worth(-4.5, "another kind of business within it", is_fixed=True),
    # It is told from its store by its own door, hours or counter: the name, the street and the phone are the store's.
    "store_department": Worth(-6.0, "a department of the store", is_fixed=True),
    # Hotels of two signs share a door where one took the other's: the same phone beside it makes up for this.
    "other_chain": Worth(-3.0, "the names of two chains", is_fixed=True),
    # Two clinics of one hospital, two people of one firm have its name, its door and often its phone.
    "told_apart": Worth(-4.5, "each names another make, field of medicine or person", is_fixed=True),
    "other_kind": Worth(-0.59, "another kind of business"),
    # Sources that call "Building F" and "Building G" one place outnumber those that do not; a person would not.
    "other_number": Worth(-4.0, "another number in the name", is_fixed=True),
    "same_door": Worth(2.27, "same door"),
    "other_form": Worth(1.29, "same number, street in another form"),
    "same_street": Worth(1.75, "same street, one without number"),
    # Fitted, it is nothing: the sources number one house in several ways. A person takes it for another house.
    "near_door": Worth(-0.4, "another number on the same street", is_fixed=True),
    # The same name behind another door is a branch, unless the phone says otherwise.
    "other_door": Worth(-3.8, "another door", is_fixed=True),
    "same_number": Worth(3.86, "same number on a street of another name"),
    "door_in_one_zip": Worth(1.8, "another door in the same ZIP code"),
    "no_door": Worth(-0.59, "neither side shows a street"),
    "other_zip": Worth(-1.22, "another ZIP code"),
    # The sources are each of one town or two, and say little of towns.
    "far_away": Worth(-3.0, "another town", is_fixed=True),
    # A suite is often a slip, and so is a word of a name: both at once are another tenant, whoever answers the phone.
    "other_tenant": Worth(-3.0, "another name in another suite", is_fixed=True),
    "chain_without_door": Worth(-1.79, "a chain's name, no street on one side"),
    # With the chain's own points this answers no: half of such pairs are one branch, whoever draws them.
    "dense_without_door": Worth(-1.8, "a chain with several branches in every town", is_fixed=True),
    # Two branches stand on one street, a few numbers apart: without the same phone the number tells them apart.
    "chain_elsewhere": Worth(-3.5, "a chain's name at another door", is_fixed=True),
    # Few pairs have the phone and not the name: 1.5 was fitted where the name had said it all. It is the one fact
    # of a record that nobody shares by chance.
    "same_phone": Worth(2.5, "same phone", is_fixed=True),
    # It has moved, or one list has the office and the other the shop: all seven such pairs are one business.
    "phone_kept": Worth(3.0, "same phone and name at another door", is_fixed=True),
    "other_phone": Worth(-0.7, "another phone"),
    # A practice's lab, a gym's cafe: without a phone of its own it is a longer name for the same. All that the shorter
    # name says agrees, and that must not outweigh this.
    "department_apart": Worth(-4.0, "a department or a person with a phone of its own", is_fixed=True),
    # Neighbours take the name of their quarter or of the owner: two trades with a phone each are two.
    "trade_apart": Worth(-2.0, "another trade with a phone of its own", is_fixed=True),
    # Two offices of one firm in a house, or two of one name: a wrong suite or an old phone alone would be a slip.
    "suite_apart": Worth(-6.0, "another suite and another phone", is_fixed=True),
    # Nothing but the name joins them, and branches share that.
    "door_apart": Worth(-1.0, "another door and another phone", is_fixed=True),
}
POINTS = tuple(WORTH[fact].points for fact in Facts._fields)
_NAME_POINTS, _OTHER_POINTS = POINTS[:OF_NAMES], POINTS[OF_NAMES:]
_Amounts = tuple[float, ...]


def score_of(one: Record, two: Record) -> float:
    """0..1, at least 0.5 exactly where the facts do not speak against one business; the same both ways."""
    like = compared(one, two)
    if like is None:
        return STRANGERS
    return score_of_points(_points(facts_of_names(one.name, two.name, like), facts_beside_names(one, two, like)))


def weighed(one: Record, two: Record) -> Facts | None:
    """None where the two are strangers."""
    like = compared(one, two)
    return None if like is None else facts_of(one, two, like)


def points_of(facts: Facts | None) -> float | None:
    """The points of a pair's facts, with the base; None where there are none (strangers)."""
    return None if facts is None else _points(facts[:OF_NAMES], facts[OF_NAMES:])


def _points(of_names: _Amounts, others: _Amounts) -> float:
    return float(sum(map(mul, of_names, _NAME_POINTS))) + _other_points(others)


@cache
def _other_points(others: _Amounts) -> float:
    """The points of the facts beside the names, with the base; few different tuples occur, so all are kept."""
    return BASE + float(sum(map(mul, others, _OTHER_POINTS)))


def score_of_points(points: float | None) -> float:
    return STRANGERS if points is None else round(1 / (1 + exp(-points)), 4)


def reasons(facts: Facts | None, beside: Beside = UNKNOWN) -> list[str]:
    """The facts that weighed most, with their points, heaviest first."""
    if facts is None:
        return ["the names have too little in common"]
    known = zip((*WORTH.values(), *RIVAL_WORTH.values()), (*facts, *beside), strict=True)
    held = [(-abs(worth.points * amount), worth.label, worth.points * amount) for worth, amount in known if amount]
    return [f"{label} ({points:+.1f})" for _, label, points in sorted(held)[:TOLD]]


def compared(one: Record, two: Record) -> Likeness | None:
    """How alike the names are; None where the two are strangers, of whom no other fact is asked."""
    if are_strangers(one, two) or (not are_joined(one, two) and not may_agree(one.name, two.name)):
        return None
    is_one_line = one.phone != "" and one.phone == two.phone and one.door != "" and one.door == two.door
    least = LEAST_AT_ONE_LINE if is_one_line else LEAST_SHARED
    like = likeness(one.name, two.name, one.place, two.place, least)
    return None if like is NOTHING_ALIKE and not may_be_renamed(one, two) else like
