"""What a contact says of an invitation (more time, not the right person), and reminders of evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

REASONS = ("wanted_why", "declined_why")


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("wanted_due_on", sa.Date(), nullable=True))
        for name in REASONS:
            table.add_column(sa.Column(name, sa.String(length=20), nullable=False, server_default=""))
    with op.batch_alter_table("response") as table:
        table.add_column(sa.Column("evidence_looked_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("response") as table:
        table.drop_column("evidence_looked_on")
    with op.batch_alter_table("invitation") as table:
        for name in reversed(REASONS):
            table.drop_column(name)
        table.drop_column("wanted_due_on")
