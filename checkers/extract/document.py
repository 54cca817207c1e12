"""Bytes of a stranger's page to one bounded tree: charset, size and depth are settled here, once.

libxml2 stops at 256 levels of nesting, in linear time; an HTML5 parser took 268 s for 200,000 nested elements
(measured 2026-11-22), which is why none is used.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

PAGE_MAX = 5_000_000
ELEMENTS_MAX = 300_000
ATTRIBUTES_MAX = 2_000  # of one tag
WALK_MAX = 2_000  # starts and ends of elements inside one property; one that holds more is no value
SILENT = frozenset({"script", "style", "noscript", "template"})
TAG_SHORT = 2 * ATTRIBUTES_MAX  # characters that no more attributes fit into
BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol option p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
)
# What libxml2 does not know as a part of a body: without the body's tag, which may be left out or come too late, it
# stays in the head.
_BODY = re.compile(r"<body[\s>/]", re.IGNORECASE)
_FLOW = re.compile(r"<(?:header|nav|main|section|article|aside|footer|figure|details|dialog)[\s>]", re.IGNORECASE)
# libxml2 drops what follows the first end of the page, and "</br>"; browsers read on, as pages put together from parts
# need, and end the line.
_MISPLACED_END = re.compile(r"</(?:body|html|(?P<br>br))\s*/?>", re.IGNORECASE)
# A tag up to its end; quotes count where a value begins. Its values, and what stands between them.
_TAG = re.compile(r"<([a-zA-Z][\w-]*)(?:[^=>]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+")
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+)")
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_WHOLE_URL = re.compile(r"https?://[\w-]+\.", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
# Encodings that a browser would read too; stateful ones (UTF-7, ISO-2022) are tricks and are read as text.
_TRUSTED = re.compile(
    r"^(?:utf-?8|utf-?16(?:-?[lb]e)?|iso-?8859-\d+|latin-?\d|windows-?125\d|cp125\d|us-ascii|ascii|shift_?jis|euc-?(?:jp|kr)|gb\w*|big5|koi8-?[ru])$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Document:
    """`root` is None for a page that holds no element."""

    text: str
    url: str = ""

    @cached_property
    def root(self) -> etree._Element | None:
        # a NUL ends the document for libxml2, and an XML declaration with an encoding is refused on text
        text = re.sub(r"^\s*<\?xml[^>]{0,200}>", "", self.text.replace("\0", " "))
        text = _MISPLACED_END.sub(lambda end: "<br>" if end.group("br") else "", text)
        body = _BODY.search(text)
        if flow := _FLOW.search(text, 0, body.start() if body else len(text)):
            text = f"{text[: flow.start()]}<body>{text[flow.start() :]}"
        text = _TAG.sub(_bounded, text) if len(text) > TAG_SHORT else text
        parser = etree.HTMLParser(recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(text, parser) if text.strip() else None
        except etree.XMLSyntaxError as fault:
            if fault.code == etree.ErrorTypes.ERR_NO_MEMORY:  # a page that was read in part would say what it does not
                raise MemoryError from None
            return None
        except ValueError:
            return None

    def elements(self, *tags: str) -> list[etree._Element]:
        """Elements in document order, at most ELEMENTS_MAX of the page."""
        if self.root is None:
            return []
        found = []
        for n, element in enumerate(self.root.iter(*tags) if tags else self.root.iter(etree.Element)):
            if n >= ELEMENTS_MAX:
                break
            found.append(element)
        return found

    def elements_with(self, *attributes: str) -> list[etree._Element]:
        """Elements that carry one of the attributes, in document order, at most ELEMENTS_MAX."""
        if self.root is None:
            return []
        path = "//*[" + " or ".join(f"@{attribute}" for attribute in attributes) + "]"
        return list(self.root.xpath(path)[:ELEMENTS_MAX])

    @cached_property
    def own_url(self) -> str:
        """Where the page stands: what it was read from, else the address that it says is its own; empty where none."""
        if self.url:
            return self.url
        said = [e.get("href") or "" for e in self.elements("link") if (e.get("rel") or "").lower() == "canonical"]
        said += [e.get("content") or "" for e in self.elements("meta") if e.get("property") == "og:url"]
        said += [e.get("href") or "" for e in self.elements("base")]
        return next((url for url in said if _WHOLE_URL.match(url)), "")

    @cached_property
    def title(self) -> str:
        return next((" ".join(text_lines(element)) for element in self.elements("title")), "")


def open_document(content: bytes | str, *, url: str = "", content_type: str = "") -> Document:
    """A page of any size and encoding; what is past the bound is not read."""
    if isinstance(content, str):
        return Document(content[:PAGE_MAX], url)
    return Document(_decode(content[:PAGE_MAX], content_type), url)


def _bounded(tag: re.Match[str]) -> str:
    """Without its attributes where they are too many: libxml2 compares each with all before it, 16 s for 100,000
    (measured 2026-11-28)."""
    text = tag.group()
    if len(text) <= TAG_SHORT or len(_VALUE.sub(" ", text).replace("/", " ").split()) <= ATTRIBUTES_MAX:
        return text
    end = _SCRIPT_END.search(text)  # it was no tag then, but a script that says "<"
    return f"<{tag.group(1)}" + (f">{text[end.start() :]}" if end else "")


def text_lines(element: etree._Element) -> list[str]:
    """Text inside, split where a browser would start a new line; scripts and styles left out."""
    pieces: list[str] = []
    for event, inner in islice(etree.iterwalk(element, events=("start", "end")), WALK_MAX):
        if not isinstance(inner.tag, str):
            continue
        if inner.tag in BLOCKS:
            pieces.append("\n")
        if event == "start" and inner.tag not in SILENT:
            pieces.append(inner.text or "")
        elif event == "end" and inner is not element:
            pieces.append(inner.tail or "")
    return [line for raw in "".join(_flat(pieces)).split("\0") if (line := " ".join(raw.split()))]


def _flat(pieces: list[str]) -> list[str]:
    """Line ends of the source are spaces; only block edges, marked by a lone newline, split."""
    return ["\0" if piece == "\n" else piece.replace("\0", " ") for piece in pieces]


def _decode(content: bytes, content_type: str) -> str:
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    for name in _declared(content, content_type):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", "replace") if _is_mostly_utf8(content) else content.decode("cp1252", "replace")


def _declared(content: bytes, content_type: str) -> list[str]:
    """Header first, then the page's own word, then UTF-8; browsers read "latin-1" as Windows-1252."""
    names = [found.group(1) for found in [_HEADER.search(content_type)] if found]
    names += [found.group(1).decode("ascii", "ignore") for found in [_META.search(content[:4_096])] if found]
    trusted = [name for name in names if _TRUSTED.match(name) and not name.lower().startswith("utf-16")]
    return [re.sub(r"(?i)^(?:iso-?8859-1|latin-?1|us-ascii|ascii)$", "cp1252", name) for name in trusted] + ["utf-8"]


def _is_mostly_utf8(content: bytes) -> bool:
    """A page cut in the middle, or with a few bad bytes, is still UTF-8."""
    text = content.decode("utf-8", "replace")
    return text.count("\ufffd") * 50 < sum(not c.isascii() for c in text)
