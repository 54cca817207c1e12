"""The words around a name on a page: what ends it, what greets before it, and what is no name at all."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from checkers.extract.placeholders import is_name as is_placeholder
from checkers.extract.plain_place import is_street
from checkers.normalise.name_words import LEGAL_ENDINGS
from checkers.normalise.text import fold, tidy

NAME_MIN, NAME_MAX = 2, 80
WORDS_MAX = 9
_MARKS = ' .,:;|·•-–—*"“”©'
_SIGN = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)  # few lines have one
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)(?:\s|©|\(c\)|copyright\b)*(?:(?:19|20)\d{2}(?:\s*[-–,]\s*(?:(?:19|20)?\d{2}|present))?)?"
    r"[\s,.:|·•-]*(?:(?:©|\(c\))\s*)?(?:by\s+)?(?P<after>[^|©]{2,80})",
    re.IGNORECASE,
)
# "2026 Elm Pipes LLC. All rights reserved.": the sign is left out.
_RIGHTS = re.compile(
    r"(?:19|20)\d{2}\s+(?:by\s+)?(?P<after>[A-Z][^|©]{2,80}?)[\s,.]+all rights? reserved\b", re.IGNORECASE
)
_STOP = re.compile(
    r"\s*(?:(?:(?<!\b[A-Z])\.|\||(?<=\s)[·•])\s|\.$|,?\s*all rights? reserved|\brights reserved|\bterms\b"
    r"|\balle rechte vor|\balle rechten voor|\btous droits r|\btodos los derechos|\btutti i diritti|\bвсе права"
    r"|\bprivacy\b|\bpowered by\b|\bdesigned by\b|\bwebsite\b|\b(?:19|20)\d{2}\b).*$",
    re.IGNORECASE,
)
# "Elm Pipes © 2026": what stands before the sign, where nothing that could be a name stands behind it.
_BEFORE_THE_SIGN = re.compile(r"(?P<before>[^©|]{2,60}?)[\s,.|–—-]*(?:©|\(c\))\s*(?:19|20)\d{2}\b", re.IGNORECASE)
_OF_RIGHTS = re.compile(
    r"\b(?:rights?|copyrights?|contents?|site|pages?|design(?:ed)?|powered|photos?)\b", re.IGNORECASE
)
_PAGE = (
    r"(?:(?:showroom|store|office|shop)?\s*locations?\s*#?\d*|us|contact(?: us| info(?:rmation)?)?"
    r"|about(?: us)?|home|welcome|faqs?|directions|hours|our (?:office|location)s?"
    r"|(?:where to |how to )?find us|office locations?|(?:driving|map (?:&|and)) directions"
    r"|get in touch|visit us|services|blog|news|menu|home ?page|index|(?:(?:site|our|company|your) )?logo"
    r"|untitled(?: document)?|site ?map|main|mailing|address"
    r"|order status|my account|(?:sign|log) ?in|register|create (?:an )?account|forgot(?:ten)?(?: your)? password"
    r"|shopping cart|checkout|information|cookie (?:usage|policy)|careers"
    r"|customer (?:service|care|support)|help|support"
    r"|thank(?:s| you)|appointments?|book(?: now| online)?|schedule|gallery|testimonials|terms|privacy(?: policy)?"
    r"|(?:(?:mass|service|worship|office|business|opening) )?(?:times|hours|schedules?)|mass|confessions?"
    r"|parking|maps?|photos|pictures|videos?|coupons|specials|rates|catering|worship"
    r"|service areas?|areas? (?:served|we serve)"
    r"|(?:advanced|business|college|dealer|doctor|job|member|people|physician|product|property|provider|school|site|store)"
    r" (?:search|finder|locator|directory|profile)"
    r"|(?:our |meet (?:the |our )?)?(?:team|staff|doctors|attorneys)|(?:new )?patients?(?: forms| info(?:rmation)?)?"
    r"|contacto|cont[aá]ct[ae]nos|inicio|nosotros|qui[eé]nes somos|servicios|ubicaci(?:[oó]n|ones)|horarios?"
    r"|direcci[oó]n|galer[ií]a|oficinas?"
    r"|(?:react|vite|my|create next) (?:app|site|website)|document|website template"
    r"|(?:request|schedule|book) (?:an? )?(?:free )?(?:consultation|quote|appointment|estimate|service)"
    r"|(?:get )?(?:a )?free (?:quote|estimate|consultation)|financing|finance|insurances?(?: accepted)?"
    r"|(?:what we|our) belie(?:ve|fs)|sunday school|sermons|banquets"
    r"|office|phone|email|e-mail|call us|info|reviews|search|follow us|connect|quick links)"
)
# What names a page of any site, by itself or several together ("Directions & Parking").
GENERIC = re.compile(rf"^{_PAGE}(?:(?:\s*[&/,]\s*|\s+and\s+){_PAGE})*!?$", re.IGNORECASE)
# "Hours and Directions at Elm Deli": whose page it is stands behind "at".
_PAGE_AT = re.compile(rf"^{_PAGE}(?:(?:\s*[&/,]\s*|\s+and\s+){_PAGE})*\s+at\s+(?=[A-Z])", re.IGNORECASE)
# Makers of pages, maps and networks, whose marks stand on everybody's page.
PLATFORMS = frozenset(
    "google facebook twitter youtube linkedin instagram pinterest yelp yahoo bing mapquest tripadvisor paypal wordpress"
    " godaddy wix squarespace weebly webflow shopify github netlify adobe microsoft verisign mcafee bbb rss"
    " apple".split()
)
# Of these the name is a common word too: only the maker's own ("Apple Maps", "Adobe Inc") is no business's.
COMMON = frozenset({"apple", "adobe", "bing", "square"})
_OF_A_MAKER = LEGAL_ENDINGS | {"maps", "pay", "store", "music", "acrobat", "reader", "systems", "places"}
_BARE_HOST = re.compile(r"^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|us|biz|info)$")
_WELCOME = re.compile(
    r"^(?:welcome to|contact(?: us)?(?: at)?|(?:contact )?(?:details|information) (?:for|of)|directions to"
    r"|about|visit|call|d/?b/?a\b:?|the official (?:site|website) of)\s+",
    re.IGNORECASE,
)

_MAY_BEGIN_A_NAME = re.compile(r"(?:about|visit|call)\s", re.IGNORECASE)  # "© 2026 About You Yoga"
_SERVICE_MARK = re.compile(r"(?<=[a-z])(?:SM|TM)$")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_HANDLE = re.compile(r"[a-z0-9_-]+")
_NUMBER = re.compile(r"\d{3}[\s.)-]+\d{4}")
_IN_LOWER_CASE = re.compile(r"[A-Z][a-z]*(?: [a-z]+){3,}")  # "Find your bright spot"
_SENTENCE = re.compile(r"^(?:\S+ ){3,}[a-z]{2,}[.!?]$")  # "Good food starts with us."


# "Oak Holdings LLC. DBA Elm Pipes": who trades is the business.
_TRADES_AS = re.compile(r"\bd/?b/?a\b:?\s+(?P<name>[A-Z][^|©]{2,60})", re.IGNORECASE)
_TOWN_WITH_ZIP = re.compile(r",\s*[A-Z]{2}\.?\s+\d{5}(?:-\d{4})?$")
# Who made a site stands in its foot too: "© 2026 by Oak Designs".
_MAKERS = frozenset("design designs webdesign web website websites hosting creations creative graphics".split())


def is_of_a_maker(text: str) -> bool:
    """Whether it is what a maker of sites may be called."""
    return fold(text).split()[-1:] != [] and fold(text).split()[-1] in _MAKERS


def owner_of_a_page(part: str) -> str:
    """Whose page a title's part says it is ("Directions at Elm Deli"), or empty."""
    found = _PAGE_AT.match(part)
    return part[found.end() :] if found else ""


def trading_name(text: str) -> str:
    """What the line says that a company trades as, or empty."""
    found = _TRADES_AS.search(text[:400])
    return _STOP.sub("", found.group("name")) if found else ""


def without_town(text: str, towns: Sequence[str]) -> str:
    """ "Elm Chapel, Austin TX" without the page's own town behind the comma, where the state follows it."""
    for town in filter(None, towns):
        if found := re.search(rf",\s+{re.escape(town)},?\s+[A-Z]{{2}}\.?\s*$", text):
            return text[: found.start()]
    return text


def copyright_name(text: str) -> str:
    """Who the line says holds the rights, or empty."""
    if not _SIGN.search(text):
        unsigned = _RIGHTS.match(text) if text[:2] in ("19", "20") else None
        return unsigned.group("after") if unsigned else ""
    found = _COPYRIGHT.search(text[:400])
    after = _STOP.sub("", found.group("after")) if found else ""
    if clean_name(after) or not (sign := _BEFORE_THE_SIGN.match(text)):
        return after
    before = sign.group("before").strip()
    return after if _OF_RIGHTS.search(before) else before


def begins_as_a_page(held: str) -> bool:
    """Whether who holds the rights is called as other pages are titled ("About You Yoga")."""
    return _MAY_BEGIN_A_NAME.match(held) is not None


def _is_of_a_platform(words: Sequence[str]) -> bool:
    return words[0] in PLATFORMS and (words[0] not in COMMON or set(words[1:]) <= _OF_A_MAKER)


def clean_name(raw: str, wholes: Container[str] = ()) -> str:
    """The text as a name, or empty where it can be none; `wholes` are names, folded, that begin as a page does."""
    if len(raw) < NAME_MIN:
        return ""
    text = tidy(raw, 200).strip(_MARKS)
    text = _SERVICE_MARK.sub("", text)
    if not GENERIC.match(text) and not (wholes and fold(text) in wholes):
        text = _WELCOME.sub("", text).strip(_MARKS)
    if not NAME_MIN <= len(text) <= NAME_MAX or GENERIC.match(text) or is_street(text) or not _LETTERS.search(text):
        return ""
    words = fold(text).split()
    if (
        is_placeholder(text)
        or _IN_LOWER_CASE.fullmatch(text)
        or _BARE_HOST.match(text)
        or _HANDLE.fullmatch(text)
        or _is_of_a_platform(words)
        or words[0] in LEGAL_ENDINGS
        or "@" in text
        or _TOWN_WITH_ZIP.search(text)
        or (_SENTENCE.match(raw.strip()) and words[-1] not in LEGAL_ENDINGS)
        or _NUMBER.search(text)
        or len(text.split()) > WORDS_MAX
    ):
        return ""
    return text
