"""Dunning: a row for each invoice whose payment failed, is late or came back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
CAUSES = (
    "later", "bank_later", "another", "authenticate", "stop", "new_consent", "ask", "fix", "ours", "overdue",
)  # fmt: skip


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "dunnings",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("invoice_id", sa.String(length=64), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("cause", _enum("cause", *CAUSES), nullable=False),
        sa.Column("first_cause", _enum("firstcause", *CAUSES), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("service_until", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("method_id", sa.String(length=64), nullable=True),
        sa.Column("barred", JSON, nullable=False),
        sa.Column("state", _enum("dunningstate", "open", "recovered", "lost", "stopped"), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.Column("last_notice_on", sa.Date(), nullable=True),
        sa.Column("done", JSON, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("open_for", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_dunnings_business_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_dunnings_invoice_id")),
        sa.ForeignKeyConstraint(["method_id"], ["payment_methods.id"], name=op.f("fk_dunnings_method_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_dunnings_subscription_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dunnings")),
        sa.UniqueConstraint("open_for", name=op.f("uq_dunnings_open_for")),
    )
    op.create_index(op.f("ix_dunnings_business_id"), "dunnings", ["business_id"], unique=False)
    op.create_index("ix_dunnings_next_at", "dunnings", ["next_at"], unique=False)
    op.create_index("ix_dunnings_began_at", "dunnings", ["began_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_dunnings_began_at", table_name="dunnings")
    op.drop_index("ix_dunnings_next_at", table_name="dunnings")
    op.drop_index(op.f("ix_dunnings_business_id"), table_name="dunnings")
    op.drop_table("dunnings")
