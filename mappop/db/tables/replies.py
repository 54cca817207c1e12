"""What owners text back, and the numbers that asked for no more texts."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from mappop.db.columns import UtcDateTime, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.reply import Meaning, QuietNumber, TextIn

texts_in = Table(
    "texts_in", metadata,
    Column("id", key(), primary_key=True),
    Column("sender", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("meaning", text_enum(Meaning), nullable=False),
    Column("business_id", ForeignKey("businesses.id")),
    Column("worked_at", UtcDateTime),
    Index("ix_texts_in_business_id", "business_id", "received_at"),
)  # fmt: skip

quiet_numbers = Table(
    "quiet_numbers", metadata,
    Column("number", String(40), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("text_id", ForeignKey("texts_in.id"), nullable=False),
    Column("ended_at", UtcDateTime),
)  # fmt: skip

registry.map_imperatively(TextIn, texts_in)
registry.map_imperatively(QuietNumber, quiet_numbers)
