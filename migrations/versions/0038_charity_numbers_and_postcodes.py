"""Charity numbers and postcodes of suppliers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("supplier") as table:
        table.add_column(sa.Column("charity_number", sa.String(length=12), nullable=False, server_default=""))
        table.add_column(sa.Column("postcode", sa.String(length=8), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("supplier") as table:
        table.drop_column("postcode")
        table.drop_column("charity_number")
