"""One repository for every table: get, find, add and plain equality. What asks more is a query."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from mappop.db.gathered import Gathered
from mappop.domain.errors import NotFound

T = TypeVar("T")


class _Keys(dict[type, str]):
    """The primary key's name, asked of the mapping once a kind."""

    def __missing__(self, kind: type) -> str:
        return self.setdefault(kind, str(inspect(kind).primary_key[0].key))


_KEYS = _Keys()


class SqlRepository(Generic[T]):
    def __init__(self, session: Session, kind: type[T]) -> None:
        self._session, self._kind, self._key = session, kind, _KEYS[kind]
        self._loaded: dict[str, dict[Any, list[T]]] = {}
        self._gathered: Gathered | None = None

    def load(self, column: str, values: Collection[Any]) -> None:
        """All rows with one of these values, in one query, locked: until the commit they are answered from memory."""
        found: dict[Any, list[T]] = {value: [] for value in values}
        query = select(self._kind).where(getattr(self._kind, column).in_(sorted(found))).with_for_update()
        for row in self._session.scalars(query.execution_options(populate_existing=True)):
            found[getattr(row, column)].append(row)
        self._loaded[column] = found

    def gather(self, gathered: Gathered | None) -> None:
        """From here on, rows that are added are written with the others at the commit."""
        self._gathered, self._loaded = gathered, {}

    def get(self, id: str) -> T:
        found = self.find(id)
        if found is None:
            raise NotFound(f"There is no {self._kind.__name__.lower()} “{str(id)[:60]}”.")
        return found

    def find(self, id: Any) -> T | None:
        """Locked on PostgreSQL; SQLite's BEGIN IMMEDIATE has locked everything already."""
        loaded = self._loaded.get(self._key, {})
        if id in loaded:
            return next(iter(loaded[id]), None)
        return self._session.get(self._kind, id, with_for_update=True, populate_existing=True)

    def add(self, item: T) -> T:
        """Flushed at once, unless gathered: rows go in the order in which the use case names them."""
        if self._gathered is not None:
            return self._add_later(item, self._gathered)
        self._session.add(item)
        self._session.flush()
        for column, found in self._loaded.items():
            if getattr(item, column) in found:
                found[getattr(item, column)].append(item)
        return item

    def remove(self, item: T) -> None:
        self._session.delete(item)
        self._session.flush()

    def _add_later(self, item: T, gathered: Gathered) -> T:
        gathered.add(item)
        for column, found in self._loaded.items():
            found.setdefault(getattr(item, column), []).append(item)
        return item

    def first(self, **criteria: Any) -> T | None:
        if (known := self._known(criteria)) is not None:
            return next(iter(known), None)
        return self._session.scalars(select(self._kind).filter_by(**criteria).limit(1)).first()

    def where(self, **criteria: Any) -> Sequence[T]:
        if (known := self._known(criteria)) is not None:
            return known
        return self._session.scalars(select(self._kind).filter_by(**criteria)).all()

    def _known(self, criteria: dict[str, Any]) -> list[T] | None:
        """From memory, where the rows with one of these values were loaded."""
        for column, found in self._loaded.items():
            if column in criteria and criteria[column] in found:
                rows = found[criteria[column]]
                return [row for row in rows if all(getattr(row, key) == value for key, value in criteria.items())]
        return None

    def since(self, column: str, moment: datetime) -> Sequence[T]:
        return self._session.scalars(select(self._kind).where(getattr(self._kind, column) >= moment)).all()

    def count_since(self, column: str, since: datetime, **criteria: Any) -> int:
        query = select(func.count()).select_from(self._kind).filter_by(**criteria)
        return self._session.scalar(query.where(getattr(self._kind, column) >= since)) or 0
