"""The run of a batch over processes: in the order of the file, a few chunks under way, so that memory stays flat."""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mappop.sites.batch import Batch, Built, build_entries, fresh_row
from mappop.sites.built_index import BuiltIndex, Row
from mappop.sites.lasting import calendar
from mappop.sites.lines import Entry, entries
from mappop.sites.made_by import code_print
from mappop.sites.site_folder import clear_staged

CHUNK = 32
LEFT_ALONE = 512
KEPT_AT_ONCE = 1024  # rows in one transaction of the index; a kill costs as many builds again
PARENT_LOOK = 0.5  # seconds between a worker's looks whether it is still wanted


class Busy(Exception):
    """Another run is building in this folder."""


@contextmanager
def opened(out: Path) -> Iterator[BuiltIndex]:
    """The index of the folder, for one run at a time; the lock goes with the last process that holds it."""
    with (out / ".built.lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(f"another build is working in {out}") from None
        clear_staged(out)
        index = BuiltIndex(out)
        try:
            yield index
        finally:
            index.close()


def results(batch: Batch, source: Path, index: BuiltIndex, workers: int) -> Iterator[Built]:
    """One a line, in the order of the file; one that was left alone has no row."""
    kept: list[Row] = []
    code_print()  # once, before there are workers
    for built in _built(batch, source, index, workers):
        if built.row:
            kept.append(built.row)
        if len(kept) >= KEPT_AT_ONCE:
            index.keep(kept)
            kept = []
        yield built
    index.keep(kept)


def _built(batch: Batch, source: Path, index: BuiltIndex, workers: int) -> Iterator[Built]:
    chunks = _chunks(batch, source, index)
    # The first that has work is built here: what it loads and compiles (18 ms a template, 2026-11-26) the workers
    # are born with, and a run of few sites starts none.
    for chunk in chunks:
        yield from chunk.with_built(build_entries(batch, chunk.to_build))
        if chunk.to_build and workers > 1:
            break
    else:
        return
    waiting: deque[tuple[_Chunk, Future[list[Built]]]] = deque()
    with ProcessPoolExecutor(workers, initializer=_end_with, initargs=(os.getpid(),)) as pool:
        for chunk in chunks:
            waiting.append((chunk, pool.submit(build_entries, batch, chunk.to_build)))
            if len(waiting) > workers * 3:
                yield from _taken(waiting)
        while waiting:
            yield from _taken(waiting)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some lines that follow each other: what is to be built, and what is right as it lies there."""

    left_alone: list[Built]
    to_build: list[Entry]

    def with_built(self, built: list[Built]) -> list[Built]:
        return sorted([*self.left_alone, *built], key=lambda one: one.number)


def _chunks(batch: Batch, source: Path, index: BuiltIndex) -> Iterator[_Chunk]:
    """Each has as many to build as are worth a trip to a worker, or many that are left alone."""
    today_in = calendar(batch.now)
    chunk = _Chunk([], [])
    for entry in entries(source, index):
        row = fresh_row(batch, entry, index, today_in)
        if row:
            chunk.left_alone.append(Built(entry.number, row.bytes, id=row.id, notes_before=row.notes))
        else:
            chunk.to_build.append(entry)
        if len(chunk.to_build) >= CHUNK or len(chunk.left_alone) >= LEFT_ALONE:
            yield chunk
            chunk = _Chunk([], [])
    yield chunk


def _taken(waiting: deque[tuple[_Chunk, Future[list[Built]]]]) -> list[Built]:
    chunk, future = waiting.popleft()
    return chunk.with_built(future.result())


def _end_with(parent: int) -> None:
    """A worker whose parent was killed would wait for ever for its next chunk; it ends instead."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        _pause.wait(PARENT_LOOK)
    os._exit(1)


_pause = threading.Event()
