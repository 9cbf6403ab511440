"""What a matching run found: by what each match was found, and the counts of the whole run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. Runs of before have no counts; matches of before are told apart in the next run."""
    with op.batch_alter_table("match") as table:
        table.add_column(sa.Column("found_by", sa.String(length=20), nullable=False, server_default=""))
        table.add_column(sa.Column("member", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("screening_run") as table:
        table.add_column(sa.Column("matching", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("screening_run") as table:
        table.drop_column("matching")
    with op.batch_alter_table("match") as table:
        table.drop_column("member")
        table.drop_column("found_by")
