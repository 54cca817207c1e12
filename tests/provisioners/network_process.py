"""The sandbox network as a process of its own, as everything outside the sandbox sees it."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from provisioners.connector import Connector
from provisioners.opening import open_session
from provisioners.session import Session

DELAY = 0.3  # seconds from aggregator to directory, and of Google's review


@dataclasses.dataclass
class Network:
    process: subprocess.Popen[str]
    settings: Mapping[str, str]
    hosts: frozenset[str]
    mailbox_url: str

    @classmethod
    def start(cls, home: Path) -> Network:
        command = [sys.executable, "-m", "mappop.sandbox", "--home", str(home), "--port", "0"]
        command += ["--feed-seconds", str(DELAY), "--review-seconds", str(DELAY)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready = json.loads(process.stdout.readline())
        return cls(process, ready["settings"], frozenset(ready["hosts"]), ready["mailbox_url"])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()

    def session_for(self, connector: Connector, **options: Any) -> Session:
        return open_session(connector, self.settings, allowed_hosts=self.hosts, **options)

    def url_of(self, publisher: str) -> str:
        return self.settings[f"MAPPOP_{publisher.upper()}_URL"]

    def misbehave(self, publisher: str, mode: str, *, seconds: float = 0, count: int | None = 1) -> None:
        self._post(f"{self.url_of(publisher)}/_sandbox/faults", {"mode": mode, "seconds": seconds, "count": count})

    def writes(self, publisher: str) -> list[dict[str, Any]]:
        """What this publisher was sent, reads and searches aside."""
        with urllib.request.urlopen(f"{self.url_of(publisher)}/_sandbox/requests") as answer:
            rows = json.load(answer)
        return [row for row in rows["requests"] if ":search" not in row["path"] and "/_sandbox/" not in row["path"]]

    def messages(self, to: str) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.mailbox_url}/messages.json?to={to.replace('+', '%2B')}") as answer:
            return json.load(answer)["messages"]

    @staticmethod
    def _post(url: str, body: object) -> None:
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        urllib.request.urlopen(request).close()
