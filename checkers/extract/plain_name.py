"""What a page without markup calls its business: the words that title, headings, copyright and address agree on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checkers.extract.document import Document
from checkers.extract.known_directories import house_of_title, lists_others, own_names
from checkers.extract.lines import Line
from checkers.extract.map_links import mapped_name
from checkers.extract.plain_name_candidate import (
    ABOVE,
    ABOVE_IN_FOOTER,
    LONE,
    OF_THE_SITE,
    OWN_WORDS,
    TOPICAL,
    UNSEEN,
    WITH_TOWNS,
    Candidate,
)
from checkers.extract.plain_name_door import before_the_street, heads_the_block
from checkers.extract.plain_name_frame import SIGN, home_links, logo_texts, signs
from checkers.extract.plain_name_host import (
    CORE_MIN,
    HOST,
    HOST_WORDS,
    WHOLE_HOST,
    begins_with_the_host,
    host_witness,
    of_mailboxes,
    own_host,
    printed_host,
    said_like_the_host,
)
from checkers.extract.plain_name_listing import (
    claimed_or_sited,
    headed_listing,
    may_list,
    not_the_houses,
    placed_in_brackets,
    reviewed,
    without_brackets,
)
from checkers.extract.plain_name_title import (
    begins_with_a_company,
    beside_a_search,
    can_be_searched_for,
    does_business,
    founded,
    greeted,
    is_called_a_place,
    is_spoken_of,
    is_town,
    lone_part,
    only_company,
    opens_as_a_page,
    placed,
    spoken_by_itself,
)
from checkers.extract.plain_name_words import (
    COMMON,
    GENERIC,
    PLATFORMS,
    begins_as_a_page,
    clean_name,
    copyright_name,
    is_of_a_maker,
    owner_of_a_page,
    trading_name,
    without_town,
)
from checkers.normalise import name
from checkers.normalise.name_words import LEGAL_ENDINGS
from checkers.normalise.text import fold

WITNESSES_MAX = 300
BELOW_HEADING = 12  # lines
HEADINGS_MAX = 4  # main headings; a page that has more prints all that is large as one
FRAME = frozenset({"header", "footer", "nav"})
_SPLIT = re.compile(r"\s*(?:\||»|›|::|•|·|\s[-–—:]\s|\s--\s|—|:\s|(?<=\w)-\s+(?=[A-Z]))\s*")
_PHONE = re.compile(r"[(\[]?\d{3}[)\]]?[\s.-]{0,2}\d{3}[\s.-]\d{4}")
_THINGS = frozenset({"article", "product", "product.item", "item", "book", "video.movie", "video.other"})
_GOES_ON = re.compile(r"\s+(?:for|of|and|&)\s+[A-Z]")


def find_name(
    document: Document,
    lines: list[Line],
    address_lines: Sequence[int],
    phone_lines: Sequence[int] = (),
    *,
    has_one_phone: bool = False,
    towns: Sequence[str] = (),
) -> tuple[str, str]:
    """The name and where it was read, or two empty texts where the page's places do not agree on one."""
    is_placed = any("footer" not in lines[n].marks for n in address_lines)
    is_of_a_house = any(FRAME.isdisjoint(lines[n].marks) for n in address_lines) and house_of_title(document, lines)
    near = [*address_lines, *phone_lines]
    is_sure, heading = claimed_or_sited(document, lines, near, address_lines)
    is_listing = bool(is_of_a_house) or is_sure or may_list(document, lines, near) or lists_others(document, lines)
    is_headed = is_placed or is_listing or _is_of_a_network(document) or _is_headed(lines, phone_lines)
    host = own_host(document, lines) or printed_host(lines, [*address_lines, *phone_lines])
    witnesses = _witnesses(document, lines, address_lines, phone_lines, host=host, towns=towns, is_headed=is_headed)
    witnesses += headed_listing(_SPLIT.split(document.title), lines) if is_listing else []
    if is_sure:
        witnesses = not_the_houses(witnesses, document, lines, address_lines)
        witnesses += heading
    best = _best(document, lines, witnesses, host=host, is_headed=is_headed, is_listing=is_listing)
    is_own = has_one_phone and any(lines[n].marks & FRAME for n in phone_lines)
    if best is None and is_own:  # the page's only number stands in its frame: so does whom its host spells
        spelt = [(text, "text") for text in said_like_the_host(host, (line.text for line in lines))]
        best = _best(document, lines, witnesses + spelt, host=host, is_headed=is_headed, is_own=True)
    if best is None and (told := founded(lines) or (only_company(lines) if is_headed else "")):
        return told, "text"
    return (best.text, ", ".join(sorted(best.places))) if best else ("", "")


def _best(
    document: Document,
    lines: list[Line],
    witnesses: list[tuple[str, str]],
    *,
    host: str,
    is_headed: bool,
    is_listing: bool = False,
    is_own: bool = False,
) -> Candidate | None:
    """The candidate that most of the page's places name; None where none is sure."""
    found: dict[str, Candidate] = {}
    for text, place in witnesses:
        candidate = found.setdefault(name.parse(text).squeezed, Candidate(text))
        if _is_better_spelling(text, place, candidate):
            candidate.text = text
        candidate.places.add(place)
        if fold(text).replace(".", "").split()[-1] in LEGAL_ENDINGS:
            candidate.places.add("legal ending")
    houses = own_names(document)
    found = {key: candidate for key, candidate in found.items() if key and key not in houses}
    _share_with_cores(found)
    for key, candidate in found.items():
        candidate.is_repeated = sum(candidate.text in line.text for line in lines) > 1
        # a directory's own name is its whole host's, so where a heading leads that says no more than a part does
        spelt = host_witness(key, candidate.text, host)
        # a host that only mail names ("elmlaw.com") may be any part's of a name ("Contact ELM")
        if not document.own_url:
            spelt = {HOST} if WHOLE_HOST in spelt or begins_with_the_host(key, host) else set()
        candidate.places |= spelt - ({WHOLE_HOST, HOST_WORDS} if is_headed else set())
    found = {key: candidate for key, candidate in found.items() if not _is_a_topic(candidate, lines)}
    if not is_headed:
        found = {key: candidate for key, candidate in found.items() if candidate.places & OF_THE_SITE}
    sure = [key for key, candidate in found.items() if candidate.is_sure or (is_own and candidate.is_of_the_site)]
    if is_listing:  # what the house says of itself comes behind whom the heading names
        sure = [key for key in sure if {"h1", "title"} <= found[key].places] or sure
    best = max(sure, key=lambda key: (found[key].score, -len(key)), default="")
    fuller = [key for key in sure if best and key != best and key.startswith(best) and found[key].is_whole]
    return found[max(fuller, key=len, default=best)] if best else None


def _is_a_topic(candidate: Candidate, lines: list[Line]) -> bool:
    """Whether only title and heading say it, and the text says it as any words ("we do drain cleaning")."""
    common = candidate.text.lower()
    if not candidate.places <= TOPICAL or common == candidate.text:
        return False
    alone = re.compile(rf"(?<![\w@#./-]){re.escape(common)}(?![\w@/-]|\.\w)")  # and no part of a mailbox or an address
    return any(common in line.text and alone.search(line.text) for line in lines)


def _is_better_spelling(text: str, place: str, candidate: Candidate) -> bool:
    """What a reader sees before what only machines read ("ClientTrack, Inc." is no "Client Track"); then the fuller."""
    was_seen = not candidate.places or bool(candidate.places - UNSEEN)
    if was_seen != (place not in UNSEEN):
        return _is_bare_host(candidate.text) if was_seen else not _is_bare_host(text)
    if text.casefold() == f"the {candidate.text.casefold()}":
        return text[0].isupper()  # "ask the Elm Club" calls it Elm Club
    return len(text.split()) > len(candidate.text.split())


def _is_bare_host(text: str) -> bool:
    """ "ElmPipes.com": two words that its reader must part."""
    return "." in text.rstrip(".") and " " not in text


def _share_with_cores(found: dict[str, Candidate]) -> None:
    """ "Harlan Builders, custom home builder" is a witness of "Harlan Builders", where that stands by itself too.

    But "Harlan Endowment for Peace" is the whole name, and "Harlan Endowment" alone a part of it.
    """
    for core, candidate in found.items():
        for other, longer in found.items():
            is_longer = len(core) >= CORE_MIN and other != core
            is_above = bool(longer.places & {ABOVE, ABOVE_IN_FOOTER})
            is_full = (other.endswith(core) and is_above and "." not in candidate.text) or SIGN in longer.places
            if is_longer and _GOES_ON.match(longer.text[len(candidate.text) :]) and other.startswith(core):
                longer.places |= candidate.places
            elif is_longer and (other.startswith(core) or (is_full and core in other)):
                candidate.places |= longer.places


def _is_of_a_network(document: Document) -> bool:
    """A page of a well-known network is about somebody else, wherever the number stands."""
    return bool((PLATFORMS - COMMON) & set(fold(document.title).split()))


def _is_headed(lines: list[Line], phone_lines: Sequence[int]) -> bool:
    """Whether a number stands below the heading: one in a shop's header or footer is the shop's, whatever the page."""
    heading = next((line.number for line in lines if "h1" in line.marks), None)
    own = [n for n in phone_lines if not lines[n].marks & FRAME]
    return heading is not None and any(heading <= n <= heading + BELOW_HEADING for n in own)


def _witnesses(
    document: Document,
    lines: list[Line],
    address_lines: Sequence[int],
    phone_lines: Sequence[int],
    *,
    host: str,
    towns: Sequence[str],
    is_headed: bool,
) -> list[tuple[str, str]]:
    found = [(text, "og:site_name") for text in _meta(document, "og:site_name")]
    parts = [without_brackets(part, towns) for part in _SPLIT.split(document.title)]
    found += [(part, "title") for part in parts if not is_town(part.strip())]
    start, comma, _ = document.title.partition(",")
    is_one = comma and not _SPLIT.search(start)
    found += [(start, "start of title")] if is_one and not can_be_searched_for(start, lines) else []
    whole = _headings(document, lines)
    headings = [part for text in whole for part in _SPLIT.split(_PHONE.sub("", text))]
    large = [text for text in whole if not GENERIC.match(text) and not text.endswith(":")]
    if is_headed and len(large) <= HEADINGS_MAX and not _is_of_a_thing(document):
        found += [(text, "h1") for text in headings]
        found += [(text, "title") for text in headings if _begins(document.title, text)]
        found += [(text, place) for text in reviewed(headings, document.title) for place in ("h1", "title")]
    found += _titled(document, lines, towns, is_headed=is_headed)
    found += [(text, "copyright") for text in _holders(document, lines)]
    above = [line for n in address_lines for line in lines[max(0, n - 2) : n]]
    footers = {n for n in address_lines if "footer" in lines[n].marks}
    found += [(line.text, _above(line, footers)) for line in above if "h1" not in line.marks or line.text in whole]
    before = [(n, text) for n in address_lines if (text := before_the_street(lines[n]))]
    found += [(text, ABOVE_IN_FOOTER if n in footers else ABOVE) for n, text in before]
    found += [(text, "own line") for _, text in before if any(line.text == text for line in lines)]
    is_at_home = bool(footers) and footers.issuperset(address_lines)  # a site's own door stands in its footer
    found += home_links(document, lines, is_headed=is_headed) if is_at_home or not is_headed else []
    found += [(text, "head of the address") for n in address_lines if (text := heads_the_block(lines, n))]
    found += [
        (lines[n - 1].text, "head of the address") for n in address_lines if n and _is_a_place(lines[n - 1], towns)
    ]
    found += [(text, "in the text") for line in above if (text := line.text) and _is_said(text, lines)]
    found += [(text, SIGN) for text in signs(lines, document.title)]
    found += [(text, "logo") for text in logo_texts(document)] + [(mapped_name(document), "map")]
    if _is_about_itself(document):
        found += [(text, "text") for text in said_like_the_host(host, (line.text for line in lines))]
        told = _meta(document, "description")  # it may open with the name
        found += [(text, OWN_WORDS) for text in said_like_the_host(host, told) if any(t.startswith(text) for t in told)]
    found = [(without_town(text, towns) if place in WITH_TOWNS else text, place) for text, place in found]
    begun = {fold(text) for text, place in found if place in ("copyright", "og:site_name") and begins_as_a_page(text)}
    clean = [(said, place) for text, place in found[:WITNESSES_MAX] if (said := clean_name(text, begun))]
    known = {fold(said) for said, _ in clean}
    starts = [_SPLIT.split(lines[n].text)[0].partition(",")[0] for n in phone_lines]
    return clean + [(text, "beside the number") for text in starts if fold(text) in known]


def _holders(document: Document, lines: list[Line]) -> list[str]:
    """Who holds the rights; who made the site may stand there too, and is one nowhere named besides."""
    found = [text for line in lines if (text := _holder(lines, line))]
    said = fold(document.title, 500) if any(map(is_of_a_maker, found)) else ""
    return [
        text
        for text in found
        if not is_of_a_maker(text) or fold(text) in said or sum(text in line.text for line in lines) > 1
    ]


def _holder(lines: list[Line], line: Line) -> str:
    """Whom a copyright line names, or the name it trades as, which may stand on the line below."""
    if not (text := copyright_name(line.text)):
        return ""
    below = lines[line.number + 1].text if line.number + 1 < len(lines) else ""
    return trading_name(line.text) or (trading_name(below) if below[:1].lower() == "d" else "") or text


def _titled(document: Document, lines: list[Line], towns: Sequence[str], *, is_headed: bool) -> list[tuple[str, str]]:
    """Witnesses of a name that stands in the title, greets, or is said by the page of itself."""
    parts = [said for part in _SPLIT.split(document.title) for said in _page_and_owner(part)]
    found = [(text, "greeting") for text in greeted(lines)]
    found += [(text, OWN_WORDS) for text in spoken_by_itself(lines, _meta(document, "description"))]
    if not any(map(clean_name, parts)):  # a title that says nothing leaves it to the heading
        said = [line.text for line in lines if "h1" in line.marks and " " in line.text and not GENERIC.match(line.text)]
        found += [(text, place) for text in said[:1] if is_spoken_of(text, lines) for place in ("h1", OWN_WORDS)]
    found += [(text, LONE) for text in placed_in_brackets(parts, lines, towns)]
    boxed = of_mailboxes(parts, document, lines)
    found += [(text, LONE) for text in [*placed(parts), *boxed]]
    found += [(text, "own line") for text in begins_with_a_company(document.title, lines)]
    lone = clean_name(next(iter(boxed), "") or lone_part(parts, towns) or beside_a_search(parts, towns))
    if lone and (" " in lone or is_spoken_of(lone, lines)) and not can_be_searched_for(lone, lines):
        found.append((lone, LONE))
    whole = lone or clean_name(parts[0] if len(parts) == 1 else "")
    if " " in whole and not can_be_searched_for(whole, lines) and _stands_in_the_frame(whole, lines):
        found.append((whole, LONE))
    if " " in whole and not is_headed and (does_business(whole, lines) or _is_titled_for_its_site(whole, lines)):
        found.append((whole, LONE))
    if " " in whole and (is_headed or is_called_a_place(whole)) and is_spoken_of(whole, lines):
        found += [(whole, "in the text")] + [(whole, LONE)] * (not is_headed)
    if is_called_a_place(whole) and any("h1" in line.marks and line.text == whole for line in lines):
        found += [(whole, "h1"), (whole, LONE)]
    return found


def _is_titled_for_its_site(whole: str, lines: list[Line]) -> bool:
    """Whether the page opens with what page it is ("Contact"), so that its title is left to say whose.

    A title that is the main heading or an entry of the menu too is the page's topic.
    """
    if not opens_as_a_page(lines) or can_be_searched_for(whole, lines):
        return False
    return not any(line.text == whole and line.marks & {"h1", "nav"} for line in lines)


def _stands_in_the_frame(text: str, lines: list[Line]) -> bool:
    """Whether header or footer say it as a line of its own, which neither a menu nor the page's topic is."""
    said = [line.marks for line in lines if line.text == text and line.marks & FRAME]
    return any(marks.isdisjoint({"h1", "nav"}) for marks in said)


def _page_and_owner(part: str) -> list[str]:
    """ "Directions at Elm Deli": what the page is, and whose."""
    owner = owner_of_a_page(part.strip())
    return [part[: -len(owner)].removesuffix(" at "), owner] if owner else [part]


def _above(line: Line, footers: set[int]) -> str:
    is_in_footer = "footer" in line.marks and not footers.isdisjoint((line.number + 1, line.number + 2))
    return ABOVE_IN_FOOTER if is_in_footer else ABOVE


def _is_a_place(line: Line, towns: Sequence[str]) -> bool:
    """ "Elm Chapel Austin" in Austin is one."""
    ends = [f" {town}" for town in towns if town and line.text.endswith(f" {town}")]
    return not line.marks & {"h1", "nav"} and is_called_a_place(line.text.removesuffix(ends[0] if ends else ""))


def _is_said(text: str, lines: list[Line]) -> bool:
    """Whether a sentence or a longer heading names it too ("Contact Delgado Plumbing today!"): two words at least."""
    words = text.split()
    is_name = len(words) > 1 and all(word[0].isupper() or word[0].isdigit() for word in words if len(word) > 3)
    is_city = re.compile(rf"{re.escape(text)},\s+[A-Z]{{2}}\b")
    said = [line.text for line in lines if text in line.text and len(line.text) > len(text) + 1] if is_name else []
    return bool(said) and not any(is_city.search(line) for line in said)


def _headings(document: Document, lines: list[Line]) -> list[str]:
    """Each line of the main headings; two that the title has in one are one."""
    found: list[str] = []
    title = fold(document.title, 500)
    for line in lines:
        if "h1" in line.marks:
            whole = f"{found[-1]} {line.text}" if found else ""
            is_rest = whole and len(fold(whole)) > len(fold(found[-1])) and title.startswith(fold(whole, 500))
            found[-1:] = [whole] if is_rest else [*found[-1:], line.text]
    return found


def _is_of_a_thing(document: Document) -> bool:
    """A product's or article's page: its heading names that, not the business."""
    return any(text.strip().lower() in _THINGS for text in _meta(document, "og:type"))


def _begins(title: str, heading: str) -> bool:
    """ "Delgado Plumbing, open all night" is titled for its heading "Delgado Plumbing": two whole words at least."""
    title, heading = fold(title, 500), fold(heading)
    return " " in heading and title.startswith(heading) and not title[len(heading) :][:1].isalnum()


def _is_about_itself(document: Document) -> bool:
    """A site's own "Contact us", or a page without a title: on a directory's listing its own name stands too."""
    parts = _SPLIT.split(document.title.replace(",", " | "))
    return not document.title.strip() or any(GENERIC.match(part.strip()) for part in parts)


def _meta(document: Document, key: str) -> list[str]:
    return [
        e.get("content") or ""
        for e in document.elements("meta")[:200]
        if (e.get("property") or e.get("name") or "").lower() == key
    ]
