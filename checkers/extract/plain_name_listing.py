"""Whom a page lists that is somebody else's: by the title's own town, by what a review reviews, by its own site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from checkers.extract.document import Document
from checkers.extract.lines import Line
from checkers.extract.plain_name_host import HOST_WORDS, WHOLE_HOST, host_witness
from checkers.extract.plain_name_title import can_be_searched_for
from checkers.extract.plain_name_words import PLATFORMS, clean_name
from checkers.normalise import name, region, website
from checkers.normalise.text import fold

HEADS_THE_LISTING = "heads the listing"
MAIN_MAX = 4  # main headings of a page about one business
ABOVE = 4  # lines from a heading down to the place that it heads
SITE_NEAR = 6  # lines from a place or a number to the site that is printed with it
LINE_MAX = 60
INITIALS_MIN = 3
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_FRAME = frozenset({"header", "footer", "nav"})
_AT_THE_PLACE = frozenset({"h1", "head of the address"})
_WITH_TOWN = re.compile(r"(?P<name>[^()]{2,60}?)\s*\((?P<town>[^(),]{2,40}),\s*(?P<state>[^(),]{2,25})\)")
_REVIEWED = re.compile(
    r"(?P<name>[A-Z0-9].{1,60}?)\s+(?:(?:restaurant|hotel|bar|hostel|motel|spa|school|shop|store|doctor|lawyer)\s+)?reviews?",
    re.IGNORECASE,
)
_OWN_SITE = re.compile(
    r"(?P<label>web ?site\s*:\s*)?(?:https?://)?(?P<host>(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12})\S*", re.IGNORECASE
)
_PARTS = re.compile(r"\s*(?:[|»·:]|\s[-–—]+\s)\s*")
_OWN_PAGE = re.compile(
    r"(?:contact|about|visit|find)(?: us)?|contact info(?:rmation)?|get in touch"
    r"|(?:our )?(?:hours|locations?|directions)",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"claim this (?:business|listing|restaurant|hotel|shop|store|place|practice|school)\b"
    r"|(?:is|do you own|own) this (?:your )?(?:business|listing|restaurant|hotel|shop|store|practice|school)\?",
    re.IGNORECASE,
)


def placed_in_brackets(parts: Iterable[str], lines: Sequence[Line], towns: Sequence[str]) -> list[str]:
    """ "100 Oak (Austin, Texas)" on a page whose place is in Austin and that says "100 Oak" in a line of its own."""
    said = [text for part in parts if (text := without_brackets(part, towns)) != part]
    return [text for text in said if any(line.text == text for line in lines) and not can_be_searched_for(text, lines)]


def without_brackets(part: str, towns: Sequence[str]) -> str:
    """A title's part without the page's own town and its state in brackets."""
    found = _WITH_TOWN.fullmatch(part.strip()) if part.rstrip().endswith(")") else None
    is_here = found and fold(found.group("town")) in {fold(town) for town in towns if town}
    return found.group("name") if found and is_here and region.code(found.group("state")) else part


def reviewed(headings: Iterable[str], title: str) -> list[str]:
    """ "Elm Deli" of the heading "Elm Deli Restaurant Review" where the title calls it so without these words."""
    found = [match.group("name") for text in headings if (match := _REVIEWED.fullmatch(text))]
    said = [text for text in found if " " in text and fold(title, 500).startswith(f"{fold(text)} ")]
    return [text for text in said if clean_name(text) and not fold(title, 500).startswith(f"{fold(text)} review")]


def claimed_or_sited(
    document: Document, lines: Sequence[Line], near: Sequence[int], address_lines: Sequence[int]
) -> tuple[bool, list[tuple[str, str]]]:
    """Whether nobody prints so of himself, and the headings that say whose place it is.

    On a page that may be claimed it is the one right above the first place. Else it is that one or a main one which
    the labelled site beside the place spells: an owner prints a partner's site under "Emergency Visits" too.
    """
    above = [line.text for n in address_lines[:1] for line in lines[max(0, n - ABOVE) : n] if line.marks & _HEADINGS]
    heads = [said for text in above[-1:] if text[-1] != ":" and (said := clean_name(text))]
    short = (line.text for line in lines if len(line.text) <= LINE_MAX and ("his " in line.text or "HIS " in line.text))
    if any(map(_CLAIMED.search, short)):
        return True, [(said, HEADS_THE_LISTING) for said in heads]
    site = _other_site(document, lines, near, is_labelled=True)
    main = filter(None, (clean_name(line.text) for line in lines if "h1" in line.marks)) if site else ()
    spelt = [said for said in [*islice(main, MAIN_MAX), *heads] if _is_spelt_by(said, site)]
    return bool(spelt), [(said, HEADS_THE_LISTING) for said in spelt]


def may_list(document: Document, lines: Sequence[Line], near: Sequence[int]) -> bool:
    """Whether its main heading is a review's, or another house's site stands with its place as a line of its own."""
    headings = (line.text for line in lines if "h1" in line.marks)
    return bool(reviewed(headings, document.title) or _other_site(document, lines, near))


def headed_listing(parts: Sequence[str], lines: Sequence[Line]) -> list[tuple[str, str]]:
    """A part of a directory's title that a smaller heading says, where there is no main one."""
    if any("h1" in line.marks for line in lines):
        return []
    names = filter(None, map(clean_name, parts[:-1]))
    return [(text, "h1") for text in names if any(line.text == text and line.marks & _HEADINGS for line in lines)]


def not_the_houses(
    witnesses: Sequence[tuple[str, str]], document: Document, lines: Sequence[Line], address_lines: Sequence[int]
) -> list[tuple[str, str]]:
    """Without what the host of a page that lists somebody else spells whole, unless it heads the place itself."""
    own = website.host(document.own_url)
    heads = {fold(lines[n - 1].text) for n in address_lines if n}
    heads |= {fold(text) for text, place in witnesses if place in _AT_THE_PLACE}
    spelt = {text: WHOLE_HOST in host_witness(name.parse(text).squeezed, text, own) for text, _ in witnesses}
    return [(text, place) for text, place in witnesses if not spelt[text] or fold(text) in heads]


def _other_site(document: Document, lines: Sequence[Line], near: Sequence[int], *, is_labelled: bool = False) -> str:
    """The host of the only site beside a place or a number, where it is another house's; else empty."""
    if not document.own_url:
        return ""
    own_part = [placed for placed in near if not lines[placed].marks & _FRAME]
    at = {n for placed in own_part for n in range(placed, placed + SITE_NEAR + 1) if n < len(lines)}
    dotted = [n for n in sorted(at) if "." in lines[n].text and " " not in lines[n].text.partition(":")[2].strip()]
    said = [match for n in dotted if (match := _OWN_SITE.fullmatch(_labelled(lines, n)))]
    hosts = {website.host(match.group("host")) for match in said if match.group("label") or not is_labelled}
    if len(hosts) != 1:
        return ""
    is_own = _is_akin(host := hosts.pop(), website.host(document.own_url)) or _is_titled_as_own(document)
    return host if not is_own and PLATFORMS.isdisjoint(host.split(".")) else ""


def _is_spelt_by(said: str, site: str) -> bool:
    """ "Oak College" or "Oak-Brand College" by oakcollege.edu, "Oak Park Dental Center" by oakparkdental.com.

    Its first word alone may be any trade's ("Emergency Visits" and emergency.org); three initials are one's own, as
    oit.edu has those of "Oak Institute of Technology".
    """
    words = said.replace("-", " ").split()
    starts = [" ".join(words[:n]) for n in range(min(2, len(words)), len(words) + 1)]
    initials = "".join(word[0] for word in words if word[0].isupper())
    starts += [initials] if len(initials) >= INITIALS_MIN else []
    spelt = (host_witness(name.parse(start).squeezed, start, site) for start in starts)
    return any(not found.isdisjoint({WHOLE_HOST, HOST_WORDS}) for found in spelt)


def _is_titled_as_own(document: Document) -> bool:
    """Whether the title names whom the host spells, or is what a site of one's own has ("Contact us")."""
    parts = [part.strip() for part in _PARTS.split(document.title) if part.strip()]
    own = website.host(document.own_url)
    is_named = any(WHOLE_HOST in host_witness(name.parse(part).squeezed, part, own) for part in parts)
    return is_named or any(map(_OWN_PAGE.fullmatch, parts))


def _labelled(lines: Sequence[Line], n: int) -> str:
    """The line; in a table of labels and values with its label before it."""
    before = lines[n - 1].text if n else ""
    return f"{before}{lines[n].text}" if before.lower().startswith("web") and before.endswith(":") else lines[n].text


def _is_akin(site: str, own: str) -> bool:
    """Whether one owner may have both ("elmpipes.com" and "elm-pipes.business.example")."""
    core = re.sub(r"[^a-z0-9]", "", site.rpartition(".")[0])
    return not core or core in re.sub(r"[^a-z0-9]", "", own) or own.removeprefix("www.") in site
