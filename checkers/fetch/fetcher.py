"""The checkers' way to the web: `Fetcher(...)(url)` answers the page, or says why it could not be checked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from checkers.fetch import no_programs, wire
from checkers.fetch.breaker import Breaker, OwnBreaker
from checkers.fetch.cache import Cache, MemoryCache, keepable
from checkers.fetch.guard import Resolver, Target, checked, parse, system_resolver
from checkers.fetch.line import Dial, system_dial
from checkers.fetch.outcome import CouldNotCheck, Fetched, FetchLimits, NotNow
from checkers.fetch.pace import Budget, OwnBudget, Pace
from checkers.fetch.robots import Robots

RETRY_AFTER_MAX = 86_400
RETRY_UNSAID = 60  # seconds of silence where a busy host names none; doubled each time in a row
_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})

Fetch = Callable[[str], Fetched]


@dataclass(slots=True)
class _Trip:
    """What one fetch may still use: the host's time until `ends`, and our own patience for turns, both in seconds."""

    ends: float
    patience: float

    def waited(self, seconds: float) -> None:
        self.ends += seconds
        self.patience -= seconds


class Fetcher:
    """One for a process; its threads share pace, breaker, kept pages and robots files. `allowed` as in `guard.checked`.

    `agent` tells hosts who asks: "Name/1.0 (+https://…)", with an address where they read more. By the name before the
    slash robots.txt lets it in or keeps it out (RFC 9309, 2.2.1).
    `budget` and `breaker` are given where several processes share the hosts' turns and failures, `dial` where tests
    stand in for the internet.
    """

    def __init__(
        self,
        *,
        agent: str,
        now: Callable[[], datetime],
        allowed: frozenset[str] | None = None,
        limits: FetchLimits = FetchLimits(),  # noqa: B008  frozen
        resolve: Resolver = system_resolver,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        budget: Budget | None = None,
        breaker: Breaker | None = None,
        cache: Cache | None = None,
        dial: Dial = system_dial,
    ) -> None:
        self._now, self._allowed, self._limits, self._resolve, self._clock = now, allowed, limits, resolve, clock
        self._dial, self._agent = dial, agent
        self._pace = Pace(budget or OwnBudget(clock), clock, sleep)
        self._breaker = breaker or OwnBreaker(limits.failures, clock)
        self._cache = cache if cache is not None else MemoryCache()
        self._robots = Robots(agent.partition("/")[0], clock)

    def __call__(self, url: str, *, patience: float | None = None) -> Fetched:
        """Raises CouldNotCheck for everything but a page, or the clear word that there is none (404, 410).

        `patience` takes the place of the limits' own wait, for who has the time.
        """
        trip = _Trip(self._clock() + self._limits.total, self._limits.own_wait if patience is None else patience)
        target, answer = self._follow(self._checked(url, trip), trip)
        if answer.status not in (200, 404, 410):
            raise CouldNotCheck(_REFUSALS.get(answer.status, f"the host answered with {answer.status}"))
        content_type = answer.headers.get("content-type", "")[:200]
        return Fetched(answer.status, answer.content, content_type, target.url, self._now())

    def _follow(self, target: Target, trip: _Trip) -> tuple[Target, wire.Answer]:
        """The last answer of a chain of redirects, each hop checked anew, robots.txt included."""
        for _ in range(self._limits.redirects + 1):
            self._heed_robots(target, trip)
            answer = self._ask(target, trip)
            if answer.status not in _MOVED:
                return target, answer
            target = self._moved(target, answer, trip)
        raise CouldNotCheck("the host sends us in circles")

    def _heed_robots(self, target: Target, trip: _Trip) -> None:
        """The delay that the file asks for counts from the reading of the file itself."""
        is_known = self._robots.knows(target)
        self._robots.check(target, lambda url: self._read_robots(url, trip))
        if not is_known and (delay := self._robots.delay(target)) > self._limits.spacing:
            self._pace.hold(target.publisher, delay)

    def _read_robots(self, url: str, trip: _Trip) -> wire.Answer:
        target = self._checked(url, trip)
        for _ in range(self._limits.redirects + 1):
            answer = self._exchange(target, {}, trip)
            if answer.status not in _MOVED:
                return wire.Answer(answer.status, answer.headers, answer.content[: self._limits.robots])
            target = self._moved(target, answer, trip)
        raise CouldNotCheck("the host sends us in circles")

    def _checked(self, url: str, trip: _Trip) -> Target:
        no_programs.check(parse(url))
        return checked(url, self._allowed, self._resolve, seconds=trip.ends - self._clock())

    def _moved(self, target: Target, answer: wire.Answer, trip: _Trip) -> Target:
        try:
            return self._checked(urljoin(target.url, answer.headers.get("location", "")), trip)
        except ValueError:
            raise CouldNotCheck("the host sends us to no address") from None

    def _ask(self, target: Target, trip: _Trip) -> wire.Answer:
        """One answer; where the host says that a page we keep has not changed, that page."""
        kept = self._cache.get(target.url)
        answer = self._exchange(target, kept.conditions() if kept else {}, trip)
        if answer.status == 304 and kept:
            return wire.Answer(200, {**answer.headers, "content-type": kept.content_type}, kept.content)
        if answer.status == 200 and (page := keepable(answer.headers, answer.content, self._now())):
            self._cache.put(target.url, page)
        return answer

    def _exchange(self, target: Target, conditions: dict[str, str], trip: _Trip) -> wire.Answer:
        """One request in its turn, and what its outcome means for the next ones to this host."""
        self._breaker.enter(target.place)
        spacing = max(self._limits.spacing, self._robots.delay(target))
        with self._pace.turn(target.publisher, spacing=spacing, patience=trip.patience) as waited:
            trip.waited(waited)
            headers = {"User-Agent": self._agent, "Accept": "*/*", **conditions}
            try:
                answer = wire.get(target, headers, self._limits, trip.ends - self._clock(), self._dial)
            except CouldNotCheck:
                self._breaker.failed(target.place)
                raise
            self._heed(target, answer)
        return answer

    def _heed(self, target: Target, answer: wire.Answer) -> None:
        """A busy host is left alone for as long as it says; where it says nothing, longer each time."""
        if answer.status < 500 and answer.status not in _BUSY:
            return self._breaker.answered(target.place)
        times = self._breaker.failed(target.place)
        if answer.status in _BUSY:
            seconds = self._retry_after(answer.headers.get("retry-after", ""))
            if seconds is None:
                seconds = min(RETRY_UNSAID * 2 ** min(times - 1, 10), 3_600)
            self._pace.hold(target.publisher, seconds)
            raise NotNow("the host asks us to slow down", float(seconds))

    def _retry_after(self, said: str) -> float | None:
        """Seconds, or a date (RFC 9110, 10.2.3); at most a day, as a slip of the host should not close it for ever."""
        if said.isascii() and said.isdigit():
            return float(min(int(said[:9]), RETRY_AFTER_MAX))
        try:
            until = parsedate_to_datetime(said)
        except (ValueError, OverflowError):  # a year of twenty digits is the latter
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return min(max((until - self._now()).total_seconds(), 0.0), RETRY_AFTER_MAX)


_REFUSALS = {
    401: "the host wants a sign-in",
    403: "the host does not let programs read this page",
    500: "the host has a fault of its own (500)",
}
