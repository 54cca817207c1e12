"""Tax rates by place, as an engine told them."""

from sqlalchemy import Column, Integer, Table

from mappop.db.columns import UtcDateTime, key
from mappop.db.tables.base import metadata, registry
from mappop.domain.place_rate import PlaceRate

place_rates = Table(
    "place_rates", metadata,
    Column("id", key(), primary_key=True),
    Column("millionths", Integer, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
)  # fmt: skip

registry.map_imperatively(PlaceRate, place_rates)
