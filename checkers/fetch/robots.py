"""The robots.txt of the hosts met so far (RFC 9309): no file allows all, one that fails allows nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from checkers.fetch.guard import Target
from checkers.fetch.outcome import CouldNotCheck
from checkers.fetch.robots_rules import Rules, parse
from checkers.fetch.wire import Answer

KEPT_FOR = 86_400.0  # seconds; RFC 9309, 2.4: no longer than a day
KEPT_MAX = 5_000  # hosts
RULES_MAX = 300_000  # of all of them: a file of the largest size has up to 64,000


class _Kept(NamedTuple):
    until: float
    rules: Rules


class Robots:
    def __init__(self, agent: str, clock: Callable[[], float]) -> None:
        self._agent, self._clock = agent, clock
        self._known: OrderedDict[str, _Kept] = OrderedDict()
        self._count = 0  # of their rules
        self._lock = threading.Lock()

    def check(self, target: Target, read: Callable[[str], Answer]) -> None:
        """Raises CouldNotCheck for a page that programs are asked not to read. `read` fetches the file."""
        if not self._rules(target.origin, read).allows(target.path):
            raise CouldNotCheck("the host's robots.txt asks programs not to read this page")

    def knows(self, target: Target) -> bool:
        """Whether the host's file needs no reading now."""
        with self._lock:
            known = self._known.get(target.origin)
        return known is not None and known.until > self._clock()

    def delay(self, target: Target) -> float:
        """The seconds between two requests that the host's file asks for, where it was read."""
        with self._lock:
            known = self._known.get(target.origin)
        return known.rules.delay if known else 0.0

    def _rules(self, origin: str, read: Callable[[str], Answer]) -> Rules:
        with self._lock:
            known = self._known.get(origin)
        if known and known.until > self._clock():
            return known.rules
        rules = self._parsed(read(f"{origin}/robots.txt"))
        with self._lock:
            self._forget(origin)
            self._known[origin] = _Kept(self._clock() + KEPT_FOR, rules)
            self._count += len(rules.lines)
            while len(self._known) > KEPT_MAX or self._count > RULES_MAX:
                self._forget(next(iter(self._known)))
        return rules

    def _forget(self, origin: str) -> None:
        if known := self._known.pop(origin, None):
            self._count -= len(known.rules.lines)

    def _parsed(self, answer: Answer) -> Rules:
        if answer.status >= 500:
            raise CouldNotCheck("the host's robots.txt can't be read")
        if answer.status >= 400:
            return Rules()
        return parse(answer.content.decode("utf-8", errors="replace"), self._agent)
