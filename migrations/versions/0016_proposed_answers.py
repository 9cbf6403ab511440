"""Answers that stand ready to be confirmed, and the response from which a new one began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "proposed_answer",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_proposed_answer_response_id_response")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_proposed_answer_proposed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_answer")),
    )
    op.create_index(op.f("ix_proposed_answer_response_id"), "proposed_answer", ["response_id"], unique=False)
    with op.batch_alter_table("response") as table:
        table.add_column(sa.Column("earlier_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_response_earlier_id_response"), "response", ["earlier_id"], ["id"])


def downgrade() -> None:
    """Undo the change."""
    with op.batch_alter_table("response") as table:
        table.drop_constraint(op.f("fk_response_earlier_id_response"), type_="foreignkey")
        table.drop_column("earlier_id")
    op.drop_table("proposed_answer")
