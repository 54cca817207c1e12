"""What a business is known by, so that a second trial of it is found; and why a sale waits for a verifier.

Businesses that had a trial before have theirs noted by work that is left for them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
AT = sa.DateTime(timezone=True)
JOB = "jobs.sales.note_what_is_known"

trials = sa.table("trials", sa.column("business_id", sa.String), sa.column("sold_at", AT))
outbox = sa.table(
    "outbox", sa.column("job"), sa.column("args", JSON), sa.column("key", sa.String), sa.column("lane"),
    sa.column("due_at", AT), sa.column("created_at", AT), sa.column("attempt"), sa.column("max_attempts"),
    sa.column("lease_owner"), sa.column("token"), sa.column("state"), sa.column("last_error"),
)  # fmt: skip


def upgrade() -> None:
    trait = sa.Enum("phone", "door", "mail_host", name="trait", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "known_by",
        sa.Column("trait", trait, nullable=False),
        sa.Column("value", sa.String(length=300), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_known_by_business_id")),
        sa.PrimaryKeyConstraint("trait", "value", "business_id", name=op.f("pk_known_by")),
    )
    op.create_index(op.f("ix_known_by_business_id"), "known_by", ["business_id"])
    op.add_column("trials", sa.Column("doubt", sa.Text(), server_default="", nullable=False))
    sold = sa.select(trials.c.business_id, sa.func.max(trials.c.sold_at)).group_by(trials.c.business_id)
    op.bulk_insert(outbox, [
        {
            "job": JOB, "args": {"business_id": business_id}, "key": f"known_by:{business_id}:0031", "lane": "",
            "due_at": sold_at, "created_at": sold_at, "attempt": 0, "max_attempts": 1, "lease_owner": "",
            "token": 0, "state": "due", "last_error": "",
        }
        for business_id, sold_at in op.get_bind().execute(sold).all()
    ])  # fmt: skip


def downgrade() -> None:
    """Work that is still left has no job then, and is told as failed."""
    with op.batch_alter_table("trials") as batch:
        batch.drop_column("doubt")
    op.drop_table("known_by")
