"""What is kept no longer than it serves: done work, ended sessions, old failed sign-ins, suspect
inquiries, old turns and failures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, select

from mappop.db.tables.listings import inquiries
from mappop.db.tables.people import sign_in_failures, user_sessions
from mappop.db.tables.work import host_failures, outbox, turns
from mappop.domain.outbox import WorkState


def prune(connection: Connection, *, before: datetime, most: int) -> int:
    """Delete at most `most` rows of each kind that ended before then; how many went."""
    ended: tuple[tuple[Table, ColumnElement[bool]], ...] = (
        (outbox, (outbox.c.state == WorkState.DONE) & (outbox.c.done_at < before)),
        (user_sessions, user_sessions.c.ends_at < before),
        (sign_in_failures, sign_in_failures.c.at < before),
        (inquiries, (inquiries.c.suspicion != "") & (inquiries.c.received_at < before)),
        (turns, turns.c.next_at < before),
        (host_failures, host_failures.c.closed_until < before),
    )
    return sum(_delete_some(connection, table, condition, most) for table, condition in ended)


def _delete_some(connection: Connection, table: Table, condition: ColumnElement[bool], most: int) -> int:
    (key,) = table.primary_key.columns
    some = select(key).where(condition).limit(most)
    return connection.execute(delete(table).where(key.in_(some))).rowcount
