"""What a folder of sites was built from, a row a site, so that a site that would come out the same is left alone.

SQLite, since its memory stays flat over any number of rows. Losing it costs a build: files are compared before they
are written, so nothing that is right is touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mappop.sites.lasting import Lasting

NAME = ".built.sqlite"
SHAPE = 1  # of the tables; another one is thrown away
_TABLES = """
CREATE TABLE IF NOT EXISTS sites (id TEXT PRIMARY KEY, made_from BLOB, outputs BLOB, photos TEXT, zone TEXT, since TEXT,
  until TEXT, bytes INTEGER, notes INTEGER) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS named (id TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Row:
    """`made_from` is the print of all that the site was made of but its photos, `outputs` that of its files."""

    id: str
    made_from: bytes
    outputs: bytes
    photos: str = ""
    lasting: Lasting | None = None
    bytes: int = 0
    notes: int = 0


class BuiltIndex:
    def __init__(self, out: Path) -> None:
        self.path = out / NAME
        try:
            self._open()
        except sqlite3.DatabaseError:  # a file that is no database, or damaged
            self.path.unlink(missing_ok=True)
            self._open()

    def _open(self) -> None:
        self.db = sqlite3.connect(self.path, isolation_level=None)
        # No wait for the disk: after a power cut the worst is a file that is refused above, and one more build.
        self.db.execute("PRAGMA synchronous=OFF")
        if self.db.execute("PRAGMA user_version").fetchone()[0] != SHAPE:
            self.db.execute("DROP TABLE IF EXISTS sites")
            self.db.execute(f"PRAGMA user_version={SHAPE}")
        self.db.executescript(_TABLES)

    def row(self, site: str) -> Row | None:
        found = self.db.execute("SELECT * FROM sites WHERE id = ?", (site,)).fetchone()
        if found is None:
            return None
        name, made_from, outputs, photos, zone, since, until, size, notes = found
        days = Lasting(zone, date.fromisoformat(since), date.fromisoformat(until)) if since else None
        return Row(name, made_from, outputs, photos, days, size, notes)

    def keep(self, rows: Iterable[Row]) -> None:
        """All of them in one transaction; call it when their files are in place."""
        with self.db:
            self.db.execute("BEGIN")
            self.db.executemany("INSERT OR REPLACE INTO sites VALUES (?,?,?,?,?,?,?,?,?)", map(_values, rows))

    def name(self, ids: Iterable[tuple[str, int]]) -> bool:
        """Notes the ids that this run's records bring along, with their first lines; False if any came twice."""
        self.db.execute("DELETE FROM named")
        with self.db:
            self.db.execute("BEGIN")
            count = self.db.executemany("INSERT OR IGNORE INTO named VALUES (?,?)", _counted := _Counted(ids)).rowcount
        return max(count, 0) == _counted.seen

    def __contains__(self, site: object) -> bool:
        """Whether a record of this run has this id."""
        return self.db.execute("SELECT 1 FROM named WHERE id = ?", (site,)).fetchone() is not None

    def first_line(self, site: str) -> int:
        found = self.db.execute("SELECT line FROM named WHERE id = ?", (site,)).fetchone()
        return int(found[0]) if found else 0

    def take(self, site: str, line: int) -> None:
        self.db.execute("INSERT OR IGNORE INTO named VALUES (?,?)", (site, line))

    def unnamed(self) -> int:
        """Sites of earlier runs that no record of this one has."""
        query = "SELECT count(*) FROM sites WHERE id NOT IN (SELECT id FROM named)"
        return int(self.db.execute(query).fetchone()[0])

    def close(self) -> None:
        self.db.close()


class _Counted:
    def __init__(self, rows: Iterable[tuple[str, int]]) -> None:
        self.rows, self.seen = iter(rows), 0

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> tuple[str, int]:
        row = next(self.rows)
        self.seen += 1
        return row


def _values(row: Row) -> tuple[object, ...]:
    days = row.lasting
    told = (days.zone, days.since.isoformat(), days.until.isoformat()) if days else ("", "", "")
    return (row.id, row.made_from, row.outputs, row.photos, *told, row.bytes, row.notes)
