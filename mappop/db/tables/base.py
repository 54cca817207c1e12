"""The one metadata that all tables share; names of constraints are made by rule, so migrations can find them."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import registry as Registry  # noqa: N812  SQLAlchemy's class has a small letter

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
registry = Registry(metadata=metadata)
