"""One request at a time to a host, with room between them, and silence where the host asked for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from checkers.fetch.outcome import CouldNotCheck, NotNow

KEPT_MAX = 10_000  # hosts; those whose turn is past are forgotten beyond it


class Budget(Protocol):
    """The turns of hosts. One that all workers share keeps a host's rate over all of them."""

    def take(self, place: str, spacing: float) -> float:
        """0.0: the turn is ours, and the next is `spacing` seconds off. Else seconds until it is worth asking again.

        Asking takes nothing away, so a worker that dies while it waits holds up nobody.
        """

    def hold(self, place: str, seconds: float) -> None:
        """No turns for so long; never shortens a longer silence."""


class OwnBudget:
    """The turns of one process's threads."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def take(self, place: str, spacing: float) -> float:
        with self._lock:
            now = self._clock()
            if (turn := self._next.get(place, now)) > now:
                return turn - now
            self._forget_the_past(now)
            self._next[place] = now + spacing
            return 0.0

    def hold(self, place: str, seconds: float) -> None:
        with self._lock:
            self._next[place] = max(self._next.get(place, 0.0), self._clock() + seconds)

    def _forget_the_past(self, now: float) -> None:
        if len(self._next) >= KEPT_MAX:
            self._next = {place: turn for place, turn in self._next.items() if turn > now}


class Pace:
    """Waits for turns of a budget; within the process, never two requests to one host at once."""

    def __init__(self, budget: Budget, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._budget, self._clock, self._sleep = budget, clock, sleep
        self._busy: dict[str, tuple[threading.Lock, int]] = {}  # with how many fetches use the lock or wait for it
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, place: str, *, spacing: float, patience: float) -> Iterator[float]:
        """The seconds that were waited; raises NotNow where the turn is further off than `patience`."""
        began = self._clock()
        with self._alone(place, patience):
            while wait := self._budget.take(place, spacing):
                if self._clock() - began + wait > patience:
                    raise NotNow("the host is to be left alone for a while", wait)
                self._sleep(wait)
            yield self._clock() - began

    def hold(self, place: str, seconds: float) -> None:
        self._budget.hold(place, seconds)

    @contextmanager
    def _alone(self, place: str, patience: float) -> Iterator[None]:
        with self._lock:
            busy, users = self._busy.get(place, (threading.Lock(), 0))
            self._busy[place] = (busy, users + 1)
        try:
            if not busy.acquire(timeout=max(patience, 0.0)):
                raise CouldNotCheck("the host is busy answering us already", patience)
            try:
                yield
            finally:
                busy.release()
        finally:
            self._leave(place)

    def _leave(self, place: str) -> None:
        with self._lock:
            busy, users = self._busy[place]
            if users > 1:
                self._busy[place] = (busy, users - 1)
            else:
                del self._busy[place]
