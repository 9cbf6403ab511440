"""Rows without a number that are a supplier's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "row_owner",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.String(length=320), nullable=False),
        sa.Column("owner_key", sa.String(length=320), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_row_owner_council_id_council")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_row_owner_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_owner")),
        sa.UniqueConstraint("council_id", "row_key", name=op.f("uq_row_owner_council_id_row_key")),
    )
    op.create_index(op.f("ix_row_owner_council_id"), "row_owner", ["council_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("row_owner")
