"""A publisher that does not answer is left alone for a while, so that it holds up nobody else's listings.

Three failures in a row open the breaker; when its time is over, one try goes through as a probe, the others wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

OPENS_AFTER = 3
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
PROBE = timedelta(seconds=30)  # longer than any one request may take


@dataclass(eq=False)
class Breaker:
    publisher: str
    failures: int = 0
    open_until: datetime | None = None

    def wait(self, now: datetime) -> timedelta:
        """How long a try must wait; zero lets it go, as the one probe where the pause has just ended."""
        if self.open_until is None:
            return timedelta(0)
        if now < self.open_until:
            return self.open_until - now
        self.open_until = now + PROBE
        return timedelta(0)

    def failed(self, now: datetime) -> None:
        self.failures += 1
        if self.failures >= OPENS_AFTER:
            doubled = FIRST_PAUSE * 2 ** min(self.failures - OPENS_AFTER, 10)
            self.open_until = now + min(doubled, LONGEST_PAUSE)

    def worked(self) -> None:
        self.failures, self.open_until = 0, None
