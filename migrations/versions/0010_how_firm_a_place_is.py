"""How firm a place in the queue is: the shares of draws in which place and band stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. Of reports of before it is not known; the next screening of all suppliers tells."""
    with op.batch_alter_table("report") as table:
        table.add_column(sa.Column("rank_stability", sa.Double(), nullable=True))
        table.add_column(sa.Column("band_stability", sa.Double(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("report") as table:
        table.drop_column("band_stability")
        table.drop_column("rank_stability")
