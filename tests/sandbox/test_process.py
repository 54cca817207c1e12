"""The sandbox as a process: its ready line, a port in use, a clean end, and what a kill leaves behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mappop.sandbox.__main__ import main
from mappop.sandbox.catalogue import CATALOGUE
from mappop.sandbox.server import PARTS

COMMAND = [sys.executable, "-m", "mappop.sandbox"]


class Process:
    def __init__(self, home: Path, *, port: int = 0) -> None:
        command = [*COMMAND, "--home", str(home), "--port", str(port), "--feed-seconds", "0"]
        self.running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.ready: dict[str, Any] = json.loads(self.running.stdout.readline())

    def ask(self, url: str, body: Any = None, headers: dict[str, str] | None = None) -> str:
        data = json.dumps(body).encode() if body is not None else None
        sent = {"Content-Type": "application/json", **(headers or {})}
        with urllib.request.urlopen(urllib.request.Request(url, data, sent), timeout=30) as reply:
            return reply.read().decode()

    def end(self, number: int) -> int:
        self.running.send_signal(number)
        code = self.running.wait(timeout=30)
        self.running.stdout.close()
        self.running.stderr.close()
        return code


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "sandbox"


def test_the_ready_line_tells_every_address_and_every_key(home: Path) -> None:
    process = Process(home)
    ready = process.ready
    assert set(ready) == {"mailbox_url", "sandbox_url", "hosts", "settings"}
    assert len(set(ready["hosts"])) == len(PARTS)
    for entry in CATALOGUE:
        assert ready["settings"][f"MAPPOP_{entry.name.upper()}_URL"].removeprefix("http://") in ready["hosts"]
    assert "Mailbox" in process.ask(ready["mailbox_url"]) and "Sandbox" in process.ask(ready["sandbox_url"])
    assert process.end(signal.SIGTERM) == 0


def test_state_and_keys_outlive_a_kill(home: Path) -> None:
    first = Process(home)
    mainstreet = first.ready["settings"]["MAPPOP_MAINSTREET_URL"]
    first.ask(mainstreet + "/_sandbox/drift", {"phone": "+15125550107", "field": "street", "value": "9 New St"})
    first.ask(mainstreet + "/_sandbox/faults", {"mode": "429", "count": 1})
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    second = Process(home)
    mainstreet = second.ready["settings"]["MAPPOP_MAINSTREET_URL"]
    with pytest.raises(urllib.error.HTTPError, match="429"):
        second.ask(mainstreet + "/")
    assert "9 New St" in second.ask(mainstreet + "/search?name=Delgado+Plumbing&city=Austin")
    tokens = [
        {k: v for k, v in p.ready["settings"].items() if not k.endswith(("_URL", "_BASE", "_SERVERS"))}
        for p in (first, second)
    ]
    assert tokens[0] == tokens[1]
    assert second.end(signal.SIGINT) == 0


def test_a_port_in_use_is_one_line_and_exit_3(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["--home", str(home), "--port", str(taken.getsockname()[1])]) == 3
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.splitlines()) == 1 and "is taken" in said.err
    assert not home.exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.com"])
def test_it_listens_on_loopback_only(home: Path, host: str) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--home", str(home), "--host", host])
    assert (refused.value.code, home.exists()) == (2, False)


@pytest.mark.parametrize("port", ["65530", "-1", "http"])
def test_a_port_that_leaves_no_room_is_refused(home: Path, port: str) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--home", str(home), f"--port={port}"])
    assert refused.value.code == 2


def test_a_home_that_cannot_be_used_is_one_line_and_exit_3(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.mkdir()
    (home / "world.sqlite3").write_text("not a database, but long enough to be read as a header of one" * 20)
    assert main(["--home", str(home), "--port", "0"]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_it_imports_nothing_of_the_service() -> None:
    code = "import sys, mappop.sandbox.__main__\nprint(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    loaded = run.stdout.split()
    rooms = {".".join(name.split(".")[:2]) for name in loaded if name.startswith("mappop.")}
    assert rooms == {"mappop.sandbox"}
    assert not {"checkers", "provisioners", "jobs", "site_templates"} & {name.split(".")[0] for name in loaded}
