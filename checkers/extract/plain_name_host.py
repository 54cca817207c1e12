"""What a page's own host spells: names without their spaces, whole or in part."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from checkers.extract.document import Document
from checkers.extract.lines import Line
from checkers.extract.plain_name_words import NAME_MAX
from checkers.normalise import name, website
from checkers.normalise.text import fold

LINKS_MAX = 2_000
CORE_MIN = 8  # letters: a shorter start of another name is as often a common word
HOST, WHOLE_HOST, HOST_WORDS = "web address", "the whole web address", "words of the web address"
_BETWEEN = r"(?:['’]s)?[ .&'’-]{0,3}"  # what a host leaves out of the name it spells
_POSSESSIVE = re.compile(r"['’]s\b")
_MAIL_HOST = re.compile(r"[\w.+-]{1,64}@([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})")
# Who gives anybody an address for letters.
_OF_EVERYBODY = frozenset(
    "gmail.com yahoo.com aol.com hotmail.com outlook.com live.com msn.com icloud.com me.com mac.com comcast.net att.net"
    " sbcglobal.net verizon.net bellsouth.net earthlink.net cox.net charter.net protonmail.com ymail.com".split()
)
_MAILBOX = re.compile(r"([\w.+-]{6,64})@([\w.-]{4,64})")
_SITE = re.compile(
    r"(?:website: ?)?(?:https?://)?(?:www\.)?(?P<host>[a-z0-9-]{4,63}\.(?:com|net|org|us|biz|info))/?", re.I
)
SITE_NEAR = 4  # lines from an address or a number to the site that is printed with it
_SECOND_LEVEL = frozenset("co com org net ac gov edu".split())  # as in elm.co.uk


def own_host(document: Document, lines: list[Line]) -> str:
    """The page's host; where no address of it is known, the only one that its visible e-mail addresses have."""
    if document.own_url:
        return website.host(document.own_url)
    texts = [*_linked_mail(document), *(line.text.lower()[:2_000] for line in lines if "@" in line.text)]
    hosts = {host for text in texts for host in _MAIL_HOST.findall(text)}
    return hosts.pop() if len(hosts) == 1 and hosts.isdisjoint(_OF_EVERYBODY) else ""


def printed_host(lines: list[Line], near: Iterable[int]) -> str:
    """The only site that stands as a line of its own beside an address or a number ("12 Elm St / elmpipes.com")."""
    at = {n for placed in near for n in range(placed - SITE_NEAR, placed + SITE_NEAR + 1)}
    found = [match for n in sorted(at) if 0 <= n < len(lines) if (match := _SITE.fullmatch(lines[n].text.strip()))]
    hosts = {match.group("host").lower() for match in found}
    return hosts.pop() if len(hosts) == 1 and hosts.isdisjoint(_OF_EVERYBODY) else ""


def titled_like_the_host(document: Document) -> str:
    """The title of a page that shows pictures alone, where its host spells it whole."""
    host = own_host(document, []) if document.elements("img") else ""  # else it may need scripts to show any
    title = document.title.strip()
    is_spelt = " " in title and WHOLE_HOST in host_witness(name.parse(title).squeezed, title, host)
    return title if is_spelt else ""


def of_mailboxes(parts: Iterable[str], document: Document, lines: list[Line]) -> list[str]:
    """Those that a mailbox that the page prints, at a host of everybody's, spells whole ("elmframes@gmail.com")."""
    printed = [line.text.lower()[:2_000] for line in lines if "@" in line.text]
    if not any(host in text for text in printed for host in _OF_EVERYBODY):
        return []
    boxes = [found for text in [*_linked_mail(document), *printed] for found in _MAILBOX.findall(text)]
    spelt = {_squeezed(box) for box, host in boxes if host in _OF_EVERYBODY}
    return [part for part in parts if _squeezed(fold(part)) in spelt]


def _linked_mail(document: Document) -> list[str]:
    """Where letters go by links: their words may run into the next link's ("elm@gmail.comInstagram")."""
    links = [link.get("href") or "" for link in document.elements("a")[:LINKS_MAX]]
    return [link[7:200].lower().partition("?")[0] for link in links if link.startswith("mailto:")]


def said_like_the_host(own: str, texts: Iterable[str]) -> list[str]:
    """Words of the page's texts that its host spells without spaces ("The Floor Shop" of floorshop.com)."""
    host = own.removeprefix("www.").rpartition(".")[0].replace("-", "")
    if not CORE_MIN <= len(host) <= NAME_MAX or not (host.isascii() and host.isalnum()):
        return []
    words = _BETWEEN.join(host)
    spelt = re.compile(rf"(?<![\w@./-])(?:The )?{words}(?![\w@/-])", re.IGNORECASE)
    found = [match for text in texts if (match := spelt.search(text))]
    # "Floor Shop Products": the host spells a part of a longer name
    whole = [
        f"{_owner_before(match)}{match.group(0)}"
        for match in found
        if not re.match(
            r",? (?:(?!(?:Locations?|Hours|Office|Contact)\b)[A-Z]|& |and [A-Z])", match.string[match.end() :]
        )
    ]
    return [text for text in whole if " " in text.strip() and text[0].isupper()]


def _owner_before(match: re.Match[str]) -> str:
    """ "Kepler's " before the "Cheese House" that the host spells."""
    before = re.search(r"[A-Z][\w-]+['’]s $", match.string[: match.start()])
    return before.group(0) if before else ""


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text)


def host_witness(key: str, text: str, host: str) -> set[str]:
    """Whether the page's own host spells the name, wholly or as a part."""
    if not host or not fold(text).isascii():
        return set()
    named = host.removeprefix("www.")
    labels = _owner_labels(named)
    said = (fold(text), fold(text).replace("&", "and"), fold(_POSSESSIVE.sub("", text)))
    spellings = {key, *map(_squeezed, said)}
    is_whole = any(label in spellings for label in labels) or fold(text).replace(" ", "") == named
    if is_whole:
        return {HOST, WHOLE_HOST}
    if any(_is_made_of(label, fold(text).split()) for label in labels):
        return {HOST, HOST_WORDS}
    return {HOST} if any(_spells_a_part(label, key, text) for label in labels) else set()


def _is_made_of(label: str, words: list[str]) -> bool:
    """ "elmpipes" of "Elm Copper Pipes": its first word and later ones, whole, in their order and nothing else.

    The first words alone are a part like others: what follows them may be no name ("Elm Pipes custom plumbing").
    """
    spelt = [word for word in map(_squeezed, words) if word]
    rest, taken = label, 0
    for n, word in enumerate(spelt):
        if rest.startswith(word):
            rest, taken = rest[len(word) :], taken + 1
        elif n == 0:
            return False
    return not rest and taken > 1 and len(label) >= CORE_MIN and label != "".join(spelt[:taken])


def begins_with_the_host(key: str, host: str) -> bool:
    """ "Elm Park Auto Sales" begins with all that elmparkauto.com spells."""
    return any(len(label) >= CORE_MIN and key.startswith(label) for label in _owner_labels(host.removeprefix("www.")))


def _owner_labels(named: str) -> list[str]:
    """What of a host can spell a name: all before its ending, and of shop.elm.com or elm.co.uk its owner's "elm"."""
    labels = named.split(".")[:-1]
    owner = labels[:-1] if len(labels) > 1 and labels[-1] in _SECOND_LEVEL else labels
    return list(dict.fromkeys(filter(None, map(_squeezed, ["".join(labels), *owner[-1:]]))))


def _spells_a_part(host: str, key: str, text: str) -> bool:
    """ "Pipes" is no name for ending elmtreepipes.com; "Elm" may be one for beginning it."""
    is_long = len(key) >= CORE_MIN or 2 * len(key) > len(host) or host.startswith(_squeezed(fold(text)))
    begins_alike = len(os.path.commonprefix((host, key))) >= max(CORE_MIN, 3 * len(host) // 4)
    return (key in host and is_long) or (host in key and 2 * len(host) > len(key)) or begins_alike
