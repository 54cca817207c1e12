"""Visitors of a site write to the business; a message may say whom an answer goes to."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inquiries",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suspicion", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_inquiries_business_id_businesses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
        sa.UniqueConstraint("key", name=op.f("uq_inquiries_key")),
    )
    op.create_index("ix_inquiries_business_received", "inquiries", ["business_id", "received_at"], unique=False)
    op.add_column("sites", sa.Column("inquiries", sa.Integer(), server_default="0", nullable=False))
    op.add_column("messages", sa.Column("reply_to", sa.String(length=254), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("messages", "reply_to")
    op.drop_column("sites", "inquiries")
    op.drop_index("ix_inquiries_business_received", table_name="inquiries")
    op.drop_table("inquiries")
