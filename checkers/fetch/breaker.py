"""A host that fails again and again is left alone, then asked by one fetch before the others may."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from checkers.fetch.outcome import CouldNotCheck

FIRST_REST = 60.0  # seconds; each probe that fails doubles it
LONGEST_REST = 3_600.0
HOSTS_MAX = 5_000  # of which the failures are remembered
PROBE_MAX = 60.0  # a probe that never reported back is taken for lost after these seconds


class Breaker(Protocol):
    """What hosts did last. One that all workers share leaves a host alone for all of them."""

    def enter(self, place: str) -> None:
        """Raises CouldNotCheck while the host rests. The first to come after the rest is the probe."""

    def failed(self, place: str) -> int:
        """How many failures that makes in a row."""

    def answered(self, place: str) -> None: ...


def rest_after(failures: int, allowed: int) -> float:
    """Seconds for which a host rests that failed so often in a row."""
    beyond = failures - allowed
    return min(FIRST_REST * 2 ** min(beyond, 10), LONGEST_REST) if beyond >= 0 else 0.0


def resting(seconds: float) -> CouldNotCheck:
    return CouldNotCheck("the host failed too often and is left alone for a while", seconds)


@dataclass(slots=True)
class _Record:
    failures: int = 0
    closed_until: float = 0.0


class OwnBreaker:
    """For the threads of one process. Of hosts whose last answer was a failure, those at rest first."""

    def __init__(self, failures: int, clock: Callable[[], float]) -> None:
        self._allowed, self._clock = failures, clock
        self._records: dict[str, _Record] = {}
        self._lock = threading.Lock()

    def enter(self, place: str) -> None:
        with self._lock:
            record = self._records.get(place)
            if record is None or record.failures < self._allowed:
                return
            left = record.closed_until - self._clock()
            if left > 0:
                raise resting(left)
            record.closed_until = self._clock() + PROBE_MAX

    def failed(self, place: str) -> int:
        with self._lock:
            if len(self._records) >= HOSTS_MAX and place not in self._records:
                self._forget()
            record = self._records.setdefault(place, _Record())
            record.failures += 1
            record.closed_until = self._clock() + rest_after(record.failures, self._allowed)
            return record.failures

    def answered(self, place: str) -> None:
        with self._lock:
            self._records.pop(place, None)

    def _forget(self) -> None:
        """The hosts that are not at rest; where all are, the one that failed first."""
        now = self._clock()
        self._records = {place: record for place, record in self._records.items() if record.closed_until > now}
        if len(self._records) >= HOSTS_MAX:
            del self._records[next(iter(self._records))]
