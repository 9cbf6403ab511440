"""A council's own questionnaires."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. No council has a questionnaire of its own before."""
    op.create_table(
        "council_questionnaire",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(length=60), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_council_questionnaire_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_council_questionnaire_published_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_questionnaire")),
        sa.UniqueConstraint(
            "council_id", "slug", "version", name=op.f("uq_council_questionnaire_council_id_slug_version")
        ),
    )
    op.create_index(
        op.f("ix_council_questionnaire_council_id"), "council_questionnaire", ["council_id"], unique=False
    )


def downgrade() -> None:
    """Take the change back: the councils' own questions are lost, and responses to them cannot be read."""
    op.drop_index(op.f("ix_council_questionnaire_council_id"), table_name="council_questionnaire")
    op.drop_table("council_questionnaire")
