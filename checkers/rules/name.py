"""When is it the same name? "Inc.", "The", "&" and accents are form; added keywords are not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from checkers.matching.name_words import NOWHERE, NameWords, name_words, share_a_key
from checkers.matching.names import Likeness, likeness
from checkers.normalise import name
from checkers.normalise.name import NAME_MAX, NameParts
from checkers.normalise.text import fold, letters_of
from checkers.rules.rule import NEITHER, Level, Rule, always, blank, neither, unasked, within
from checkers.verdict import Verdict

OTHER_NAME, FORMER_NAME = "another name of this business", "former name of this business"


@dataclass(frozen=True, slots=True, eq=False)
class NameFact:
    """`printed` is the name's letters and digits as they stand.

    `also` holds keys of other names of this business, `former` keys of names that it no longer has.
    """

    parts: NameParts
    printed: str
    words: NameWords
    also: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.printed)


def name_fact(raw: str, *, also: frozenset[str] = frozenset(), former: frozenset[str] = frozenset()) -> NameFact:
    parts = name.parse(raw)
    own = frozenset({name.key(parts.also)}) if parts.also else NOWHERE
    return NameFact(parts, letters_of(fold(raw, NAME_MAX)), name_words(parts), also | own, former)


def _printed_alike(canonical: NameFact, seen: NameFact) -> bool:
    return canonical.printed == seen.printed


def _other_store(canonical: NameFact, seen: NameFact) -> bool:
    one, two = canonical.parts, seen.parts
    return bool(one.store_number and two.store_number and one.store_number != two.store_number)


def _same_words(canonical: NameFact, seen: NameFact) -> bool:
    one, two = canonical.parts, seen.parts
    return one.squeezed == two.squeezed != "" and not _other_store(canonical, seen)


def _also_called(canonical: NameFact, seen: NameFact) -> bool:
    return seen.parts.key in canonical.also or canonical.parts.key in seen.also


def _formerly_called(canonical: NameFact, seen: NameFact) -> bool:
    return seen.parts.key in canonical.former


def _keywords_added(canonical: NameFact, seen: NameFact) -> bool:
    one, two = canonical.parts.words, seen.parts.words
    return len(two) > len(one) > 0 and any(two[n : n + len(one)] == one for n in range(len(two) - len(one) + 1))


def _shortened(canonical: NameFact, seen: NameFact) -> bool:
    """The words that tell it apart are all there, and nothing else is."""
    one, two = canonical.parts.words, seen.parts.words
    telling = canonical.parts.telling
    return len(two) < len(one) and set(two) <= set(one) and bool(set(two) & set(telling))


def _have_a_word(canonical: NameFact, seen: NameFact) -> bool:
    return share_a_key(canonical.words, seen.words)


@lru_cache(maxsize=16)  # both levels ask of one pair in turn
def _likeness(canonical: NameFact, seen: NameFact) -> Likeness:
    """What names the business counts in full, its trade hardly."""
    return likeness(canonical.words, seen.words)


def _nearly(canonical: NameFact, seen: NameFact) -> bool:
    like = _likeness(canonical, seen)
    return not like.has_other_number and (like.spelling >= 0.85 or like.shared >= 0.8)


def _partly(canonical: NameFact, seen: NameFact) -> bool:
    like = _likeness(canonical, seen)
    return not like.has_other_number and like.degree >= 0.5


NAME = Rule(
    field="name",
    parse=name_fact,
    levels=(
        Level(NEITHER, neither, Verdict.MISSING),
        Level("not listed", blank, Verdict.MISSING, 60),
        Level("listed here, not in our record", unasked, Verdict.EXTRA),
        Level("same name", _printed_alike, Verdict.MATCH),
        Level("same name, other spelling", _same_words, Verdict.VARIANT),
        Level(OTHER_NAME, _also_called, Verdict.VARIANT),
        Level(FORMER_NAME, _formerly_called, Verdict.MISMATCH, 100),
        Level("another store of the same name", _other_store, Verdict.MISMATCH, 100),
        Level("name has keywords added", _keywords_added, Verdict.REVIEW, 20),
        Level("name is shortened", _shortened, Verdict.REVIEW, 10),
        *within(
            _have_a_word,
            Level("name is spelt almost the same", _nearly, Verdict.REVIEW, 30),
            Level("name agrees in part", _partly, Verdict.REVIEW, 60),
        ),
        Level("another name", always, Verdict.MISMATCH, 100),
    ),
    examples=(
        ("", "", NEITHER),
        ("Delgado Plumbing", "", "not listed"),
        ("", "Delgado Plumbing", "listed here, not in our record"),
        ("Delgado Plumbing", "DELGADO PLUMBING", "same name"),
        ("Delgado Plumbing", "Delgado Plumbing, LLC", "same name, other spelling"),
        ("The Smith & Sons Co.", "Smith and Sons", "same name, other spelling"),
        ("Café Lumière", "Cafe Lumiere", "same name"),
        ("Acme Corp d/b/a Joe's Pizza", "Acme Corp", "another name of this business"),
        ("Value Mart #12", "Value Mart #14", "another store of the same name"),
        ("Delgado Plumbing", "Delgado Plumbing 24 Hour Drain Cleaning Austin", "name has keywords added"),
        ("Mad Marty's Burger Bar", "Mad Marty's", "name is shortened"),
        ("Nino's Pizzaria", "Ninos Pizza", "name is spelt almost the same"),
        ("Kern, Maddox & Bell", "Kern Maddox Law", "name agrees in part"),
        ("Delgado Plumbing", "Hernandez Plumbing", "another name"),
        ("Smith & Sons Roofing", "Jones & Sons Roofing", "another name"),
    ),
)
