"""From the owner's tap to the site answering, with two sales a second for a minute and one publisher hanging.

The whole service runs as a user starts it. A tap is the form of the signed link, sent over HTTP; the site answers when
its own host gives its page. The sales before the taps are made through the services, since they are not measured.
"""

from __future__ import annotations

import http.client
import json
import re
import tempfile
import threading
import urllib.parse
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import quantiles
from time import monotonic, sleep
from typing import Any

from mappop import settings
from mappop.bootstrap import App
from mappop.cli.demo import demo_agent
from mappop.db.outbox import Outbox
from mappop.services.signing import CONFIRM_LINK
from mappop.simulator.selling import sell
from tests.faults.test_nothing_is_lost import owner_of, record_of
from tests.service import Service, environment_of, running_service

SALES = 120
A_SECOND = 2.0
HANGS = "localista"
PATIENCE = 30.0  # seconds until a tap counts as unanswered


def run(count: int = SALES) -> dict[str, Any]:
    """Seconds at p50, p95 and most; how many taps found no site within half a minute."""
    with (
        tempfile.TemporaryDirectory(prefix="mappop-bench-") as folder,
        running_service(Path(folder) / "home") as service,
    ):
        app = App(settings.load(environment_of(service)))
        hang(app, HANGS)
        waiting = [prepare(app, n) for n in range(count)]
        let_it_rest(app)
        taps = [Tap(service, *one) for one in waiting]
        tap_all(taps)
    took = sorted(tap.seconds for tap in taps if tap.seconds is not None)
    cuts = quantiles(took, n=100)
    return {
        "sales": count, "a_second": A_SECOND, "hanging": HANGS, "unanswered": count - len(took),
        "p50_seconds": round(cuts[49], 3), "p95_seconds": round(cuts[94], 3), "most_seconds": round(took[-1], 3),
        "goal_p95_seconds": 2.0,
    }  # fmt: skip


def hang(app: App, publisher: str) -> None:
    """Every request to that publisher stays unanswered for a minute."""
    url = urllib.parse.urlsplit(app.settings.publishers[f"MAPPOP_{publisher.upper()}_URL"])
    connection = http.client.HTTPConnection(url.netloc, timeout=10)
    body = json.dumps({"mode": "hang", "seconds": 60})
    connection.request("POST", "/_sandbox/faults", body, {"Content-Type": "application/json"})
    assert connection.getresponse().status == 200


def prepare(app: App, n: int) -> tuple[str, str]:
    """A sale that waits for its owner: the business and the path of the signed link."""
    deps = app.deps()
    trial_id = sell(deps, demo_agent(deps), record=record_of(n), owner=owner_of(n))
    with app.unit_of_work() as uow:
        return uow.trials.get(trial_id).business_id, f"/c/{CONFIRM_LINK.sign(app.settings, trial_id)}"


def let_it_rest(app: App) -> None:
    """Until the messages of the sales before the taps are on their way."""
    outbox = Outbox(app.engine)
    for _ in range(600):
        if not outbox.open_count(now=app.clock.now()):
            return
        sleep(0.2)
    raise AssertionError("the service did not come to rest within two minutes")


class Tap(threading.Thread):
    """One owner: the page is open already; then the tap, and looking for the site until it is there."""

    def __init__(self, service: Service, business_id: str, path: str) -> None:
        super().__init__(daemon=True)
        self._console = urllib.parse.urlsplit(service.url).netloc
        self._site = urllib.parse.urlsplit(service.site_url(business_id)).netloc
        self._path = path
        self.seconds: float | None = None
        self._form, self._cookie = self._open_page()

    def _open_page(self) -> tuple[str, str]:
        connection = http.client.HTTPConnection(self._console, timeout=20)
        connection.request("GET", self._path)
        answer = connection.getresponse()
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
        assert token is not None
        cookie = SimpleCookie(answer.headers["Set-Cookie"])
        pair = "; ".join(f"{name}={morsel.value}" for name, morsel in cookie.items())
        return urllib.parse.urlencode({"csrf_token": token[1], "answer": "yes"}), pair

    def run(self) -> None:
        began = monotonic()
        connection = http.client.HTTPConnection(self._console, timeout=PATIENCE)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self._cookie}
        connection.request("POST", self._path, self._form, headers)
        connection.getresponse().read()
        while monotonic() - began < PATIENCE:
            if self._is_there():
                self.seconds = monotonic() - began
                return
            sleep(0.05)

    def _is_there(self) -> bool:
        connection = http.client.HTTPConnection(f"127.0.0.1:{self._site.rpartition(':')[2]}", timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": self._site})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def tap_all(taps: list[Tap]) -> None:
    """Two a second, whatever happens to the earlier ones."""
    began = monotonic()
    for n, tap in enumerate(taps):
        sleep(max(0.0, began + n / A_SECOND - monotonic()))
        tap.start()
    for tap in taps:
        tap.join(PATIENCE + 5)
