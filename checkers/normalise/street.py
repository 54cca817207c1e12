"""One street line without unit and city: number, directionals, name, suffix."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checkers.normalise.address_words import CARDINALS, DIRECTIONALS, ORDINALS, STREET_WORDS, SUFFIXES, ordinal

# Wisconsin and Utah grids: "N112 W16700", "W204N11912"; then plain, lettered, hyphenated (Queens) and half numbers.
_NUMBER = re.compile(
    r"^((?:[nsew]\d+\s*[nsew]\d+)|[nsew]\d{2,}|\d+(?:\s?-\s?\d+)?[a-z]?(?:-[a-z])?(?:\s+\d/\d)?)(?=\s|,|$)"
)
_WORD_NUMBER = re.compile(r"^(" + "|".join(CARDINALS) + r")\s+(?=[a-z])")
_LAST_NUMBER = re.compile(
    r"^(\d+[a-z]?(?:\s?-\s?\d+[a-z]?)?)$"
)  # "Forbes Avenue, 3907", as OpenStreetMap exports print it
_HIGHWAYS = (
    (re.compile(r"^(?:county|cty|cnty|co)\s*(?:highway|hwy|hgwy|trunk highway|trunk|th)\s+(\w+)"), "COUNTY HIGHWAY"),
    (re.compile(r"^(?:county|cty|cnty|co)\s*(?:road|rd)\s+(\w+)$"), "COUNTY ROAD"),
    (re.compile(r"^(?:cr|c r)\s*-?\s*(\d+\w*)"), "COUNTY ROAD"),
    (re.compile(r"^(?:us|u s)\s*(?:highway|hwy|route|rte|rt)?\s*-?\s*(\d+\w?)\b"), "US HIGHWAY"),
    (re.compile(r"^(?:interstate|ih|i)(?:\s*hwy)?\s*-?\s*(\d+)"), "INTERSTATE"),
    (re.compile(r"^(?:state)\s*(?:highway|hwy)\s+(\w+)"), "STATE HIGHWAY"),
    (re.compile(r"^(?:state\s*)(?:route|rte|rt|road|rd)\s+(\w+)|^sr\s*-?\s*(\d+)"), "STATE ROUTE"),
    (re.compile(r"^(?:farm to market|farm-to-market|fm)\s*(?:road|rd)?\s*-?\s*(\d+)"), "FM"),
    (re.compile(r"^(?:highway|hwy)\s*-?\s*(\d+\w?)\b"), "HIGHWAY"),
    (re.compile(r"^(?:route|rte|rt)\s*-?\s*(\d+\w?)\b"), "ROUTE"),
)
_LATE_DIRECTION = re.compile(r",\s*([ns][ew]|[nsew])\b\.?(?=\s*(?:,|$))")  # "Connecticut Ave., NW"
_ORDINAL_NUMBER = re.compile(r"^(\d+)(?:st|nd|rd|th)$")


@dataclass(frozen=True, slots=True)
class StreetLine:
    number: str = ""
    predirectional: str = ""
    street: str = ""
    suffix: str = ""
    postdirectional: str = ""

    def text(self) -> str:
        return " ".join(filter(None, (self.predirectional, self.street, self.suffix, self.postdirectional)))


def parse(text: str) -> StreetLine:
    """Folded text to parts; of several comma parts the one that carries a number counts, else the first."""
    number, line = _number(_LATE_DIRECTION.sub(r" \1", text))
    words = re.sub(r"[.,;\"*]", " ", line.replace("'", "").replace("-", " ")).split()
    words = _ordinal_words(words)
    if highway := _highway(words):
        return StreetLine(number=number, **highway)
    return _named(number, words)


def _number(text: str) -> tuple[str, str]:
    """The house number, and the comma part that it stands in."""
    parts = [part.strip(" .;-") for part in text.split(",") if part.strip(" .;-")]
    for n, part in enumerate(parts):
        if found := _NUMBER.match(part):
            rest = part[found.end() :].strip(" .;")
            if rest and not _is_suffix_alone(rest, found.group(1)):
                return _tidy_number(found.group(1)), rest
            if not rest and n + 1 < len(parts) and not _LAST_NUMBER.match(parts[n + 1]) and n == 0:
                return _tidy_number(found.group(1)), parts[n + 1]
    for part in parts:
        if found := _WORD_NUMBER.match(part):
            return CARDINALS[found.group(1)], part[found.end() :]
    numbers = [found.group(1) for part in parts[1:] if (found := _LAST_NUMBER.match(part))]
    return (_tidy_number(numbers[0]) if numbers else ""), (parts[0] if parts else "")


def _is_suffix_alone(rest: str, number: str) -> bool:
    """ "5 avenue" is Fifth Avenue, not number 5."""
    return rest.replace(".", "") in SUFFIXES and number.isdigit() and int(number) < 200


def _tidy_number(number: str) -> str:
    return re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", number)).upper()


def _ordinal_words(words: list[str]) -> list[str]:
    """ "forty-second" and "forty second" to "42nd"; single ordinals likewise."""
    joined: list[str] = []
    for word in words:
        pair = f"{joined[-1]} {word}" if joined else ""
        if pair in ORDINALS:
            joined[-1] = pair
        else:
            joined.append(word)
    return [ORDINALS.get(word, word).lower() for word in joined]


def _highway(words: list[str]) -> dict[str, str]:
    for skip in (0, 1):
        if skip and (not words or words[0] not in DIRECTIONALS):
            break
        line = " ".join(words[skip:]).replace("-", " ")
        for pattern, name in _HIGHWAYS:
            if found := pattern.match(line):
                number = next(group for group in found.groups() if group).upper()
                post = DIRECTIONALS.get(line[found.end() :].strip(), "")
                pre = DIRECTIONALS[words[0]] if skip else ""
                return {"predirectional": pre, "street": f"{name} {number}", "postdirectional": post}
    return {}


def _named(number: str, words: list[str]) -> StreetLine:
    words = _joined_directionals(words)
    pre = post = suffix = ""
    is_prefix_type = bool(words) and words[0] in SUFFIXES  # "Avenue E" is a name; "Park Ave E" has a direction
    if len(words) > 2 and words[-1] in DIRECTIONALS and (words[-2] in SUFFIXES or not is_prefix_type):
        post = DIRECTIONALS[words.pop()]
    if len(words) > 1 and words[-1] in SUFFIXES:
        suffix = SUFFIXES[words.pop()]
    else:
        words, suffix, post = _cut_after_suffix(words, post)
    if len(words) > 1 and words[0] in DIRECTIONALS:
        pre = DIRECTIONALS[words.pop(0)]
    return StreetLine(number, pre, _name(words), suffix, post)


def _cut_after_suffix(words: list[str], post: str) -> tuple[list[str], str, str]:
    """Words after a clear suffix are a neighbourhood or hint ("14 pierce st downtown"): they are no street."""
    for n in range(len(words) - 1, 0, -1):
        if SUFFIXES.get(words[n]) in _CLEAR and not (n == 1 and words[0] in DIRECTIONALS and len(words) < 4):
            after = words[n + 1 :]
            return words[:n], SUFFIXES[words[n]], DIRECTIONALS.get(after[0], post) if after else post
    return words, "", post


_CLEAR = frozenset({"ST", "AVE", "RD", "BLVD", "DR", "LN", "PKWY", "HWY"})


def _joined_directionals(words: list[str]) -> list[str]:
    """ "north west" before a street is one directional."""
    if len(words) > 2 and words[0] in ("north", "south", "n", "s") and words[1] in ("east", "west", "e", "w"):
        return [words[0][0] + words[1][0], *words[2:]]
    return words


def _name(words: list[str]) -> str:
    return " ".join(_word(word) for word in words)


def _word(word: str) -> str:
    if found := _ORDINAL_NUMBER.match(word):
        return ordinal(int(found.group(1)[:9]))
    return STREET_WORDS.get(word) or word.upper()
