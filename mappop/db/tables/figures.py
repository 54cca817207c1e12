"""Runs of billing, and the programme's figures month by month."""

from sqlalchemy import Column, Date, Integer, String, Table

from mappop.db.columns import UtcDateTime, json, key
from mappop.db.tables.base import metadata, registry
from mappop.domain.bill_run import BillRun
from mappop.domain.month_figures import MonthFigures

bill_runs = Table(
    "bill_runs", metadata,
    Column("id", key(), primary_key=True),
    Column("began_at", UtcDateTime, nullable=False, index=True),
    Column("ended_at", UtcDateTime, nullable=False),
    Column("counts", json(), nullable=False),
    Column("faults", Integer, nullable=False),
    Column("fault", String(120), nullable=False),
)  # fmt: skip

month_figures = Table(
    "month_figures", metadata,
    Column("month", Date, primary_key=True),
    Column("recurring_minor", Integer, nullable=False),
    Column("paying", Integer, nullable=False),
    Column("began", Integer, nullable=False),
    Column("converted", Integer, nullable=False),
    Column("ended", Integer, nullable=False),
    Column("noted_at", UtcDateTime, nullable=False),
)  # fmt: skip

registry.map_imperatively(BillRun, bill_runs)
registry.map_imperatively(MonthFigures, month_figures)
