"""What a host's robots.txt lets us read (RFC 9309): no file allows all, one that fails allows nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.robotparser import RobotFileParser

from checkers.fetch.guard import Target
from checkers.fetch.wire import Answer

KEPT_FOR = 86_400.0  # seconds; RFC 9309, 2.4: no longer than a day


class Robots:
    """The files of the hosts met so far. `read` fetches one, and raises CouldNotCheck where the host can't be asked."""

    def __init__(self, agent: str, read: Callable[[str], Answer], clock: Callable[[], float]) -> None:
        self._agent, self._read, self._clock = agent, read, clock
        self._known: dict[str, tuple[float, RobotFileParser | None]] = {}
        self._lock = threading.Lock()

    def allows(self, target: Target) -> bool:
        rules = self._rules(target.origin)
        return rules is None or rules.can_fetch(self._agent, target.url)

    def _rules(self, origin: str) -> RobotFileParser | None:
        with self._lock:
            known = self._known.get(origin)
        if known and known[0] > self._clock():
            return known[1]
        rules = _parsed(self._read(f"{origin}/robots.txt"))
        with self._lock:
            self._known[origin] = (self._clock() + KEPT_FOR, rules)
        return rules


def _parsed(answer: Answer) -> RobotFileParser | None:
    """None where nothing is said."""
    if answer.status >= 400:
        return None
    rules = RobotFileParser()
    rules.parse(answer.content.decode("utf-8", errors="replace").splitlines())
    return rules
