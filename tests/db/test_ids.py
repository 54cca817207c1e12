"""Ids: never twice, and those made one after the other stand side by side in an index."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from pathlib import Path

from mappop import ids


def test_twenty_thousand_ids_are_all_different_and_stand_in_few_places() -> None:
    made = [ids.new_id("inv") for _ in range(20_000)]
    assert len(set(made)) == len(made)
    assert {len(id) for id in made} == {len("inv_") + 16}
    places = [place for place, _ in groupby(made, key=lambda id: id[:8])]
    assert 20_000 // 4_096 <= len(places) <= 20_000 // 4_096 + 2


def test_a_batch_writes_few_blocks_of_a_large_index(tmp_path: Path) -> None:
    """A hundred rows into an index of twenty thousand: drawn singly, nearly each of them wrote a block of its own."""
    file = tmp_path / "ids.sqlite"
    with sqlite3.connect(file) as rows:
        rows.execute("pragma journal_mode=wal")
        rows.execute("create table rows (id text primary key)")
        rows.executemany("insert into rows values (?)", [(ids.new_id("inv"),) for _ in range(20_000)])
        rows.commit()
        rows.execute("pragma wal_checkpoint(truncate)")
        rows.executemany("insert into rows values (?)", [(ids.new_id("inv"),) for _ in range(100)])
        rows.commit()
        written = file.with_name("ids.sqlite-wal").stat().st_size // 4096
    assert written < 40
