"""What a page without markup calls its business: the words that title, headings, copyright and address agree on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from checkers.extract.document import Document
from checkers.extract.lines import Line
from checkers.extract.plain_place import is_street
from checkers.normalise import name, website
from checkers.normalise.name_words import LEGAL_ENDINGS
from checkers.normalise.text import fold, tidy

NAME_MAX = 80
CORE_MIN = 8  # letters: a shorter start of another name is as often a common word
WITNESSES_MAX = 300
_SPLIT = re.compile(r"\s*(?:\||»|›|::|•|·|\s[-–—:]\s|—|:\s)\s*")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)(?:\s|©|\(c\)|copyright\b)*(?:(?:19|20)\d{2}(?:\s*[-–,]\s*(?:(?:19|20)?\d{2}|present))?)?"
    r"[\s,.:|-]*(?:by\s+)?(?P<after>[^|©]{2,80})",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s*(?:[.|]\s|\.$|,?\s*all rights? reserved|\brights reserved|\bterms\b"
    r"|\bprivacy\b|\bpowered by\b|\bdesigned by\b|\bwebsite\b|\b(?:19|20)\d{2}\b).*$",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^(?:(?:showroom|store|office|shop)?\s*locations?\s*#?\d*|us|contact(?: us| info(?:rmation)?)?"
    r"|about(?: us)?|home|welcome|faqs?|directions|location|locations|hours|our (?:office|location)s?|"
    r"find us|get in touch|visit us|services|blog|news|menu|home ?page|index"
    r"|untitled(?: document)?|site ?map|main|mailing|address|"
    r"office|phone|map|email|e-mail|call us|info|reviews|search|follow us|connect|quick links)$",
    re.IGNORECASE,
)
# Makers of pages, maps and networks, whose marks stand on everybody's page.
_PLATFORMS = frozenset(
    "google facebook twitter youtube linkedin instagram pinterest yelp yahoo bing mapquest tripadvisor paypal wordpress"
    " godaddy wix squarespace adobe microsoft verisign mcafee bbb rss apple".split()
)
_PHONE = re.compile(r"\(?\d{3}\)?[\s.-]{0,2}\d{3}[\s.-]\d{4}")
_THINGS = frozenset({"article", "product", "product.item", "item", "book", "video.movie", "video.other"})
_BETWEEN = r"[ .&'’-]{0,3}"  # what a host leaves out of the name it spells
_BARE_HOST = re.compile(r"^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|us|biz|info)$")
_WELCOME = re.compile(
    r"^(?:welcome to|contact(?: us)?(?: at)?|about|visit|call|the official (?:site|website) of)\s+", re.IGNORECASE
)


# What each place of a page is worth as a witness of the name; two must agree, or one that is written for the purpose.
_WEIGHTS = {
    "og:site_name": 4,
    "copyright": 3,
    "above the address": 2,
    "h1": 2,
    "title": 2,
    "start of title": 1,
    "logo": 1,
}
_ALONE = frozenset({"copyright"})
_UNSEEN = frozenset({"og:site_name", "logo", "web address"})  # no reader sees them as text: alone they name nothing
_HOST = "web address"
NEEDED = 3


@dataclass(slots=True)
class _Candidate:
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
            self.score >= NEEDED
            and bool(self.places - _UNSEEN)
            and (len(self.places) > 1 or bool(self.places & _ALONE))
        )


def find_name(document: Document, lines: list[Line], address_lines: Sequence[int]) -> tuple[str, str]:
    """The name and where it was read, or two empty texts where the page's places do not agree on one."""
    found: dict[str, _Candidate] = {}
    for text, place in _witnesses(document, lines, address_lines):
        candidate = found.setdefault(name.parse(text).squeezed, _Candidate(text))
        candidate.places.add(place)
        if fold(text).replace(".", "").split()[-1] in LEGAL_ENDINGS:
            candidate.places.add("legal ending")
        if len(text.split()) > len(candidate.text.split()):
            candidate.text = text
    found.pop("", None)
    _share_with_cores(found)
    for key, candidate in found.items():
        candidate.is_repeated = sum(candidate.text in line.text for line in lines) > 1
        if _is_in_host(key, document.url):
            candidate.places.add(_HOST)
    best = max(found, key=lambda key: (found[key].score, -len(key)), default="")
    if not best or not found[best].is_sure:
        return "", ""
    return found[best].text, ", ".join(sorted(found[best].places))


def _share_with_cores(found: dict[str, _Candidate]) -> None:
    """ "Barenz Builders, custom home builder" is a witness of "Barenz Builders", where that stands by itself too."""
    for core, candidate in found.items():
        for other, longer in found.items():
            if len(core) >= CORE_MIN and other != core and other.startswith(core):
                candidate.places |= longer.places


def _witnesses(document: Document, lines: list[Line], address_lines: Sequence[int]) -> list[tuple[str, str]]:
    found = [(text, "og:site_name") for text in _meta(document, "og:site_name")]
    found += [(part, "title") for part in _SPLIT.split(document.title)]
    found += [(document.title.partition(",")[0], "start of title")] if "," in document.title else []
    headings = [part for line in lines if "h1" in line.marks for part in _SPLIT.split(_PHONE.sub("", line.text))]
    if not _is_of_a_thing(document):
        found += [(text, "h1") for text in headings]
        found += [(text, "title") for text in headings if _begins(document.title, text)]
    found += [(text, "copyright") for line in lines if (text := _copyright(line.text))]
    above = [line for n in address_lines for line in lines[max(0, n - 2) : n]]
    found += [(line.text, "above the address") for line in above]
    found += [(text, "logo") for text in _logo_texts(document)]
    found += [(text, "text") for text in _said_like_the_host(document, lines)]
    return [(clean, place) for text, place in found[:WITNESSES_MAX] if (clean := _clean(text))]


def _is_of_a_thing(document: Document) -> bool:
    """A product's or article's page: its heading names that, not the business."""
    return any(text.strip().lower() in _THINGS for text in _meta(document, "og:type"))


def _begins(title: str, heading: str) -> bool:
    """ "Delgado Plumbing, open all night" is titled for its heading "Delgado Plumbing": two whole words at least."""
    return " " in heading.strip() and f"{fold(title, 500)} ".startswith(f"{fold(heading)} ")


def _said_like_the_host(document: Document, lines: list[Line]) -> list[str]:
    """Words of the page that its host spells without spaces ("The Floor Shop" of floorshop.com).

    Only on a page about the site itself: a directory's own name stands on each of its listings too.
    """
    host = website.host(document.url).removeprefix("www.").rpartition(".")[0]
    is_about_itself = any(_GENERIC.match(part.strip()) for part in _SPLIT.split(document.title.replace(",", " | ")))
    if not is_about_itself or not CORE_MIN <= len(host) <= NAME_MAX or not (host.isascii() and host.isalnum()):
        return []
    words = _BETWEEN.join(host)
    spelt = re.compile(rf"(?<![\w@./-])(?:The )?{words}(?![\w@/-])", re.IGNORECASE)
    found = [match for line in lines if (match := spelt.search(line.text))]
    # "Floor Shop Products": the host spells a part of a longer name
    whole = [match.group(0) for match in found if not re.match(r" [A-Z]", match.string[match.end() :])]
    return [text for text in whole if " " in text.strip() and text[0].isupper()]


def _meta(document: Document, key: str) -> list[str]:
    return [
        e.get("content") or ""
        for e in document.elements("meta")[:200]
        if (e.get("property") or e.get("name") or "").lower() == key
    ]


def _logo_texts(document: Document) -> list[str]:
    images = document.elements("img")[:300]
    marked = [e for e in images if "logo" in f"{e.get('src')} {e.get('class')} {e.get('id')} {e.get('alt')}".lower()]
    return [re.sub(r"(?i)\b(?:logo|home ?page)\b", "", e.get("alt") or "") for e in marked]


def _copyright(text: str) -> str:
    found = _COPYRIGHT.search(text[:400])
    return _STOP.sub("", found.group("after")) if found else ""


def _clean(raw: str) -> str:
    text = tidy(raw, 200).strip(' .,:;|-–—*"“”©')
    text = re.sub(r"(?<=[a-z])(?:SM|TM)$", "", text)
    text = text if _GENERIC.match(text) else _WELCOME.sub("", text).strip(' .,:;|-–—*"“”©')
    if not 2 <= len(text) <= NAME_MAX or _GENERIC.match(text) or is_street(text) or not re.search(r"[^\W\d_]{2}", text):
        return ""
    words = fold(text).split()
    if (
        _BARE_HOST.match(text)
        or re.fullmatch(r"[a-z0-9_-]+", text)
        or words[0] in _PLATFORMS
        or words[0] in LEGAL_ENDINGS
        or "@" in text
        or re.search(r"\d{3}[\s.)-]+\d{4}", text)
        or len(text.split()) > 9
    ):
        return ""
    return text


def _is_in_host(key: str, url: str) -> bool:
    host = re.sub(r"[^a-z0-9]", "", website.host(url).rpartition(".")[0])
    return bool(host) and (key in host or (host in key and 2 * len(host) > len(key)))
