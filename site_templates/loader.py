"""Finds themes and trades; what each declares stands in its own folder or file, and nothing else names it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
FALLBACK_TRADE = "local-business"
_MARK = re.compile("\ue000(\\w*)\ue001")  # letters of no meaning (Unicode, private use), which no template has


@dataclass(frozen=True, slots=True)
class TradeCopy:
    """One trade's words in one language: headings, questions and advice, never a claim about the business."""

    label: str
    services_title: str
    ask: str
    ready_title: str
    ready: tuple[str, ...]
    default_services: tuple[str, ...]  # offered to whoever fills in the record; a page shows only what the record says


@dataclass(frozen=True, slots=True)
class Motif:
    """SVG path data of tiles, 24 by 24."""

    tiles: tuple[str, ...]
    turns: bool


@dataclass(frozen=True, slots=True)
class Trade:
    key: str
    schema_type: str
    google_category: str
    copy: Mapping[str, TradeCopy]
    motif: Motif


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    title: str
    character: str
    trades: tuple[str, ...]
    brand_color: str
    motif: tuple[int, int]  # columns and rows of its drawing
    palette: Mapping[str, Any]  # light, dark: lightness of paper and card; chroma; hue where it has its own
    style: str
    sample: Mapping[str, Any]


@cache
def themes() -> Mapping[str, Theme]:
    return {folder.name: _theme(folder) for folder in sorted((ROOT / "themes").iterdir()) if _is_theme(folder)}


@cache
def trades() -> Mapping[str, Trade]:
    return {file.stem: _trade(file) for file in sorted((ROOT / "trades").glob("*.toml"))}


@cache
def words() -> Mapping[str, Mapping[str, Any]]:
    """The page's own words by language."""
    return tomllib.loads((ROOT / "parts" / "words.toml").read_text("utf-8"))


@cache
def part(name: str) -> str:
    return (ROOT / "parts" / name).read_text("utf-8")


def template_sources() -> dict[str, str]:
    """One template a theme, with marks where its words will stand: `said_in` puts those of a language there.

    One large template with few holes: 0.28 ms a page, against 0.61 with includes that look up every word (2026-11-22).
    """
    pages = {folder.name: folder / "page.html" for folder in (ROOT / "themes").iterdir() if _is_theme(folder)}
    return {name: _marked(_lean(_with_parts(page.read_text("utf-8")))) for name, page in pages.items()}


def said_in(text: str, language: str, owners: str) -> str:
    """A text of marks as a page in `language` says it, for a business whose own texts are in the language `owners`."""
    said = words()[language]
    theirs = f' lang="{owners}"' if owners != language else ""  # WCAG 3.1.2
    return _MARK.sub(lambda found: escape(said[found[1]]) if found[1] else theirs, text)


def _marked(source: str) -> str:
    """Marks for the page's words, and for the language of what the owner wrote, all of `dir="auto"`."""
    source = re.sub(r"{{ w\.(\w+) }}", "\ue000\\1\ue001", source)
    return source.replace('dir="auto"', 'dir="auto"\ue000\ue001')


def _with_parts(source: str) -> str:
    return re.sub(r'{% include "parts/([a-z_]+\.html)" %}', lambda found: part(found[1]), source)


def _lean(source: str) -> str:
    """Without the indentation and line ends that only editors need."""
    return re.sub(r"\n\s*", "\n", source).strip()


def _is_theme(folder: Path) -> bool:
    return (folder / "theme.toml").is_file()


def _theme(folder: Path) -> Theme:
    data = tomllib.loads((folder / "theme.toml").read_text("utf-8"))
    return Theme(
        name=folder.name,
        title=data["title"],
        character=data["character"],
        trades=tuple(data["trades"]),
        brand_color=data["brand_color"],
        motif=(data["motif"][0], data["motif"][1]),
        palette=data["palette"],
        style=(folder / "style.css").read_text("utf-8"),
        sample=json.loads((folder / "sample.json").read_text("utf-8")),
    )


def _trade(file: Path) -> Trade:
    data = tomllib.loads(file.read_text("utf-8"))
    copy = {language: _copy(data[language]) for language in ("en", "es")}
    motif = Motif(tuple(data["motif"]["tiles"]), data["motif"]["turns"])
    return Trade(file.stem, data["schema_type"], data["google_category"], copy, motif)


def _copy(data: Mapping[str, Any]) -> TradeCopy:
    return TradeCopy(
        label=data["label"],
        services_title=data["services_title"],
        ask=data["ask"],
        ready_title=data["ready_title"],
        ready=tuple(data["ready"]),
        default_services=tuple(data["default_services"]),
    )
