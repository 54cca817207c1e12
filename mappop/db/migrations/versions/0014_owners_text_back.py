"""Owners text back: what they wrote, numbers that want no texts, wishes to cancel; support has a role and a desk."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROLES = ("sales_agent", "verifier", "assistant", "admin", "owner")
NOW = (*ROLES, "support_agent")
MEANINGS = ("cancel", "stop", "start", "help", "free")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _people_can_be(*roles: str) -> None:
    with op.batch_alter_table("people") as people:
        people.drop_constraint(op.f("ck_people_role"), type_="check")
        people.create_check_constraint("role", sa.column("role").in_(roles))


def upgrade() -> None:
    _people_can_be(*NOW)
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("role", _enum("role", *NOW), server_default="assistant", nullable=False))
        tasks.add_column(sa.Column("due_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("messages") as messages:
        messages.alter_column("business_id", existing_type=sa.String(length=64), nullable=True)
        messages.create_index(op.f("ix_messages_to"), ["to"])
    op.add_column("subscriptions", sa.Column("cancel_asked_at", sa.DateTime(timezone=True)))
    op.create_table(
        "texts_in",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meaning", _enum("meaning", *MEANINGS), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=True),
        sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_texts_in_business_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts_in")),
    )
    op.create_index("ix_texts_in_business_id", "texts_in", ["business_id", "received_at"])
    op.create_table(
        "quiet_numbers",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_id", sa.String(length=64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["text_id"], ["texts_in.id"], name=op.f("fk_quiet_numbers_text_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_quiet_numbers")),
    )


def downgrade() -> None:
    op.drop_table("quiet_numbers")
    op.drop_table("texts_in")
    with op.batch_alter_table("subscriptions") as subscriptions:
        subscriptions.drop_column("cancel_asked_at")
    op.execute("DELETE FROM messages WHERE business_id IS NULL")
    with op.batch_alter_table("messages") as messages:
        messages.drop_index(op.f("ix_messages_to"))
        messages.alter_column("business_id", existing_type=sa.String(length=64), nullable=False)
    with op.batch_alter_table("tasks") as tasks:
        tasks.drop_column("due_at")
        tasks.drop_column("role")
    op.execute("UPDATE people SET role = 'assistant' WHERE role = 'support_agent'")
    _people_can_be(*ROLES)
