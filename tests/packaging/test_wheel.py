"""A wheel made of the checkout holds all that it needs, and runs where there is no checkout.

Built in a copy and installed into an environment of its own, which sees the packages of this one and no network.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from mappop.bell import pause
from mappop.clock import monotonic
from tests.architecture.documents import ROOT
from tests.architecture.tracked import tracked
from tests.service import Service, running_service

PACKAGES = ("mappop", "provisioners", "checkers", "site_templates", "jobs")
STOPS_WITHIN = 60  # seconds; each kind of process has twelve of them before it is killed
BUILD = "from setuptools import build_meta; build_meta.build_wheel('dist')"


@dataclass(frozen=True)
class Installed:
    folder: Path  # outside the checkout
    python: Path
    program: Path

    def run(self, *arguments: str, stdin: str = "") -> str:
        environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [str(self.program), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=environ, input=stdin, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def sources() -> set[str]:
    return {str(path) for path in tracked() if path.parts[0] in PACKAGES}


@pytest.fixture(scope="module")
def wheel(sources: set[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("copy")
    for name in (*sources, "pyproject.toml", "README.md"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    built = subprocess.run([sys.executable, "-c", BUILD], cwd=copy, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr[-3000:]
    (made,) = (copy / "dist").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True, text=True)
    # Only now: pip would find this environment's own editable Map Pop. Paths in a .pth add no further .pth files.
    _site_packages(python).joinpath("dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Installed(folder, python, folder / "venv" / "bin" / "mappop")


def _site_packages(python: Path) -> Path:
    probe = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(subprocess.run(probe, check=True, capture_output=True, text=True).stdout.strip())


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: Path, sources: set[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == sources
    kinds = {Path(name).suffix for name in held}
    assert kinds >= {".py", ".html", ".css", ".js", ".toml", ".json", ".jsonl", ".mako"}


def test_the_installed_program_is_the_wheels_own(installed: Installed) -> None:
    probe = "import mappop, checkers, jobs; print(mappop.__file__, checkers.__file__, jobs.__file__)"
    told = subprocess.run(
        [str(installed.python), "-c", probe], cwd=installed.folder, check=True, capture_output=True, text=True
    )
    assert str(ROOT) not in told.stdout and told.stdout.count(str(installed.folder)) == 3


def test_help_and_file_commands_work_without_a_checkout(installed: Installed) -> None:
    told = installed.run("--help")
    assert all(command in told for command in ("up", "nap", "site", "business", "doctor"))
    phone = json.loads(installed.run("nap", "normalise", "phone", stdin="(512) 555-0134 ext 7\n"))
    assert (phone["e164"], phone["extension"]) == ("+15125550134", "7")


def test_the_whole_demo_comes_up_answers_and_ends_without_a_trace(installed: Installed) -> None:
    home = installed.folder / "home"
    with running_service(home, program=(str(installed.program),), folder=installed.folder) as service:
        assert json.loads(_fetched(f"{service.url}/readyz")) == {"database": "ready", "doorbell": "ready"}
        assert b"Delgado Plumbing" in _fetched(f"{service.sandbox_url}/")
        assert b"--ink" in _fetched(f"{service.url}/static/app.css") and _fetched(f"{service.url}/static/htmx.min.js")
        started = _children(service)
        assert {name.split("-")[0] for name in started} == {"web", "scheduler", "worker", "sandbox", "redis"}
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(timeout=STOPS_WITHIN) == 0, service.log.read_text()[-3000:]
    assert "Traceback" not in service.log.read_text()
    assert _left_of(set(started.values())) == []


def _fetched(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as answer:
        content: bytes = answer.read()
        return content


def _children(service: Service) -> dict[str, int]:
    recorded = json.loads((service.home / "run" / "children.json").read_text())
    return {name: pid for name, (pid, _) in recorded.items()}


def _left_of(sessions: set[int]) -> list[str]:
    """What still runs once what was told to end has had its time to."""
    ends = monotonic() + STOPS_WITHIN
    while (left := _processes_of(sessions)) and monotonic() < ends:
        pause(0.1)
    return left


def _processes_of(sessions: set[int]) -> list[str]:
    """Commands that still run in one of these sessions; each child leads its own, with all that it forks."""
    left = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, rest = stat.read_text().rpartition(")")
        except OSError:
            continue  # it ended while we looked
        if int(rest.split()[3]) in sessions:
            left.append(head)
    return left
