"""A customer's site: which version of it the world sees, and which revision that carries."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

_KEPT = tomllib.loads(Path(__file__).with_name("site_versions.toml").read_text("utf-8"))
KEPT_LAST, KEPT_FOR = int(_KEPT["last"]), timedelta(days=_KEPT["days"])

_NAME = re.compile(r"r(\d+)-[0-9a-f]+")


@dataclass(eq=False)
class Site:
    business_id: str
    theme: str
    version: str = ""
    revision: int = 0
    published_at: datetime | None = None
    visits: int = 0
    calls: int = 0
    directions: int = 0
    inquiries: int = 0
    held_revision: int = 0  # the owner went back: only a later revision moves the pointer on
    ended_at: datetime | None = None  # a plain page stands there since
    own_host: str = ""  # the owner's own address of it, while that leads to us

    def takes(self, revision: int) -> bool:
        """Whether a publish of that revision may still move the pointer."""
        return self.ended_at is None and revision >= self.revision and revision > self.held_revision

    def published(self, *, version: str, revision: int, at: datetime) -> None:
        self.version, self.revision, self.published_at = version, revision, at

    def went_back(self, kept: SiteVersion, *, newest: int, at: datetime) -> None:
        """`newest` is the revision of the record: whatever was published of it or before stays away."""
        self.held_revision = 0 if kept.revision == newest else newest
        self.published(version=kept.version, revision=kept.revision, at=at)


@dataclass(eq=False)
class SiteVersion:
    """A version that the world saw once: what the pointer may be switched back to."""

    business_id: str
    version: str
    revision: int
    theme: str
    made_at: datetime
    own_host: str = ""  # what it says its address is


def version_name(revision: int, digest: str) -> str:
    return f"r{revision}-{digest}"


def unshown(names: Sequence[str], kept: Sequence[SiteVersion], *, shown: int) -> list[str]:
    """Those that a killed publish left behind: never seen, and of a revision that can't be shown any more."""
    seen = {row.version for row in kept}
    return [
        name for name in names
        if name not in seen and (found := _NAME.fullmatch(name)) is not None and int(found[1]) < shown
    ]  # fmt: skip


def forgettable(versions: Sequence[SiteVersion], *, shown: str, now: datetime) -> list[SiteVersion]:
    """All but the last ones, those of a season, and the one that people see."""
    older = sorted(versions, key=lambda kept: (kept.made_at, kept.version), reverse=True)[KEPT_LAST:]
    return [kept for kept in older if kept.made_at < now - KEPT_FOR and kept.version != shown]
