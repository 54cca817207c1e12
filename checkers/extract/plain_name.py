"""What a page without markup calls its business: the words that title, headings, copyright and address agree on."""

from __future__ import annotations

import re
from collections import Counter

from checkers.extract.document import Document
from checkers.extract.lines import Line
from checkers.extract.plain_address import is_street
from checkers.normalise import name, website
from checkers.normalise.name_words import LEGAL_ENDINGS
from checkers.normalise.text import fold, tidy

NAME_MAX = 80
_SPLIT = re.compile(r"\s*(?:\||»|›|::|•|·|\s[-–—:]\s|—|:\s)\s*")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)(?:\s|©|\(c\)|copyright\b)*(?:(?:19|20)\d{2}(?:\s*[-–,]\s*(?:(?:19|20)?\d{2}|present))?)?"
    r"[\s,.:|-]*(?:by\s+)?(?P<after>[^|©]{2,80})",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s*(?:[.|]\s|\.$|,?\s*all rights? reserved|\brights reserved|\bterms\b|\bprivacy\b|\bpowered by\b|\bdesigned by\b|\bwebsite\b|\b(?:19|20)\d{2}\b).*$",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^(?:us|contact(?: us| info(?:rmation)?)?|about(?: us)?|home|welcome|faqs?|directions|location|locations|hours|our (?:office|location)s?|"
    r"find us|get in touch|visit us|services|blog|news|menu|home ?page|index|untitled(?: document)?|site ?map|main|mailing|address|"
    r"office|phone|map|email|e-mail|call us|info|reviews|search|follow us|connect|quick links)$",
    re.IGNORECASE,
)
# Makers of pages, maps and networks, whose marks stand on everybody's page.
_PLATFORMS = frozenset(
    "google facebook twitter youtube linkedin instagram pinterest yelp yahoo bing mapquest tripadvisor paypal wordpress"
    " godaddy wix squarespace adobe microsoft verisign mcafee bbb rss apple".split()
)
_WELCOME = re.compile(
    r"^(?:welcome to|contact(?: us)?(?: at)?|about|visit|call|the official (?:site|website) of)\s+", re.IGNORECASE
)


def find_name(document: Document, lines: list[Line], address_line: int | None) -> tuple[str, str]:
    """The name and where it was read, or two empty texts where no two places of the page agree on one."""
    votes = _candidates(document, lines, address_line)
    scores: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {}
    shown: dict[str, tuple[str, str]] = {}
    for text, where, weight in votes:
        key = name.key(text)
        if key:
            scores[key] += weight if where not in kinds.setdefault(key, set()) else 0
            kinds[key].add(where)
            shown.setdefault(key, (text, where))
    for key in list(scores):
        scores[key] += sum(1 for line in lines if key and key in name.key(line.text[:200])) > 1
        scores[key] += len(kinds[key]) - 1
        scores[key] += 2 * _is_in_host(key, document.url)
    best = max(scores, key=lambda key: (scores[key], -len(key)), default="")
    return shown[best] if best and scores[best] >= 3 else ("", "")


def _candidates(document: Document, lines: list[Line], address_line: int | None) -> list[tuple[str, str, int]]:
    found = [(text, "meta og:site_name", 4) for text in _meta(document, "og:site_name")]
    found += [(part, "title", 2) for part in _SPLIT.split(document.title)]
    found += [(document.title.partition(",")[0], "title", 1)] if "," in document.title else []
    found += [(line.text, "h1", 2) for line in lines if "h1" in line.marks]
    found += [(text, "copyright", 3) for line in lines if (text := _copyright(line.text))]
    if address_line:
        found += [(line.text, line.where, 3) for line in lines[max(0, address_line - 2) : address_line]]
    found += [(text, "img alt", 2) for text in _logo_texts(document)]
    return [(clean, where, weight) for text, where, weight in found if (clean := _clean(text))]


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
    text = tidy(raw, 200).strip(" .,:;|-–—*\"“”")
    text = text if _GENERIC.match(text) else _WELCOME.sub("", text).strip(' .,:;|-–—*"“”')
    if not 2 <= len(text) <= NAME_MAX or _GENERIC.match(text) or is_street(text) or not re.search(r"[^\W\d_]{2}", text):
        return ""
    words = fold(text).split()
    if words[0] in _PLATFORMS or words[0] in LEGAL_ENDINGS or "@" in text or re.search(r"\d{3}[\s.)-]+\d{4}", text) or len(text.split()) > 9:
        return ""
    return text


def _is_in_host(key: str, url: str) -> bool:
    host = re.sub(r"[^a-z0-9]", "", website.host(url).rpartition(".")[0])
    squeezed = key.replace(" ", "")
    return bool(host) and (squeezed in host or host in squeezed)
