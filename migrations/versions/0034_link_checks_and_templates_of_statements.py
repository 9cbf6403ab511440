"""Checks of the link on a council's front page, and the Word template that an approved statement keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "front_page_check",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=1024), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("found_as", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["annual_statement.id"],
            name=op.f("fk_front_page_check_statement_id_annual_statement"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_front_page_check_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_front_page_check")),
    )
    op.create_index(
        op.f("ix_front_page_check_statement_id"), "front_page_check", ["statement_id"], unique=False
    )
    with op.batch_alter_table("annual_statement") as table:
        table.add_column(
            sa.Column("front_page_url", sa.String(length=1024), nullable=False, server_default="")
        )
        table.add_column(sa.Column("word_template_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_annual_statement_word_template_id_word_template"),
            "word_template",
            ["word_template_id"],
            ["id"],
        )


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("annual_statement") as table:
        table.drop_constraint(op.f("fk_annual_statement_word_template_id_word_template"), type_="foreignkey")
        table.drop_column("word_template_id")
        table.drop_column("front_page_url")
    op.drop_table("front_page_check")
