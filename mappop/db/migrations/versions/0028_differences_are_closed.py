"""A difference is closed by a person, whose word is kept; a payout that came back is a case."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

FLAWS = ("only_theirs", "only_ours", "amount", "state", "fee")


def _flaws_can_be(*flaws: str) -> None:
    with op.batch_alter_table("difference_cases") as batch:
        batch.drop_constraint(op.f("ck_difference_cases_flaw"), type_="check")
        batch.create_check_constraint("flaw", sa.column("flaw").in_(flaws))


def upgrade() -> None:
    op.add_column("difference_cases", sa.Column("closed_at", sa.DateTime(timezone=True)))
    _flaws_can_be(*FLAWS, "came_back")
    op.create_table(
        "difference_looks",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_difference_looks_by")),
        sa.ForeignKeyConstraint(["case_id"], ["difference_cases.id"], name=op.f("fk_difference_looks_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difference_looks")),
    )
    op.create_index(op.f("ix_difference_looks_case_id"), "difference_looks", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("difference_looks")
    op.execute("DELETE FROM difference_cases WHERE flaw = 'came_back'")
    _flaws_can_be(*FLAWS)
    with op.batch_alter_table("difference_cases") as batch:
        batch.drop_column("closed_at")
