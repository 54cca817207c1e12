"""Phones in running lines and tel: links, with the word that says what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checkers.extract.document import Document
from checkers.extract.lines import Line
from checkers.normalise import phone
from checkers.normalise.text import fold

# a line without six figures near each other, or three before capitals, holds no phone
_DIGITS = re.compile(r"(?:\d\D{0,4}){6}|\d{3}\)?[\s.-]{0,2}[A-Z0-9][A-Z0-9-]{3}")
_NANP = re.compile(
    r"(?<![\w.$-])(?:\+?1[\s.-]*)?(?:[(\[]\s*[2-9]\d{2}\s*[)\]]|[2-9]\d{2})[\s.\-/‐-―·]{0,3}[2-9](?:\d{2}[\s.\-/‐-―·]{0,3}\d{4}(?![\d-])|\d{2}[\s.-][A-Z]{4}(?![\w-]))"
)
# "1-800-FLOWERS", "(512) FIX-PIPE": seven letters or figures, of a longer word its first seven.
_VANITY = re.compile(
    r"(?<![\w.$-])(?:\+?1[\s.-]+(?P<free>8(?:00|33|44|55|66|77|88))[\s.-]+|(?P<bare>8(?:00|33|44|55|66|77|88))[.-]"
    r"|(?:\+?1[\s.-]*)?\((?P<area>[2-9]\d{2})\)[\s.-]*)"
    r"(?=[A-Z0-9 -]*[A-Z]{3})(?P<word>(?:[A-Z0-9]-?){6}[A-Z0-9]|[2-9]\d{2}\s?-\s?[A-Z]{4})[A-Z]{0,3}(?![\w-])"
)
_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
# "+31 20 555 0134", and "31 (0)20 555 0134", whose trunk zero in brackets only follows a country's code.
_ABROAD = re.compile(
    r"(?<![\w.$(-])(?:(?:\+|00)(?!1\b)[1-9]\d{0,2}[\s.-]{0,2}(?:\(0\))?|[2-9]\d{1,2}[\s.-]{0,2}\(0\))"
    r"[\s.-]{0,2}\(?\d[\d\s.()-]{5,14}\d(?![\w-])"
)
# "01642 555134" on a page whose addresses are all of one country with trunk zeros
_TRUNK = re.compile(r"(?<![\w.$+-])\(?0[1-9]\d{1,3}\)?[\s.-]{0,3}\d[\d\s.-]{4,9}\d(?![\w-])")
_NANP_COUNTRIES = frozenset({"US", "CA"})
_TRUNK_COUNTRIES = frozenset({"GB", "NL"})
# "… Fax", unless the word labels what stands behind it: another number, or that there is none ("Fax: N/A").
_FAX_AFTER = re.compile(
    r"^\W{0,3}(?:fax|facsimile)\b(?!\W{0,4}(?:[\d(]|(?:n\s?/\s?a|none|no|not available|unavailable)\s*$))",
    re.IGNORECASE,
)
_FAX = re.compile(r"\b(?:fax|facsimile|f)\b(?:\s*(?:number|no\.?|#|us|at|to|line))*\W*$", re.IGNORECASE)
# "Phone/Fax: …" rings and prints.
_BOTH = re.compile(
    r"\b(?:tel(?:[eé]phone|[eé]fono)?|ph(?:one)?|office|voice|call)\b\.?\s*(?:/|&|\+|and|or|y|o)\s*(?:fax|facsimile)\b\W*$",
    re.IGNORECASE,
)
# Ten figures that only look like a number to ring: a provider's number, a licence, goods on a shelf. "Business license:
# (512) 555-0134" and "To order: …" are rung: such words count before "no." or before bare figures.
_CODE = re.compile(
    r"\b(?:npi|nmls|mls|sku|upc|ean|isbn|f?ein|usdot|dre)\b[\s.:#]*(?:(?:id|num(?:ber)?|no)\b[\s.:#]*)?$", re.IGNORECASE
)
_THING = r"\b(?:licen[sc]e|lic|permit|registration|certificate|parcel|routing|item|part|model|serial|tax id)\b\.?"
_THING_NUMBER = re.compile(
    rf"(?:{_THING}|\b(?:case|claim|order|invoice|account|acct|policy|confirmation|tracking|id)\b\.?)"
    r"\s*(?:#|(?:num(?:ber)?|no)\b)[\s.:#]*$",
    re.IGNORECASE,
)
_BARE_THING = re.compile(rf"{_THING}[\s.:#]*$", re.IGNORECASE)
_TTY = re.compile(r"\b(?:tty|tdd|relay)\b\W*$", re.IGNORECASE)
_COUNTED = "2345678910"  # the links of ten pages, or a form's example
# Another desk than the one that customers reach, or one person of the house ("Jane Roe, Sales Manager: …").
_ASIDE = re.compile(
    r"\b(?:support|returns?|press|media|careers|jobs|billing|after hours|cell|mobile|direct(?: line)?|manager|director"
    r"|owner|president|supervisor|coordinator|estimator|superintendent|parsonage|rectory|residence"
    r"|events?(?: team)?|private dining|banquets?)\b",
    re.IGNORECASE,
)
# A free number that somebody else answers: an insurer's, a card's, the poison centre's.
LABEL_MAX = 60  # characters before a number that can say whose it is
_OF_OTHERS = re.compile(r"\b(?:claims?|poison|suicide|crisis|hotline|roadside)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlacedPhone:
    e164: str
    line: int
    is_toll_free: bool = False
    label: str = ""
    printed: str = ""

    @property
    def is_aside(self) -> bool:
        """Labelled for something else than reaching the business as a customer does."""
        return bool(_ASIDE.search(self.label))


def find_phones(lines: list[Line], country: str = "US") -> list[PlacedPhone]:
    """Valid phones in order; faxes and relay numbers are left out. `country` is the page's own."""
    found = []
    for line in lines:
        if not _DIGITS.search(line.text):
            continue
        end = 0  # of the number before, whose label is not this one's
        for match in _numbers(line.text[:2_000], country):
            label = line.text[max(end, match.start() - 25) : match.start()]
            if not label.strip(" :.-") and line.number and not end:
                label = _label_above(lines, line.number)
            end = match.end()
            parts = phone.parse(_dialled(match), country)
            is_none = _is_of_a_fax(label, line.text[match.end() :]) or _is_of_a_thing(label, match.group(0))
            if parts and parts.is_toll_free and _OF_OTHERS.search(line.text[: match.start()][-LABEL_MAX:]):
                continue
            if parts and not is_none and not _TTY.search(label) and not parts.e164.endswith(_COUNTED):
                said = label.strip(" :.-")
                found.append(PlacedPhone(parts.e164, line.number, parts.is_toll_free, said, match.group(0)))
    return found


def _numbers(text: str, country: str) -> list[re.Match[str]]:
    """American numbers, where a line has none those that say their country, then those of the page's own."""
    found = list(_NANP.finditer(text)) or list(_VANITY.finditer(text)) if country in _NANP_COUNTRIES else []
    found = found or list(_ABROAD.finditer(text))
    return found or (list(_TRUNK.finditer(text)) if country in _TRUNK_COUNTRIES else [])


def _dialled(match: re.Match[str]) -> str:
    """Letters as their figures; as dialled from abroad: "+" before the country's code and no trunk zero."""
    text = match.group(0).replace("·", ".")
    if match.re is _VANITY:
        word = re.sub(r"[\s-]", "", match.group("word")).translate(_LETTERS)
        area = next(filter(None, match.group("free", "bare", "area")))
        return f"{area}-{word[:3]}-{word[3:]}"
    if "(0)" not in text and not text.startswith("00"):
        return text
    return "+" + re.sub(r"^(?:\+|00)", "", text).replace("(0)", " ").lstrip()


def _is_of_a_fax(label: str, after: str) -> bool:
    return (_FAX.search(label) and not _BOTH.search(label)) or _FAX_AFTER.match(after) is not None


def _is_of_a_thing(label: str, number: str) -> bool:
    is_bare = number.strip().isdigit() and _BARE_THING.search(label)
    return bool(is_bare or _CODE.search(label) or _THING_NUMBER.search(label))


def tel_links(document: Document) -> list[str]:
    """Numbers of tel: links in order, E.164."""
    found = []
    for anchor in document.elements("a")[:5_000]:
        href = (anchor.get("href") or "").strip()
        if href.lower().startswith("tel:"):
            number = phone.e164(href[4:].replace("%20", " ").replace("//", ""))
            if number and number not in found:
                found.append(number)
    return found


def phones_in(text: str) -> list[PlacedPhone]:
    """The phones of one text, each with the label before it."""
    return find_phones([Line(text, frozenset(), "", 0)])


def of_city(phones: list[PlacedPhone], city: str) -> list[PlacedPhone]:
    """Where each number is labelled with a place ("West Springfield: …"), those of this city; else all."""
    mine = [placed for placed in phones if city and fold(placed.label) == fold(city)]
    return mine or phones


def _label_above(lines: list[Line], number: int) -> str:
    """In a table of labels and values the label is the line before."""
    text = lines[number - 1].text
    return text if len(text) <= 25 and not any(c.isdigit() for c in text) else ""
