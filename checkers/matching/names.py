"""What two names have in common and what each has for itself, weighed by how telling the words are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from checkers.matching.chains import are_two_chains
from checkers.matching.name_words import NOWHERE, OWN, PLACE, SLIP_FROM, NameWords
from checkers.matching.told_apart import MAKES, SPECIALTIES, are_told_apart, person_behind
from checkers.matching.words import BROAD, DEALERS_DEPARTMENTS, DEPARTMENTS, DESCRIPTIVE, KIND_OF, PERSONS, WHOLE_KINDS

SPELLING_FLOOR = 0.88  # Jaro-Winkler below which two words are two words: "lutheran" and "liberian" have 0.83
SHORT_FORM = 0.85
INITIAL = 0.5


class Likeness(NamedTuple):
    """How alike two names are. `own` words are those that name the business, not its trade or place (`NameWords`).

    `shared` is the part of both names' weight that they have in common, `contained` that of the lighter name, and
    `spelling` how far their letters agree; each is 0..1. `own_alone` counts the own words that one name has for itself,
    of the name that has more of them; `are_own` says whether both have some.
    """

    shared: float
    contained: float
    spelling: float
    is_equal: bool = False
    own_shared: float = 0.0
    own_alone: int = 0
    has_other_number: bool = False
    other_kind: bool = False
    first_kind: bool = False
    is_part: bool = False
    are_parts: bool = False
    kind_within: bool = False
    adds_department: bool = False
    is_department: bool = False
    other_chain: bool = False
    told_apart: bool = False
    are_own: bool = False

    @property
    def degree(self) -> float:
        """One figure: containment counts less than agreement, letters alone only when they nearly agree."""
        if self.is_equal:
            return 1.0
        return max(0.6 * self.shared + 0.4 * self.contained, self.spelling if self.spelling >= 0.9 else 0.0)


NOTHING_ALIKE = Likeness(shared=0.0, contained=0.0, spelling=0.0)
_new = tuple.__new__  # a third of the time of a call of the class, whose fields are given by their names
# Share of the lighter name below which two names are two: without the same phone no other fact made up for it.
LEAST_SHARED = 0.4
# With the same phone and the same door a word of the street or the town is enough, beside one trade.
LEAST_AT_ONE_LINE = 0.1
OF_HOTELS = frozenset({"beauty"})
OF_MEDICINE = "health"


LETTERS_AGREE = 75  # of 100: from 80 on, refused pairs were missed as rivals of the others


def may_agree(one: NameWords, two: NameWords) -> bool:
    """Whether the names alone may make one business: many letters agree, or one has all telling words of the other."""
    return (
        (one.own or one.counted) <= two.everything
        or (two.own or two.counted) <= one.everything
        or ratio(one.squeezed, two.squeezed, score_cutoff=LETTERS_AGREE) > 0
        or not (one.acronyms.isdisjoint(two.counted) and two.acronyms.isdisjoint(one.counted))
        or bool(one.brand and one.brand == two.brand)
    )


def likeness(
    one: NameWords,
    two: NameWords,
    place: frozenset[str] = NOWHERE,
    other_place: frozenset[str] = NOWHERE,
    least: float = LEAST_SHARED,
) -> Likeness:
    """The places are those of `one` and `two`: a word that only one name has tells little where the other stands.

    With less than `least` of the lighter name shared, or `LEAST_SHARED` where the trades differ, they are two names.
    """
    if one.squeezed == two.squeezed or (one.brand and one.brand == two.brand):
        return _equal(one, two)
    both = one.everything & two.everything
    mine, yours = one.counted - both, two.counted - both
    weight: float = sum([max(one.weights[word], two.weights[word]) for word in both])
    own = float(len(one.own & two.own))
    is_exact = True
    if mine and yours:
        for degree, a, b in _nearly_shared(one, two, mine, yours):
            if degree == INITIAL and not weight:
                continue  # an initial tells something beside another word: "B Side" is not "Briciola"
            is_exact = is_exact and degree == 1
            mine, yours = mine.difference(a), yours.difference(b)
            heavier = max(sum([one.weights[word] for word in a]), sum([two.weights[word] for word in b]))
            weight += degree * heavier
            own += degree * (heavier >= OWN)
    if is_exact and weight and mine <= PERSONS and yours <= PERSONS:
        return _equal(one, two)
    if not weight or _are_two_people(one, two, mine, yours):
        return NOTHING_ALIKE
    return _unequal(
        one,
        two,
        mine=mine,
        yours=yours,
        weight=weight,
        own_shared=own,
        place=place,
        other_place=other_place,
        least=least,
    )


def _equal(one: NameWords, two: NameWords) -> Likeness:
    """The same words, in any order, parted or joined: "Roe, Jane MD" is Dr. Jane Roe."""
    other_store = _other_store(one, two)
    own = float(max(len(one.own), len(two.own)))
    return Likeness(
        shared=1.0,
        contained=1.0,
        spelling=1.0,
        is_equal=not other_store,
        own_shared=own,
        has_other_number=other_store,
    )


def _unequal(
    one: NameWords,
    two: NameWords,
    *,
    mine: frozenset[str],
    yours: frozenset[str],
    weight: float,
    own_shared: float,
    place: frozenset[str],
    other_place: frozenset[str],
    least: float,
) -> Likeness:
    """`mine` and `yours` are the words that each name has for itself, `weight` is that of those they share."""
    left = _left_over(one.weights, mine, other_place) if mine else 0
    right = _left_over(two.weights, yours, place) if yours else 0
    contained = weight / (weight + (left if left < right else right))
    if contained < LEAST_SHARED and (contained < least or _are_two_trades(one, two, mine, yours)):
        return NOTHING_ALIKE
    my_own = len((one.own & mine) - other_place) if mine else 0
    your_own = len((two.own & yours) - place) if yours else 0
    my_kinds = _kinds_of(one.kind_words & mine) if mine and one.kind_words else NOWHERE
    your_kinds = _kinds_of(two.kind_words & yours) if yours and two.kind_words else NOWHERE
    shorter, longer, added, added_kinds = (
        (one, two, yours, your_kinds) if is_shorter(one, two) else (two, one, mine, my_kinds)
    )
    houses = shorter.houses and shorter.counted != longer.front
    two_kinds = bool(my_kinds and your_kinds)
    shared = weight / (weight + left + right)
    spelling = ratio(one.squeezed, two.squeezed) / 100
    is_equal = False
    own_alone = my_own if my_own > your_own else your_own
    has_other_number = bool(one.numbers & mine and two.numbers & yours) or _other_store(one, two)
    other_kind = two_kinds and my_kinds.isdisjoint(your_kinds)
    first_kind = bool(my_kinds and not two.kinds or your_kinds and not one.kinds)
    is_part = houses and _adds_a_part(shorter, added)
    are_parts = two_kinds and one.houses and two.houses
    kind_within = (houses and _adds_kind_within(shorter, added_kinds)) or (
        bool(longer.venue) and _is_at_its_door(longer, shorter)
    )
    adds_department = bool(added) and (_adds_department(shorter, added) or _adds_person(longer, added))
    is_department = one.departments != two.departments
    other_chain = bool(one.sign and two.sign) and _are_two_chains(one, two)
    told_apart = bool(one.tells and two.tells) and are_told_apart(
        one.tells, two.tells, mine_left=one.tells & mine, yours_left=two.tells & yours
    )
    are_own = bool(my_own and your_own)
    return _new(Likeness, (
        shared, contained, spelling, is_equal, own_shared, own_alone, has_other_number, other_kind, first_kind,
        is_part, are_parts, kind_within, adds_department, is_department, other_chain, told_apart, are_own,
    ))  # fmt: skip


def _are_two_chains(one: NameWords, two: NameWords) -> bool:
    """An acronym stands for its chain."""
    return are_two_chains(one.sign, two.sign) and one.sign not in two.acronyms and two.sign not in one.acronyms


def _are_two_trades(one: NameWords, two: NameWords, mine: frozenset[str], yours: frozenset[str]) -> bool:
    """ "Marfa Hotel" and "Marfa Grill"; not "Marfa Pipes" and "Marfa Plumbing"."""
    my_kinds, your_kinds = _kinds_of(one.kind_words & mine), _kinds_of(two.kind_words & yours)
    return bool(my_kinds and your_kinds and my_kinds.isdisjoint(your_kinds))


def _are_two_people(one: NameWords, two: NameWords, mine: frozenset[str], yours: frozenset[str]) -> bool:
    """Whether each name is a person's and has a word of its own: two of one family name in one practice."""
    return one.is_person and two.is_person and bool(one.own & mine and two.own & yours)


def _adds_a_part(shorter: NameWords, added: frozenset[str]) -> bool:
    """Whether the added words make it a part of the other, as a fountain of its park.

    "Elementary" makes no part of a school, nor "Catholic" of a church.
    """
    kinds = shorter.kinds & WHOLE_KINDS
    return any(word not in BROAD and word not in DESCRIPTIVE and KIND_OF.get(word) not in kinds for word in added)


def _adds_kind_within(house: NameWords, added: frozenset[str]) -> bool:
    """Whether the added trade is one within a house: the hotel's restaurant. "Hotel & Spa" is the hotel itself."""
    return bool(house.kinds and added) and house.kinds.isdisjoint(added) and added != OF_HOTELS


def _is_at_its_door(guest: NameWords, venue: NameWords) -> bool:
    """ "Rookery Books at Foxglove Place" is not Foxglove Place; "The Shops at Foxglove" may be Foxglove."""
    return (venue.own or venue.counted) <= guest.venue and bool(guest.own & guest.front)


def _adds_department(shorter: NameWords, added: frozenset[str]) -> bool:
    """ "Kepler Dental Lab" beside "Kepler Dental"; but "Kepler Bar & Grill" beside "Kepler Grill" is of one kind.

    A field of medicine is a department of a house of them all: "Kepler Clinic Cardiology" of Kepler Clinic. A dealer
    is known by his make: "Kepler Ford Parts" of Kepler Ford.
    """
    if OF_MEDICINE in shorter.kinds and not added.isdisjoint(SPECIALTIES) and shorter.tells.isdisjoint(SPECIALTIES):
        return True
    if not (added.isdisjoint(DEALERS_DEPARTMENTS) or shorter.tells.isdisjoint(MAKES)):
        return True
    rooms = added & DEPARTMENTS
    return bool(rooms) and bool(shorter.kinds) and any(KIND_OF.get(room) not in shorter.kinds for room in rooms)


def _adds_person(longer: NameWords, added: frozenset[str]) -> bool:
    """ "Kestrel Mortgage - Jane Roe" beside "Kestrel Mortgage": who works there."""
    person = person_behind(longer.words) if longer.tells else ()
    return person != () and added.issuperset(person)


def _other_store(one: NameWords, two: NameWords) -> bool:
    return bool(one.store_number and two.store_number and one.store_number != two.store_number)


def is_shorter(one: NameWords, two: NameWords) -> bool:
    """Whether `one` is the name with fewer words; of two as long the order of letters decides, the same both ways."""
    mine, yours = len(one.words), len(two.words)
    return mine < yours or (mine == yours and one.words < two.words)


def _left_over(weights: Mapping[str, int], words: Collection[str], place: frozenset[str]) -> int:
    if place.isdisjoint(words):
        return sum([weights[word] for word in words])
    return sum([min(PLACE, weights[word]) if word in place else weights[word] for word in words])


def _kinds_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset([KIND_OF[word] for word in words]) if words else NOWHERE


class Near(NamedTuple):
    """Words of one name that stand for words of the other, and how surely, 0..1."""

    degree: float
    mine: tuple[str, ...]
    yours: tuple[str, ...]


def _nearly_shared(one: NameWords, two: NameWords, mine: frozenset[str], yours: frozenset[str]) -> list[Near]:
    """Words of `mine` that stand for words of `yours`: parted or joined, short or nearly spelt; each is used once."""
    found: list[Near] = [
        Near(degree, (a,), (b,))
        for a in mine
        for b in yours
        if (a[0] == b[0] or (len(a) + len(b) > 2 * SLIP_FROM and (a[1:] == b or b[1:] == a)))
        and (degree := alike(a, b))
    ]
    if not one.joined.isdisjoint(yours):
        found += [Near(1.0, pair, ("".join(pair),)) for pair in _neighbours(one, mine) if "".join(pair) in yours]
    if not two.joined.isdisjoint(mine):
        found += [Near(1.0, ("".join(pair),), pair) for pair in _neighbours(two, yours) if "".join(pair) in mine]
    if not (one.acronyms.isdisjoint(yours) and two.acronyms.isdisjoint(mine)):
        found += [Near(SHORT_FORM, run, (a,)) for a in yours if (run := _run(one, a)) and mine.issuperset(run)]
        found += [Near(SHORT_FORM, (a,), run) for a in mine if (run := _run(two, a)) and yours.issuperset(run)]
    if len(found) < 2:
        return found
    chosen: list[Near] = []
    used: set[str] = set()
    for near in sorted(found, key=_by_degree):
        words = (*near.mine, *near.yours)
        if used.isdisjoint(words):
            used.update(words)
            chosen.append(near)
    return chosen


def _run(name: NameWords, acronym: str) -> tuple[str, ...]:
    """The words of `name` that the acronym stands for; empty where it stands for none."""
    if acronym not in name.acronyms:
        return ()
    start = "".join([word[0] for word in name.spelt_out]).find(acronym)
    return name.spelt_out[start : start + len(acronym)]


def _by_degree(near: Near) -> tuple[float, list[tuple[str, ...]]]:
    """The surest first; the order is the same whichever record comes first."""
    return -near.degree, sorted((near.mine, near.yours))


def _neighbours(name: NameWords, words: frozenset[str]) -> list[tuple[str, str]]:
    pairs = zip(name.words, name.words[1:], strict=False)
    return [(a, b) for a, b in pairs if a in words and b in words]


@lru_cache(maxsize=65_536)
def alike(one: str, two: str) -> float:
    """0..1: how surely one word stands for the other."""
    if one[0].isdigit() or two[0].isdigit():
        return 0.0
    short, long = (one, two) if len(one) < len(two) else (two, one)
    if len(short) == 1:
        return INITIAL if long[0] == short else 0.0
    if len(short) >= 3 and long.startswith(short):
        return SHORT_FORM
    degree = float(JaroWinkler.normalized_similarity(one, two)) if len(short) >= 4 else 0.0
    return degree if degree >= SPELLING_FLOOR else 0.0
