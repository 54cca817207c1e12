"""Column types that mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, aware UTC out; a naive time is a fault of the program."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone can't be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def text_enum(kind: type[StrEnum], *, name: str = "") -> Enum:
    """Kept as its value, with a CHECK on both databases; `name` where a table has two columns of one kind."""
    return Enum(
        kind, native_enum=False, create_constraint=True, length=40,
        values_callable=lambda members: [member.value for member in members], name=name or kind.__name__.lower(),
    )  # fmt: skip


def json() -> Any:
    return JSON().with_variant(JSONB(), "postgresql")


def key() -> String:
    return String(64)
