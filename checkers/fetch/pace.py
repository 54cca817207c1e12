"""One request at a time to a host, with room between them, and silence where the host asked for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from checkers.fetch.outcome import CouldNotCheck


class Pace:
    """Turns for hosts, shared by the threads of one process. Times are seconds of `clock`."""

    def __init__(
        self, spacing: float, own_wait: float, clock: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._spacing, self._own_wait = spacing, own_wait
        self._clock, self._sleep = clock, sleep
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, place: str) -> None:
        """Return when it is our turn; raises CouldNotCheck where that is too far off."""
        with self._lock:
            now = self._clock()
            turn = max(self._next.get(place, now), now)
            if turn - now > self._own_wait:
                raise CouldNotCheck("the host is to be left alone for a while", turn - now)
            self._next[place] = turn + self._spacing
        if turn > now:
            self._sleep(turn - now)

    def hold(self, place: str, seconds: float) -> None:
        with self._lock:
            self._next[place] = max(self._next.get(place, 0.0), self._clock() + seconds)
