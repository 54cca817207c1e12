"""The pages that are looked at: every sample in every theme and both languages, with all that a publish makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.site_check.samples.photos import shelf
from benchmarks.site_check.samples.shop import Record
from mappop.domain.business import Business
from mappop.sites.builder import SiteFiles, build_site, page_content, page_languages
from mappop.sites.view_model import Content

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a page before its site is built."""

    business: Business
    theme: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.theme}/{self.business.id}/{self.language}"


@dataclass(frozen=True, slots=True)
class Page(Facts):
    """One document of a built site, `path` from the root of the server that shows it."""

    path: str
    html: bytes
    content: Content


@dataclass(frozen=True, slots=True)
class Site:
    business: Business
    theme: str
    root: str
    files: SiteFiles

    def pages(self) -> Iterator[Page]:
        for n, facts in enumerate(facts_of(self.business, self.theme)):
            name = f"{facts.language}/index.html" if n else "index.html"
            content = page_content(self.business, facts.language, NOW)
            path = self.root + name.removesuffix("index.html")
            yield Page(self.business, self.theme, facts.language, path, self.files[name], content)


def build(record: Record, theme: str, origin: str) -> Site:
    business = business_of(record)
    made = shelf().made(business.photos)
    files = build_site(business, theme=theme, base_url=f"{origin}/{theme}/{{id}}", now=NOW, made=made)
    files = {**files, **shelf().files(made)}
    return Site(business, theme, f"/{theme}/{business.id}/", files)


def facts_of(business: Business, theme: str) -> Iterator[Facts]:
    return (Facts(business, theme, language) for language in page_languages(business))


def business_of(record: Record) -> Business:
    return Business.from_dict(in_both_languages(record))


def in_both_languages(record: Record) -> Record:
    """The record's own languages first, so that each sample is seen in English and in Spanish."""
    own: Sequence[str] = record.get("languages", ["en"])
    return record | {"languages": list(dict.fromkeys((*own, "en", "es")))}
