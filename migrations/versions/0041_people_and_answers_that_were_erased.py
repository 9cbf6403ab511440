"""People and answers that were erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("erased_on", sa.Date(), nullable=True))
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the change back. What was erased stays erased: an emptied response has no answers."""
    op.execute(
        "UPDATE response SET status = CASE WHEN submitted_at IS NULL THEN 'draft' ELSE 'submitted' END "
        "WHERE status = 'erased'"
    )
    with op.batch_alter_table("invitation") as table:
        table.drop_column("released_at")
    with op.batch_alter_table("person") as table:
        table.drop_column("erased_on")
