"""Suppliers of which an officer said that they have no company number, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    for name in ("supplier", "stated_company"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("no_number", sa.String(length=20), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the change back: a word that there is no number is one that nothing can be said with."""
    op.execute("DELETE FROM stated_company WHERE no_number <> ''")
    for name in ("stated_company", "supplier"):
        with op.batch_alter_table(name) as table:
            table.drop_column("no_number")
