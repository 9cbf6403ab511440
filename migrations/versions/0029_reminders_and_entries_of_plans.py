"""What was done with the actions of plans, and reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

PARTS_OF_PLAN = ("workers_heard", "remedy", "if_nothing")


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "action_entry",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=1024), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_entry_action_id_action")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_entry")),
    )
    op.create_index(op.f("ix_action_entry_action_id"), "action_entry", ["action_id"], unique=False)
    with op.batch_alter_table("action_plan") as table:
        for name in PARTS_OF_PLAN:
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("action") as table:
        table.add_column(sa.Column("wanted_due_on", sa.Date(), nullable=True))
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("invitation") as table:
        table.drop_column("reminded_on")
    with op.batch_alter_table("action") as table:
        table.drop_column("wanted_due_on")
    with op.batch_alter_table("action_plan") as table:
        for name in reversed(PARTS_OF_PLAN):
            table.drop_column(name)
    op.drop_table("action_entry")
