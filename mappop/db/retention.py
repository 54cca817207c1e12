"""What is kept no longer than it serves: done work, ended sessions, old failed sign-ins, suspect
inquiries, old turns and failures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, select
from sqlalchemy.orm import Session

from mappop.db.tables.figures import bill_runs
from mappop.db.tables.listings import inquiries
from mappop.db.tables.people import people, sign_in_failures, user_sessions
from mappop.db.tables.sites import site_versions
from mappop.db.tables.work import host_failures, outbox, turns
from mappop.domain.inquiry import LIMITS
from mappop.domain.outbox import WorkState
from mappop.domain.roles import Role


def prune(connection: Connection, *, before: datetime, proofs_before: datetime, most: int) -> int:
    """Delete at most `most` rows of each kind that ended before then; how many went. An owner's sign-ins are proofs."""
    owners = select(people.c.id).where(people.c.role == Role.OWNER)
    ended: tuple[tuple[Table, ColumnElement[bool]], ...] = (
        (outbox, (outbox.c.state == WorkState.DONE) & (outbox.c.done_at < before)),
        (user_sessions, (user_sessions.c.ends_at < before) & user_sessions.c.person_id.not_in(owners)),
        (user_sessions, user_sessions.c.ends_at < proofs_before),
        (sign_in_failures, sign_in_failures.c.at < before),
        (inquiries, (inquiries.c.suspicion != "") & (inquiries.c.received_at < before)),
        (inquiries, inquiries.c.id.in_(_crowded_out())),
        (bill_runs, bill_runs.c.ended_at < before),
        (turns, turns.c.next_at < before),
        (host_failures, host_failures.c.closed_until < before),
    )
    return sum(_delete_some(connection, table, condition, most) for table, condition in ended)


def _crowded_out() -> Select[tuple[str]]:
    """Doubtful messages that are older than as many of their site as are kept."""
    newest = (inquiries.c.received_at.desc(), inquiries.c.id)
    rank = func.row_number().over(partition_by=inquiries.c.business_id, order_by=newest).label("rank")
    ranked = select(inquiries.c.id, rank).where(inquiries.c.suspicion != "").subquery()
    return select(ranked.c.id).where(ranked.c.rank > LIMITS.doubtful_in_all)


def _delete_some(connection: Connection, table: Table, condition: ColumnElement[bool], most: int) -> int:
    (key,) = table.primary_key.columns
    some = select(key).where(condition).limit(most)
    return connection.execute(delete(table).where(key.in_(some))).rowcount


def crowded_sites(db: Session, *, more_than: int, before: datetime, after: str, most: int) -> Sequence[str]:
    """Of which sites a version may be forgotten, by the index of the table's key."""
    site = site_versions.c.business_id
    query = select(site).where(site > after).group_by(site).order_by(site).limit(most)
    return db.scalars(query.having(func.count() > more_than, func.min(site_versions.c.made_at) < before)).all()
