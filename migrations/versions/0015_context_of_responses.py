"""What is known before a supplier answers: setting, kinds of work, countries of the contracts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. Of responses of before nothing is known: they are asked what they were asked."""
    with op.batch_alter_table("response") as table:
        table.add_column(sa.Column("context", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("response") as table:
        table.drop_column("context")
