"""Business names: legal endings, "The", ampersands, possessives, initials and accents are form, not fact."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from checkers.normalise.address_words import CARDINALS, ORDINALS
from checkers.normalise.name_words import (
    BEFORE_SPANISH_NUMBERS,
    BEHIND_SPANISH_NUMBERS,
    DEGREES,
    FILLERS,
    LEGAL_ENDINGS,
    LEGAL_SPELLINGS,
    NUMBER_WORDS,
    SHORT_FORMS,
    SPANISH_NUMBERS,
    SPANISH_PLURALS,
    TENS,
    TRADE_WORDS,
)
from checkers.normalise.text import fold

NAME_MAX = 300
WORDS_MAX = 40
_DBA = re.compile(r"\b(?:d\s*[./]?\s*b\s*[./]?\s*a\.?|doing business as|trading as|t/a)(?:\s*:\s*|\s+)(?=.)")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_STORE_NUMBER = re.compile(
    r"(?:\bstore\s*(?:no\.?|number)?\s*)?#\s*(\d+)\b|\bstore\s*(?:no\.?|number)?\s*(\d+)\b|\bno\.\s*(\d{2,})\b"
)
_DOMAIN_ENDING = re.compile(r"\.(?:com|net|org|us|biz)\b")
_INITIALS = re.compile(r"\b((?:[a-z]\.\s?){2,}|(?:[a-z]\.){1,}[a-z]\b|(?:[a-z]\s)+[a-z]\b(?!')|(?:[a-z]&[a-z])\b)")
_AND = re.compile(r"(?:^|(?<=\s))'?n'?(?=\s)|(?<=\w)'n'?(?=[\s-])")  # "Eat 'n' Park", "Eat'n Park"
_POSSESSIVE = re.compile(r"(?<=\w)'s?\b|(?<=s)'(?=\s|$)")
_LAST_THE = re.compile(r",\s*the\s*$")  # "Alder Cafe, The", as lists are sorted
_PLUS = re.compile(r"(?<=\w)\+(?=\s|$)")  # "A+ Auto"
_BARBECUE = re.compile(r"\bbar[\s-]b[\s-](?:q(?:ue)?|cue)\b")
_WORD = re.compile(r"[^\W_]+")
# Nine names of ten are plain words with no form in them but these, and are read at half the cost.
_PLAIN_WORD = "(?:[a-z]{2,}+(?:'s)?|[0-9]++(?:[a-z]{2})?)"
_is_plain = re.compile(f"{_PLAIN_WORD}(?:(?:[ -]| [&-] ){_PLAIN_WORD})*+").fullmatch


class NameParts(NamedTuple):
    """`words` carry the name without form; `aside` is what stood in brackets; `also` the part before d/b/a.

    `is_owners` says that it is somebody's, by an apostrophe: "Joe's".
    """

    words: tuple[str, ...]
    legal: str = ""
    store_number: str = ""
    aside: tuple[str, ...] = ()
    also: str = ""
    is_owners: bool = False

    @property
    def key(self) -> str:
        number = f"#{self.store_number}" if self.store_number else ""
        return " ".join(filter(None, (*self.words, number)))

    @property
    def squeezed(self) -> str:
        """The letters alone: "Metal Tech" and "Metaltech" share it."""
        return "".join(self.words)

    @property
    def telling(self) -> tuple[str, ...]:
        """The words that name this business rather than its trade; all words where it has none of its own."""
        return tuple(word for word in self.words if word not in TRADE_WORDS and word not in FILLERS) or self.words


_new = tuple.__new__  # half the time of a call of the class


@lru_cache(maxsize=65_536)
def parse(raw: str) -> NameParts:
    text = fold(raw, NAME_MAX)
    if not _is_plain(text) or "dba " in text or "ness as " in text or "ding as " in text or "store" in text:
        return _parse(text)
    is_owners = "'s" in text
    plain = text.replace("'s", "s") if is_owners else text
    if "-" in plain or "&" in plain:
        plain = plain.replace("-", " ").replace("&", "and")
    words, legal = _without_legal(_without_form(plain.split()))
    return _new(NameParts, (words, legal, "", (), "", is_owners))


def _parse(text: str) -> NameParts:
    also = ""
    if (dba := _DBA.search(text)) and text[: dba.start()].strip():
        also, text = text[: dba.start()].strip(" ,"), text[dba.end() :]
    bare, store = _without_store_number(text)
    outside, aside = _without_brackets(bare)
    words, legal = _without_legal(outside)
    return NameParts(words=words, legal=legal, store_number=store, aside=aside, also=also, is_owners="'s" in text)


def _without_store_number(text: str) -> tuple[str, str]:
    may_have = "#" in text or "store" in text or "no." in text  # the pattern is the dearest of all
    number = _STORE_NUMBER.search(text) if may_have else None
    if not number:
        return text, ""
    digits = next(filter(None, number.groups()))
    return _STORE_NUMBER.sub(" ", text), digits.lstrip("0") or "0"  # "#0012" is store 12


def _without_brackets(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words outside brackets, or all where none is, and those inside."""
    inside = _BRACKETS.findall(text)
    if not inside:
        return _words(text), ()
    aside = tuple([word for found in inside for word in _words(found)])
    return _words(_BRACKETS.sub(" ", text)) or _words(text), aside


def key(raw: str) -> str:
    """Equal for names that differ in form alone."""
    return parse(raw).key


def _words(text: str) -> tuple[str, ...]:
    text = _DOMAIN_ENDING.sub(" ", text) if "." in text else text
    text = _LAST_THE.sub("", text) if "," in text else text
    text = _BARBECUE.sub("bbq", text) if "bar" in text else text
    text = _INITIALS.sub(_joined_initials, text)
    text = _PLUS.sub(" plus", text).replace("+", " and ") if "+" in text else text
    text = text.replace("&", " and ")
    if "'" in text or " n " in f" {text} ":
        text = _AND.sub(" and ", text)
    if "'" in text:
        text = _POSSESSIVE.sub(_without_apostrophe, text).replace("'", "")
    return _without_form(_WORD.findall(text.replace("-", " ")))


def _without_form(raw: list[str]) -> tuple[str, ...]:
    """The words in their usual forms, without "and" and what says nothing before them."""
    words = list(map(_short, _joined_numbers(raw[:WORDS_MAX])))
    if "and" in words:
        words = [word for word in words if word != "and"]
    return tuple(words[1:] if len(words) > 1 and _is_form(words) else words)


def _is_form(words: list[str]) -> bool:
    """The first word says nothing: "The", or the title of somebody whose degree stands behind the name."""
    return words[0] == "the" or (words[0] == "dr" and not DEGREES.isdisjoint(words[2:]))


def _joined_numbers(words: list[str]) -> list[str]:
    """ "twenty one" to "21", "twenty first" to "21st", "los dos" to "los 2"."""
    if NUMBER_WORDS.isdisjoint(words):
        return words
    joined: list[str] = []
    for word in _with_spanish_figures(words):
        tens = joined[-1] if joined else ""
        if tens in TENS and f"{tens} {word}" in ORDINALS:
            joined[-1] = ORDINALS[f"{tens} {word}"].lower()
        elif tens in TENS and len(CARDINALS.get(word, "")) == 1:
            joined[-1] = TENS[tens] + CARDINALS[word]
        else:
            joined.append(word)
    return joined


def _with_spanish_figures(words: list[str]) -> list[str]:
    around = zip(["", *words], words, [*words[1:], ""], strict=False)
    return [
        SPANISH_NUMBERS[word] if _is_spanish_number(before, word, behind) else word for before, word, behind in around
    ]


def _is_spanish_number(before: str, word: str, behind: str) -> bool:
    if word not in SPANISH_NUMBERS:
        return False
    if before in BEFORE_SPANISH_NUMBERS or (behind in BEHIND_SPANISH_NUMBERS and word not in ("uno", "una")):
        return True
    return word not in ("uno", "una", "once") and len(behind) > 3 and behind.endswith(SPANISH_PLURALS)


def _joined_initials(found: re.Match[str]) -> str:
    return re.sub(r"[.\s]", "", found.group(0)).replace("&", " and ") + " "


def _without_apostrophe(found: re.Match[str]) -> str:
    return found.group(0).replace("'", "")


@lru_cache(maxsize=16_384)
def _short(word: str) -> str:
    word = SHORT_FORMS.get(word, word)
    return CARDINALS.get(word) or ORDINALS.get(word, word).lower()


def _without_legal(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The words before the legal endings; a name that is nothing but endings keeps them."""
    end = len(words)
    while end > 1 and words[end - 1] in LEGAL_ENDINGS:
        end -= 1
    if end and len(words[end - 1]) == 1:  # "L L C"
        for spelt, short in LEGAL_SPELLINGS.items():
            size = len(spelt.split())
            if end > size and " ".join(words[end - size : end]) == spelt:
                return words[: end - size], short
    return words[:end], " ".join(words[end:])
