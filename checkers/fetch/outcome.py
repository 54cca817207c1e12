"""What came of fetching one address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that was answered: 200, or 404 and 410 for one that is not (any more) there."""

    status: int
    content: bytes
    content_type: str
    url: str  # after redirects
    at: datetime

    @property
    def is_there(self) -> bool:
        return self.status < 400


class CouldNotCheck(Exception):
    """An outcome of its own, never "wrong". `after` is in seconds, where the host or our own pace asks for it;
    `instead` is another way of reading that is open, in words."""

    def __init__(self, reason: str, after: float | None = None, *, instead: str = "") -> None:
        super().__init__(reason)
        self.reason, self.after, self.instead = reason, after, instead


class NotNow(CouldNotCheck):
    """The host's next turn for us is further off than we wait, by so many seconds."""

    def __init__(self, reason: str, after: float) -> None:
        super().__init__(reason, after)
        self.seconds = after


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Seconds and bytes; sizes are the published pages' tenfold, so only hostile answers meet them."""

    connect: float = 5.0
    total: float = 15.0  # of the host's own time: names, robots.txt and all redirects; not our waiting for a turn
    head: int = 65_536  # status lines and headers, those of interim answers (1xx) included
    compressed: int = 2_000_000
    decompressed: int = 10_000_000
    ratio: int = 100
    redirects: int = 5
    robots: int = 512_000  # RFC 9309, 2.5: at least 500 KiB are to be read
    spacing: float = 3.0  # between two requests to one host
    own_wait: float = 16.0  # the longest that a fetch waits for its turns: from http:// over https:// to www. takes six
    failures: int = 5  # in a row, after which a host is left alone
