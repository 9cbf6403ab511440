"""What a council changes of the weights: drafted, looked at, saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. No council has changed a weight before."""
    op.create_table(
        "weight_revision",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("base_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("effect", sa.JSON(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_weight_revision_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_weight_revision_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["weight_revision.id"], name=op.f("fk_weight_revision_undoes_id_weight_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weight_revision")),
    )
    op.create_index(op.f("ix_weight_revision_council_id"), "weight_revision", ["council_id"], unique=False)
    op.create_index(op.f("ix_weight_revision_saved_at"), "weight_revision", ["saved_at"], unique=False)


def downgrade() -> None:
    """Take the change back: every council has the shipped weights again, and the history is lost."""
    op.drop_index(op.f("ix_weight_revision_saved_at"), table_name="weight_revision")
    op.drop_index(op.f("ix_weight_revision_council_id"), table_name="weight_revision")
    op.drop_table("weight_revision")
