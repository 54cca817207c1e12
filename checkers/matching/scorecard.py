"""What each fact of a pair is worth, in points: the sum decides, 0 is even odds.

Most points are fitted by `python -m benchmarks.fit_match` on labelled pairs of five sources (their training and
validation parts, 13,082 pairs). Those marked fixed are set by hand: the sources hold too few such pairs, or contradict
themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp
from operator import mul

from checkers.matching.facts import Facts, facts_of
from checkers.matching.names import NOTHING_ALIKE, Likeness, likeness
from checkers.matching.record import Record, are_strangers, may_be_renamed

# Of the sources' pairs one in five matches. Whoever asks here has searched for the business: likelier, and a match
# missed costs as much as one too many.
LEAN = 0.2
BASE = -4.16
STRANGERS = 0.0  # the score of records whose names share no telling word
TOLD = 4  # facts named to a person


@dataclass(frozen=True, slots=True)
class Worth:
    """`points` for a fact that holds in full; `label` is how people are told of it."""

    points: float
    label: str
    is_fixed: bool = False


WORTH: Mapping[str, Worth] = {
    "words_shared": Worth(1.51, "words that both names have"),
    "words_contained": Worth(1.38, "one name's words are in the other"),
    "letters_agree": Worth(3.39, "the letters of the names agree"),
    "all_of_one": Worth(1.35, "all words of one name are in the other"),
    "first_word": Worth(0.45, "the names begin alike"),
    "two_own_words": Worth(0.3, "two telling words are shared"),
    "one_word": Worth(-0.67, "one name is a single word of the other"),
    "added_trade": Worth(0.32, "one name adds its trade"),
    "owner_named": Worth(1.63, "one owner's name, with and without the trade"),
    "part_of_it": Worth(-1.08, "one may be a part or tenant of the other"),
    # The bar and the dining room of one hotel share its door and its phone, which must not outweigh this.
    "two_parts": Worth(-3.5, "two parts or tenants of one house", is_fixed=True),
    "other_kind": Worth(-0.54, "another kind of business"),
    "added_kind": Worth(-0.37, "a second kind of business is added"),
    # Sources that call "Building F" and "Building G" one place outnumber those that do not; a person would not.
    "other_number": Worth(-4.0, "another number in the name", is_fixed=True),
    "same_door": Worth(2.37, "same door"),
    "other_form": Worth(1.41, "same number, street in another form"),
    "same_street": Worth(1.4, "same street, one without number"),
    "near_door": Worth(-0.42, "another number on the same street"),
    # The same name behind another door is a branch, unless the phone says otherwise.
    "other_door": Worth(-3.5, "another door", is_fixed=True),
    "same_number": Worth(4.32, "same number on a street of another name"),
    "door_in_one_zip": Worth(1.34, "another door in the same ZIP code"),
    "no_door": Worth(-0.6, "neither side shows a street"),
    "other_zip": Worth(-1.03, "another ZIP code"),
    # The sources are each of one town or two, and say little of towns.
    "far_away": Worth(-3.0, "another town", is_fixed=True),
    "chain_without_door": Worth(-1.41, "a chain's name, no street on one side"),
    # With the chain's own points this answers no: half of such pairs are one branch, whoever draws them.
    "dense_without_door": Worth(-1.8, "a chain with several branches in every town", is_fixed=True),
    "chain_elsewhere": Worth(-2.28, "a chain's name at another door"),
    # Few pairs have the phone and not the name: 1.5 was fitted where the name had said it all. It is the one fact
    # of a record that nobody shares by chance.
    "same_phone": Worth(2.5, "same phone", is_fixed=True),
    "other_phone": Worth(-0.92, "another phone"),
}
POINTS = tuple(WORTH[fact].points for fact in Facts._fields)


def score_of(one: Record, two: Record) -> float:
    """0..1, at least 0.5 exactly where the facts do not speak against one business; the same both ways."""
    like = compared(one, two)
    if like is None:
        return STRANGERS
    return round(1 / (1 + exp(-(LEAN + BASE + sum(map(mul, facts_of(one, two, like), POINTS))))), 4)


def reasons(one: Record, two: Record) -> Iterator[str]:
    """The facts that weighed most, with their points, heaviest first."""
    like = compared(one, two)
    if like is None:
        yield "the names share no telling word"
        return
    held = zip(Facts._fields, facts_of(one, two, like), strict=True)
    weighed = [(WORTH[fact].points * amount, WORTH[fact].label) for fact, amount in held]
    for points, label in sorted(weighed, key=lambda pair: (-abs(pair[0]), pair[1]))[:TOLD]:
        if points:
            yield f"{label} ({points:+.1f})"


def compared(one: Record, two: Record) -> Likeness | None:
    """None of strangers: no other fact is asked for."""
    if are_strangers(one, two):
        return None
    like = likeness(one.name, two.name, one.place, two.place)
    return None if like is NOTHING_ALIKE and not may_be_renamed(one, two) else like
