"""Managers of a centre and of the programme sign in."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BEFORE = ("sales_agent", "verifier", "assistant", "admin", "owner", "support_agent")
MANAGERS = ("centre_manager", "programme_manager")


def _roles_are(*roles: str) -> None:
    for table in ("people", "tasks"):
        with op.batch_alter_table(table) as rows:
            rows.drop_constraint(op.f(f"ck_{table}_role"), type_="check")
            rows.create_check_constraint("role", sa.column("role").in_(roles))


def upgrade() -> None:
    _roles_are(*BEFORE, *MANAGERS)


def downgrade() -> None:
    for role in MANAGERS:  # who managed can sign in no more, and sees nothing that they did not see
        op.execute(f"UPDATE people SET role = 'assistant', is_active = false WHERE role = '{role}'")  # noqa: S608 - ours
        op.execute(f"UPDATE tasks SET role = 'assistant' WHERE role = '{role}'")  # noqa: S608 - ours
    _roles_are(*BEFORE)
