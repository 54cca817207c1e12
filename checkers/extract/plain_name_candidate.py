"""A name that a page may have, and what each place that says it is worth as a witness."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from checkers.extract.plain_name_frame import HEADS_THE_SITE, SIGN
from checkers.extract.plain_name_host import HOST, HOST_WORDS, WHOLE_HOST
from checkers.extract.plain_name_listing import HEADS_THE_LISTING
from checkers.extract.plain_name_title import is_called_a_place

LONE = "all that the title names"
OWN_WORDS = "its own words"

# What each place of a page is worth as a witness of the name; two must agree, or one that is written for the purpose.
_WEIGHTS = {
    "og:site_name": 4,
    LONE: 4,
    WHOLE_HOST: 4,
    OWN_WORDS: 4,
    HEADS_THE_SITE: 4,
    HEADS_THE_LISTING: 4,
    "copyright": 3,
    HOST_WORDS: 3,
    "h1": 2,
    "title": 2,
    "start of title": 1,
    "logo": 1,
    SIGN: 1,
}
_ALONE = frozenset({"copyright", LONE, OWN_WORDS, HEADS_THE_SITE, HEADS_THE_LISTING})
# No reader sees these as text: alone they name nothing.
UNSEEN = frozenset({"og:site_name", "logo", HOST, HOST_WORDS, WHOLE_HOST, "map"})
WITH_TOWNS = frozenset({"copyright", "logo"})  # where a site says beside its name where it is
# What stands on each page of a site names the site; title and heading name the page's topic.
ABOVE, ABOVE_IN_FOOTER = "above the address", "above the footer's address"
OF_THE_SITE = UNSEEN | {
    "copyright",
    "text",
    "greeting",
    "link home",
    SIGN,
    LONE,
    OWN_WORDS,
    HEADS_THE_SITE,
    "beside the number",
    ABOVE_IN_FOOTER,
}
# What names a page's topic as well as a business.
TOPICAL = frozenset({"title", "start of title", "h1", "beside the number"})
NEEDED = 3
# Kinds of witnesses that say a name independently of each other.
_KINDS = (
    frozenset({WHOLE_HOST, HOST_WORDS}),
    frozenset({"title", "start of title", LONE}),
    frozenset({"logo", SIGN, "link home", HEADS_THE_SITE}),
    frozenset({"copyright"}),
    frozenset({"og:site_name"}),
    frozenset({"h1"}),
    frozenset({"text", "greeting", OWN_WORDS, "in the text"}),
)


def is_agreed_on(places: Collection[str]) -> bool:
    """Whether two independent kinds of witnesses say whose page it is."""
    return sum(not kind.isdisjoint(places) for kind in _KINDS) > 1


@dataclass(slots=True)
class Candidate:
    """One name in its fullest spelling, with the places of the page that call the business so."""

    text: str
    places: set[str] = field(default_factory=set)
    is_repeated: bool = False

    @property
    def score(self) -> int:
        """Title and heading together say what the page is about; each further witness adds a point."""
        witnesses = sum(_WEIGHTS.get(place, 2) for place in self.places)
        return witnesses + len(self.places) - 1 + self.is_repeated + 2 * ({"title", "h1"} <= self.places)

    @property
    def is_sure(self) -> bool:
        return (
            self.score >= NEEDED and bool(self.places - UNSEEN) and (len(self.places) > 1 or bool(self.places & _ALONE))
        )

    @property
    def is_whole(self) -> bool:
        """ "Elm Life Chapel" holds the rights where the title says "Elm Life"."""
        return "copyright" in self.places and is_called_a_place(self.text)

    @property
    def is_of_the_site(self) -> bool:
        """Whether the site's host spells it whole, and its logo or its name for networks says it too."""
        return bool(self.places & {"logo", "og:site_name"}) and WHOLE_HOST in self.places
