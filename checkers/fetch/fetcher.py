"""The checkers' way to the web: `Fetcher(...)(url)` answers the page, or says why it could not be checked."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urljoin

from checkers.fetch import wire
from checkers.fetch.guard import Resolver, Target, checked, system_resolver
from checkers.fetch.outcome import CouldNotCheck, Fetched, FetchLimits
from checkers.fetch.pace import Pace
from checkers.fetch.robots import Robots

AGENT = "MapPopCheck"
USER_AGENT = f"{AGENT}/0.1 (+https://mappop.example/about-our-requests)"
RETRY_AFTER_MAX = 86_400
_MOVED = frozenset({301, 302, 303, 307, 308})

Fetch = Callable[[str], Fetched]


class Fetcher:
    """One for a process; its threads share pace and robots files. `allowed` as in `guard.checked`."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        allowed: frozenset[str] | None = None,
        limits: FetchLimits = FetchLimits(),  # noqa: B008  frozen
        resolve: Resolver = system_resolver,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._now, self._allowed, self._limits, self._resolve, self._clock = now, allowed, limits, resolve, clock
        self._pace = Pace(limits.spacing, limits.own_wait, clock, sleep)
        self._robots = Robots(AGENT, self._read_robots, clock)

    def __call__(self, url: str) -> Fetched:
        """Raises CouldNotCheck for everything but a page, or the clear word that there is none (404, 410)."""
        target = self._checked(url)
        if not self._robots.allows(target):
            raise CouldNotCheck("the host's robots.txt asks programs not to read this page")
        target, answer = self._follow(target, is_polite=True)
        if answer.status not in (200, 404, 410):
            raise CouldNotCheck(_REFUSALS.get(answer.status, f"the host answered with {answer.status}"))
        content_type = answer.headers.get("content-type", "")[:200]
        return Fetched(answer.status, answer.content, content_type, target.url, self._now())

    def _follow(self, target: Target, *, is_polite: bool) -> tuple[Target, wire.Answer]:
        """The last answer of a chain of redirects, each hop checked anew, all within one deadline."""
        ends = self._clock() + self._limits.total
        for _ in range(self._limits.redirects + 1):
            self._pace.wait(target.place)
            answer = wire.get(target, {"User-Agent": USER_AGENT, "Accept": "*/*"}, self._limits, ends - self._clock())
            self._heed(target, answer)
            if answer.status not in _MOVED:
                return target, answer
            target = self._checked(urljoin(target.url, answer.headers.get("location", "")))
            if is_polite and not self._robots.allows(target):
                raise CouldNotCheck("the host's robots.txt asks programs not to read this page")
        raise CouldNotCheck("the host sends us in circles")

    def _checked(self, url: str) -> Target:
        return checked(url, self._allowed, self._resolve)

    def _heed(self, target: Target, answer: wire.Answer) -> None:
        """A busy host is left alone for as long as it says, a minute where it says nothing."""
        if answer.status in (429, 503):
            said = answer.headers.get("retry-after", "")
            seconds = min(int(said), RETRY_AFTER_MAX) if said.isascii() and said.isdigit() else 60
            self._pace.hold(target.place, seconds)
            raise CouldNotCheck("the host asks us to slow down", float(seconds))

    def _read_robots(self, url: str) -> wire.Answer:
        answer = self._follow(self._checked(url), is_polite=False)[1]
        if answer.status >= 500:
            raise CouldNotCheck("the host's robots.txt can't be read")
        return wire.Answer(answer.status, answer.headers, answer.content[: self._limits.robots])


_REFUSALS = {
    401: "the host wants a sign-in",
    403: "the host does not let programs read this page",
    500: "the host has a fault of its own (500)",
}
