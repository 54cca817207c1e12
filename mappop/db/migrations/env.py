"""Alembic's entry: the connection comes from `mappop.db.upgrade`, never from a file."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON

from mappop.db.columns import UtcDateTime
from mappop.db.tables import map_all, metadata


def _render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Migrations name plain types: they must run when the code's own types have moved on."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


map_all()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
