"""What support reads: cases, texts from strangers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mappop.db.tables.businesses import businesses
from mappop.db.tables.listings import tasks
from mappop.db.tables.replies import texts_in
from mappop.domain.reply import TextIn
from mappop.domain.roles import Role
from mappop.domain.task import Task, TaskState

PAGE = 100


def open_cases(db: Session) -> Sequence[tuple[Task, str]]:
    """With the business's name, the soonest promised first."""
    query = (
        select(Task, businesses.c.name)
        .join(businesses, businesses.c.id == tasks.c.business_id)
        .where(tasks.c.state == TaskState.OPEN, tasks.c.role == Role.SUPPORT_AGENT)
        .order_by(tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.filed_at)
        .limit(PAGE)
    )
    return [(task, name) for task, name in db.execute(query)]


def case_of(db: Session, task_id: str) -> tuple[Task, str] | None:
    query = select(Task, businesses.c.name).join(businesses, businesses.c.id == tasks.c.business_id)
    row = db.execute(query.where(tasks.c.id == task_id, tasks.c.role == Role.SUPPORT_AGENT)).first()
    return (row[0], row[1]) if row else None


def strangers(db: Session, since: datetime) -> Sequence[TextIn]:
    """Texts that belong to no business, newest first."""
    query = select(TextIn).where(texts_in.c.business_id.is_(None), texts_in.c.received_at >= since)
    return db.scalars(query.order_by(texts_in.c.received_at.desc()).limit(PAGE)).all()
