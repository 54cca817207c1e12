"""The audit of one business: pages as found, compared field by field with the canonical record, and scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

from checkers.compare import FieldVerdict, Known, compare
from checkers.extract import PageReading, PageState
from checkers.extract.apart import read_apart
from checkers.nap import Nap
from checkers.rules import Repair
from checkers.score import FIELD_SHARES, WHOLE, PlaceResult, PlaceState, PresenceScore, presence_score
from checkers.whose import judged, subject

Unread = tuple[str, str, str]  # publisher, address, why it could not be checked
Missing = tuple[str, str]  # publisher, and the address that answered that there is no page
NO_LISTING = "no business could be read on the page"


class Page(NamedTuple):
    """`url` is where the page was at last, after redirects: two pages of one address are one listing."""

    publisher: str
    url: str
    content: bytes
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class AuditedListing:
    """One page. `unread` says why it could not be checked; what was seen is empty then, as where it is missing."""

    publisher: str
    url: str
    unread: str = ""
    seen: Nap = Nap()
    verdicts: tuple[FieldVerdict, ...] = ()
    provenance: Mapping[str, str] | None = None
    printed: Mapping[str, str] | None = None
    is_closed: bool = False
    is_same: bool = True
    is_duplicate: bool = False
    is_missing: bool = False

    @property
    def outcome(self) -> str:
        """As checks name it: read, not_found or could_not_check."""
        return "could_not_check" if self.unread else "not_found" if self.is_missing else "read"

    @property
    def notes(self) -> tuple[str, ...]:
        """What is wrong with the listing as a whole."""
        said = {
            f"Could not check: {self.unread}.": bool(self.unread),
            "The page is not there: not listed.": self.is_missing,
            "The page shows another business, not this one: there is nothing of ours to mend on it.": self.is_anothers,
            "Listed more than once here.": self.is_duplicate,
        }
        return tuple(text for text, holds in said.items() if holds)

    @property
    def is_anothers(self) -> bool:
        """Whether nothing but the page's own business is to be seen, and no verdict on the whole says whose it is."""
        is_told_apart = any(verdict.field == WHOLE for verdict in self.verdicts)
        return self.outcome == "read" and not self.is_same and not is_told_apart

    @property
    def has_problem(self) -> bool:
        whole = self.is_duplicate or self.is_missing or not self.is_same
        return whole or any(verdict.weight for verdict in self.verdicts)

    def to_dict(self) -> dict[str, Any]:
        return {
            "publisher": self.publisher,
            "url": self.url or None,
            "outcome": self.outcome,
            "reason": self.unread or None,
            "seen": self.seen.to_dict() if self.outcome == "read" else None,
            "verdicts": [_verdict_dict(verdict) for verdict in self.verdicts],
            "provenance": dict(self.provenance or {}),
            "printed": dict(self.printed or {}),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class RepairStep:
    """What to do at one place about one fact; `value` is what it should say, where that is the repair."""

    publisher: str
    field: str
    repair: Repair
    value: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    canonical: Nap
    listings: tuple[AuditedListing, ...]
    score: PresenceScore

    @property
    def has_problems(self) -> bool:
        return any(listing.has_problem for listing in self.listings)

    @property
    def repairs(self) -> tuple[RepairStep, ...]:
        """What the differences ask for, the weightiest first. Where a listing is not ours to mend, that alone, last."""
        found = [(-loss, n, step) for n, listing in enumerate(self.listings) for loss, step in _steps(listing)]
        return tuple(step for _, _, step in sorted(found, key=lambda row: row[:2]))

    def to_dict(self) -> dict[str, Any]:
        score = {
            "value": self.score.value,
            "out_of": 100,
            "sentence": self.score.sentence,
            "parts": [
                {"place": part.place, "points": part.points, "out_of": part.out_of, "reason": part.reason}
                for part in self.score.parts
            ],
            "unchecked": list(self.score.unchecked),
        }
        listings = [listing.to_dict() for listing in self.listings]
        repairs = [
            {"publisher": step.publisher, "field": step.field, "repair": step.repair.value, "value": step.value or None}
            for step in self.repairs
        ]
        return {"business": self.canonical.to_dict(), "score": score, "listings": listings, "repairs": repairs}


def _steps(listing: AuditedListing) -> list[tuple[Fraction, RepairStep]]:
    """Each with the share of the place's points that it would bring back."""
    if whole := _step_for_all(listing):
        loss = Fraction(-1 if whole is Repair.KEEP_APART else 100)
        return [(loss, RepairStep(listing.publisher, WHOLE, whole, ""))]
    twin = [(Fraction(50), RepairStep(listing.publisher, WHOLE, Repair.MERGE, ""))] if listing.is_duplicate else []
    return twin + [
        (
            verdict.weight * (Fraction(1) if verdict.field == WHOLE else FIELD_SHARES.get(verdict.field, Fraction(0))),
            RepairStep(listing.publisher, verdict.field, verdict.repair, verdict.canonical),
        )
        for verdict in listing.verdicts
        if verdict.weight
    ]


def _step_for_all(listing: AuditedListing) -> Repair | None:
    """Where the listing is missing or is not ours to mend, its facts are not to be touched."""
    if listing.is_missing:
        return Repair.LIST
    is_apart = any(verdict.repair is Repair.KEEP_APART for verdict in listing.verdicts)
    return Repair.KEEP_APART if is_apart or (listing.outcome == "read" and not listing.is_same) else None


def audit_pages(
    canonical: Nap,
    pages: Iterable[Page],
    *,
    unread: Iterable[Unread] = (),
    missing: Iterable[Missing] = (),
    known: Known | None = None,
    read: Callable[..., PageReading] = read_apart,
) -> AuditReport:
    """The report over this business' pages, the ones that could not be checked, and the ones that are not there.

    `read` is `read_with_state` for pages that need no process of their own, since they are at hand and trusted.
    """
    once = {(page.publisher, page.url.partition("#")[0] or n): page for n, page in enumerate(pages)}
    seen = _marked([_audited(canonical, page, known, read) for page in once.values()])
    gone = [AuditedListing(publisher, url, is_missing=True) for publisher, url in missing]
    missed = [AuditedListing(publisher, url, unread=reason) for publisher, url, reason in unread]
    listings = (*seen, *gone, *missed)
    return AuditReport(canonical, listings, presence_score(_places(listings)))


def _audited(canonical: Nap, page: Page, known: Known | None, read: Callable[..., PageReading]) -> AuditedListing:
    publisher, url = page.publisher, page.url
    reading = read(page.content, url=url, content_type=page.content_type)
    listing = subject(canonical, reading.listings if reading.state is PageState.LISTED else (), known)
    if listing is None:
        unread = f"it answered with {reading.reason}" if reading.reason else NO_LISTING
        return AuditedListing(publisher, url, unread=unread)
    return AuditedListing(
        publisher,
        url,
        seen=listing.nap,
        verdicts=compare(canonical, listing.nap, known, is_closed=listing.is_closed),
        provenance=listing.provenance,
        printed=listing.printed,
        is_closed=listing.is_closed,
        is_same=judged(canonical, listing.nap, known).same,
    )


def _marked(read: list[AuditedListing]) -> list[AuditedListing]:
    """With every listing marked whose publisher has more than one of this business."""
    counts: dict[str, int] = {}
    for listing in read:
        counts[listing.publisher] = counts.get(listing.publisher, 0) + _counts(listing)
    return [replace(listing, is_duplicate=_counts(listing) == 1 and counts[listing.publisher] > 1) for listing in read]


def _counts(listing: AuditedListing) -> int:
    return int(listing.is_same and listing.outcome == "read")


def _places(listings: tuple[AuditedListing, ...]) -> list[PlaceResult]:
    """One result a publisher: its best listing of this business, which a twin beside it makes a duplicate."""
    by_place: dict[str, list[AuditedListing]] = {}
    for listing in listings:
        by_place.setdefault(listing.publisher, []).append(listing)
    return [_place(publisher, rows) for publisher, rows in by_place.items()]


def _place(publisher: str, rows: list[AuditedListing]) -> PlaceResult:
    read = [row for row in rows if row.outcome == "read"]
    if not read:
        is_missing = any(row.is_missing for row in rows)
        return PlaceResult(publisher, PlaceState.MISSING if is_missing else PlaceState.UNCHECKED)
    same = [row for row in read if row.is_same] or read
    best = min(same, key=lambda row: sum(verdict.weight for verdict in row.verdicts))
    if best.is_anothers:
        return PlaceResult(publisher, PlaceState.ANOTHER)
    return PlaceResult(publisher, PlaceState.DUPLICATE if best.is_duplicate else PlaceState.LISTED, best.verdicts)


def _verdict_dict(verdict: FieldVerdict) -> dict[str, Any]:
    return {
        "field": verdict.field,
        "verdict": verdict.verdict.value,
        "label": verdict.label,
        "canonical": verdict.canonical or None,
        "seen": verdict.seen or None,
        "weight": verdict.weight,
        "repair": verdict.repair.value,
    }
