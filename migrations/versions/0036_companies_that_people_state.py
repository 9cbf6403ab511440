"""Which company a supplier is, where an officer said so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "stated_company",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("company_number", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("number_before", sa.String(length=8), nullable=False),
        sa.Column("organisation_before_id", sa.Integer(), nullable=True),
        sa.Column("stated_by_id", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_number", sa.String(length=8), nullable=False),
        sa.Column("source_file_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_stated_company_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_before_id"],
            ["organisation.id"],
            name=op.f("fk_stated_company_organisation_before_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["source_file_id"], ["source_file.id"], name=op.f("fk_stated_company_source_file_id_source_file")
        ),
        sa.ForeignKeyConstraint(
            ["stated_by_id"], ["person.id"], name=op.f("fk_stated_company_stated_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_stated_company_supplier_id_supplier")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_stated_company_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_company")),
    )
    op.create_index(op.f("ix_stated_company_council_id"), "stated_company", ["council_id"], unique=False)
    op.create_index(op.f("ix_stated_company_supplier_id"), "stated_company", ["supplier_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("stated_company")
