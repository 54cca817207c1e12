"""Does a host's rate hold over all workers? Ten thousand fetches by four processes, arrivals counted at the hosts.

Ten hosts on loopback; one of them asks for silence now and then. The workers share turns in a database, as the
service's do, and nothing else. Run as `python -m benchmarks.fetch`.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from checkers.fetch.fetcher import Fetcher
from checkers.fetch.outcome import CouldNotCheck, FetchLimits
from mappop.clock import SystemClock
from mappop.db.engine import make_engine
from mappop.db.turns import SharedTurns
from mappop.db.upgrade import upgrade

FETCHES, HOSTS, WORKERS, THREADS = 10_000, 10, 4, 5
SPACING = 0.02  # seconds: fifty a second at most
SILENCE = 2  # seconds that the busy host asks for
BUSY_EVERY = 50  # of its answers
ON_THE_WAY = 0.25  # seconds: a request that another worker had begun when the answer left is no breach of silence


class Host(ThreadingHTTPServer):
    """Notes when each request arrives; a busy one answers 429 now and then."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *, is_busy: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.is_busy, self.arrivals, self.silences = is_busy, list[float](), list[float]()
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class _Page(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.arrivals.append(monotonic())
            wants_silence = self.server.is_busy and len(self.server.arrivals) % BUSY_EVERY == 0
        self.send_response(429 if wants_silence else 200)
        if wants_silence:
            self.send_header("Retry-After", str(SILENCE))
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"page")
        if wants_silence:
            self.server.silences.append(monotonic())

    def log_message(self, *_: object) -> None:
        pass


def run(fetches: int = FETCHES) -> dict[str, Any]:
    """Arrivals, breaches of rate and silence, what was put off, and the workers' CPU time and memory."""
    hosts = [Host(is_busy=n == 0) for n in range(HOSTS)]
    with tempfile.TemporaryDirectory(prefix="mappop-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'turns.sqlite3'}"
        upgrade(make_engine(url))
        began = monotonic()
        with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
            shares = [(url, [host.place for host in hosts], fetches // WORKERS, n) for n in range(WORKERS)]
            parts = pool.starmap(work, shares)
        took = monotonic() - began
    for host in hosts:
        host.shutdown()
    told = Counter[str]()
    for part in parts:
        told.update(part["outcomes"])
    return {
        "fetches": fetches, "workers": WORKERS, "hosts": HOSTS, "a_second_allowed": round(1 / SPACING),
        "seconds": round(took, 1), "outcomes": dict(told), "arrivals": sum(len(host.arrivals) for host in hosts),
        "most_in_a_second": max(_most_in_a_second(host.arrivals) for host in hosts),
        "seconds_over_the_rate": sum(_windows_over(host.arrivals) for host in hosts),
        "silences": sum(len(host.silences) for host in hosts),
        "arrivals_in_silence": sum(_in_silence(host) for host in hosts),
        "cpu_seconds_of_workers": round(sum(part["cpu"] for part in parts), 1),
        "most_mb_of_a_worker": max(part["mb"] for part in parts),
    }  # fmt: skip


def work(url: str, places: Sequence[str], fetches: int, number: int) -> dict[str, Any]:
    """One worker's share: its threads go round the hosts, each beginning elsewhere."""
    limits = FetchLimits(spacing=SPACING, own_wait=10.0, failures=1_000_000)
    clock = SystemClock()
    budget = SharedTurns(make_engine(url), clock)
    fetch = Fetcher(agent="Bench/0.1", now=clock.now, allowed=frozenset(places), limits=limits, budget=budget)
    outcomes: Counter[str] = Counter()
    lock = threading.Lock()

    def go(first: int) -> None:
        for n in range(first, fetches, THREADS):
            said = _ask(fetch, f"http://{places[(n + number * 3) % len(places)]}/{number}/{n}")
            with lock:
                outcomes[said] += 1

    threads = [threading.Thread(target=go, args=(first,)) for first in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"outcomes": dict(outcomes), "cpu": process_time(), "mb": peak}


def _ask(fetch: Fetcher, url: str) -> str:
    try:
        fetch(url)
    except CouldNotCheck as fault:
        return "put off" if fault.after is not None else f"failed: {fault.reason}"[:80]
    return "read"


def _most_in_a_second(arrivals: Sequence[float]) -> int:
    ordered, first, most = sorted(arrivals), 0, 0
    for n, at in enumerate(ordered):
        while at - ordered[first] >= 1.0:
            first += 1
        most = max(most, n - first + 1)
    return most


def _windows_over(arrivals: Sequence[float]) -> int:
    """Whole seconds of the run with more arrivals than the rate allows, and one more for the edge."""
    counts = Counter(int(at - arrivals[0]) for at in arrivals)
    return sum(count > 1 / SPACING + 1 for count in counts.values())


def _in_silence(host: Host) -> int:
    """Arrivals after the answer that asked for silence had left, and before the silence was over."""
    spans = [(said + ON_THE_WAY, said + SILENCE) for said in host.silences]
    return sum(any(begins < at < ends for begins, ends in spans) for at in host.arrivals)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))  # noqa: T201  the benchmark's output is its purpose
