"""One repository for every table: get, find, add and plain equality. What asks more is a query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mappop.domain.errors import NotFound

T = TypeVar("T")


class SqlRepository(Generic[T]):
    def __init__(self, session: Session, kind: type[T]) -> None:
        self._session, self._kind = session, kind

    def get(self, id: str) -> T:
        found = self.find(id)
        if found is None:
            raise NotFound(f"There is no {self._kind.__name__.lower()} “{str(id)[:60]}”.")
        return found

    def find(self, id: str) -> T | None:
        """Locked on PostgreSQL; SQLite's BEGIN IMMEDIATE has locked everything already."""
        return self._session.get(self._kind, id, with_for_update=True, populate_existing=True)

    def add(self, item: T) -> T:
        """Flushed at once: rows go in the order in which the use case names them."""
        self._session.add(item)
        self._session.flush()
        return item

    def remove(self, item: T) -> None:
        self._session.delete(item)
        self._session.flush()

    def first(self, **criteria: Any) -> T | None:
        return self._session.scalars(select(self._kind).filter_by(**criteria).limit(1)).first()

    def where(self, **criteria: Any) -> Sequence[T]:
        return self._session.scalars(select(self._kind).filter_by(**criteria)).all()

    def count_since(self, column: str, since: datetime, **criteria: Any) -> int:
        query = select(func.count()).select_from(self._kind).filter_by(**criteria)
        return self._session.scalar(query.where(getattr(self._kind, column) >= since)) or 0
