"""Answers to the form of the statement registry, and what was entered there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "registry_answer",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_registry_answer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["annual_statement.id"],
            name=op.f("fk_registry_answer_statement_id_annual_statement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_answer")),
        sa.UniqueConstraint("statement_id", "field", name=op.f("uq_registry_answer_statement_id_field")),
    )
    op.create_index(
        op.f("ix_registry_answer_statement_id"), "registry_answer", ["statement_id"], unique=False
    )
    op.create_table(
        "registry_entry",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_registry_entry_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["annual_statement.id"],
            name=op.f("fk_registry_entry_statement_id_annual_statement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_entry")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_registry_entry_statement_id")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("registry_entry")
    op.drop_table("registry_answer")
