"""A business is known by its website too. Those that had a trial have theirs noted by work that is left for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
AT = sa.DateTime(timezone=True)
JOB = "jobs.sales.note_what_is_known"
TRAITS = ("phone", "door", "mail_host")

trials = sa.table("trials", sa.column("business_id", sa.String), sa.column("sold_at", AT))
outbox = sa.table(
    "outbox", sa.column("job"), sa.column("args", JSON), sa.column("key", sa.String), sa.column("lane"),
    sa.column("due_at", AT), sa.column("created_at", AT), sa.column("attempt"), sa.column("max_attempts"),
    sa.column("lease_owner"), sa.column("token"), sa.column("state"), sa.column("last_error"),
)  # fmt: skip


def _known_by(*traits: str) -> None:
    with op.batch_alter_table("known_by") as batch:
        batch.drop_constraint(op.f("ck_known_by_trait"), type_="check")
        batch.create_check_constraint("trait", sa.column("trait").in_(traits))


def upgrade() -> None:
    _known_by(*TRAITS, "website")
    sold = sa.select(trials.c.business_id, sa.func.max(trials.c.sold_at)).group_by(trials.c.business_id)
    op.bulk_insert(outbox, [
        {
            "job": JOB, "args": {"business_id": business_id}, "key": f"known_by:{business_id}:0032", "lane": "",
            "due_at": sold_at, "created_at": sold_at, "attempt": 0, "max_attempts": 1, "lease_owner": "",
            "token": 0, "state": "due", "last_error": "",
        }
        for business_id, sold_at in op.get_bind().execute(sold).all()
    ])  # fmt: skip


def downgrade() -> None:
    op.execute("DELETE FROM known_by WHERE trait = 'website'")
    _known_by(*TRAITS)
