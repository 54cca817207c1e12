"""Names that many branches carry, from `chains.toml`, squeezed as `NameParts.squeezed`."""

from __future__ import annotations

import tomllib
from collections.abc import Set
from importlib.resources import files
from itertools import accumulate

from checkers.matching.words import BROAD, DESCRIPTIVE, KIND_OF, KIND_WORDS
from checkers.normalise import name

_CLASSES: dict[str, dict[str, str]] = tomllib.loads(files(__package__).joinpath("chains.toml").read_text("utf-8"))


def _squeezed(lists: dict[str, str]) -> frozenset[str]:
    said = ";".join(lists.values()).replace("\n", " ")
    return frozenset([name.parse(sign).squeezed for sign in said.split(";") if sign.strip()])


# On labelled pairs the national and the regional weigh alike, so they are asked for together.
DENSE_CHAINS = _squeezed(_CLASSES["dense"])
CHAINS = DENSE_CHAINS | _squeezed(_CLASSES["national"]) | _squeezed(_CLASSES["regional"])
SIGNS = ("", *sorted(CHAINS))
_HEADS = frozenset([sign[:4] for sign in CHAINS])
_LONGEST = 5  # words
_SAYS_LITTLE = BROAD | DESCRIPTIVE | KIND_WORDS
# "Target Stores" is Target; its pharmacy or its bank is a part of it.
_STORE = frozenset("store shop restaurant location branch outlet co company inc the of usa".split())
_TRADES = frozenset([word for word, kind in KIND_OF.items() if kind != "lodging"])


def signs(words: tuple[str, ...], squeezed: str) -> tuple[str, str]:
    """`brand_of` and `sign_of`, of most names by their first letters alone, of nearly all by their first words."""
    if _HEADS.isdisjoint((squeezed[:2], squeezed[:3], squeezed[:4])) or CHAINS.isdisjoint(accumulate(words[:_LONGEST])):
        return "", ""
    return brand_of(words), sign_of(words)


def sign_of(words: tuple[str, ...]) -> str:
    """The chain that its first words name: "hrblock" of "H&R Block Tax Service".

    One word alone only beside its trade: not "Shell Lake Motel".
    """
    for size in range(_LONGEST, 1, -1):
        if (sign := "".join(words[:size])) in CHAINS:
            return sign
    return words[0] if words[:1] != () and words[0] in CHAINS and _only(words[1:], _SAYS_LITTLE) else ""


def are_two_chains(sign: str, other: str) -> bool:
    """ "Motel 6" and "Studio 6"; not "Walmart" and "Walmart Supercenter", nor "Mobil" and "ExxonMobil"."""
    return bool(sign and other) and sign not in other and other not in sign


def brand_of(words: tuple[str, ...]) -> str:
    """The chain that this name says and no more: "CVS" of "CVS Pharmacy", empty of "CVS Distribution Yard".

    Its trade is left out only where the list says the longer name too. A hotel's is never: "Hampton Inn & Suites".
    """
    listed = "".join(words) in CHAINS
    for size in range(1, _LONGEST + 1):
        if "".join(words[:size]) in CHAINS:
            rest = words[size:]
            if _only(rest, _STORE) or (listed and _only(rest, _TRADES)):
                return "".join(words[:size])
    return ""


def _only(words: tuple[str, ...], known: Set[str]) -> bool:
    return all(word in known or word.removesuffix("s") in known for word in words)
