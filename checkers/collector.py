"""Python's garbage collector, paused while a long list is compared."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """For work that makes many objects and no reference cycles: each pass would walk them all and find nothing.

    Objects that are let go are still freed at once, by their counts, so memory does not grow. Where the caller had
    paused the collector already, it stays paused. Objects made meanwhile are put among the old ones at the end: the
    first pass would otherwise walk all of them, a tenth of the whole work.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # nobody keeps objects frozen: both calls only move them from list to list
                gc.freeze()
                gc.unfreeze()
            gc.enable()
