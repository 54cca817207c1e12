"""Sites that name special days and were published before pages were renewed by the calendar have that work too.

Once: the renewal makes the page as it is now, and asks for the next one itself.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
AT = sa.DateTime(timezone=True)
JOB = "jobs.sites.renew"

sites = sa.table(
    "sites", sa.column("business_id", sa.String), sa.column("revision"), sa.column("published_at", AT),
    sa.column("ended_at", AT),
)  # fmt: skip
revisions = sa.table("revisions", sa.column("business_id"), sa.column("number"), sa.column("content", JSON))
outbox = sa.table(
    "outbox", sa.column("job"), sa.column("args", JSON), sa.column("key", sa.String), sa.column("lane"),
    sa.column("due_at", AT), sa.column("created_at", AT), sa.column("attempt"), sa.column("max_attempts"),
    sa.column("lease_owner"), sa.column("token"), sa.column("state"), sa.column("last_error"),
)  # fmt: skip


def upgrade() -> None:
    is_renewed = sa.select(outbox.c.key).where(
        outbox.c.job == JOB, outbox.c.state == "due", outbox.c.key.like("renew:" + sites.c.business_id + ":%")
    )
    shown = (revisions.c.business_id == sites.c.business_id) & (revisions.c.number == sites.c.revision)
    unrenewed = (
        sa.select(sites.c.business_id, sites.c.published_at)
        .join_from(sites, revisions, shown)
        .where(sites.c.published_at.is_not(None), sites.c.ended_at.is_(None), ~is_renewed.exists())
        .where(revisions.c.content["hours_exceptions"].as_string().is_not(None))
    )
    rows = op.get_bind().execute(unrenewed).all()
    op.bulk_insert(outbox, [
        {
            "job": JOB, "args": {"business_id": business_id}, "key": f"renew:{business_id}:0030", "lane": "",
            "due_at": published_at, "created_at": published_at, "attempt": 0, "max_attempts": 1, "lease_owner": "",
            "token": 0, "state": "due", "last_error": "",
        }
        for business_id, published_at in rows
    ])  # fmt: skip


def downgrade() -> None:
    """The work stays: whoever knows the job does it, and it does no harm."""
