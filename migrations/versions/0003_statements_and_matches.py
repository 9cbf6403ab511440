"""Statements, the organisations they cover, and matches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "statement",
        sa.Column("address", sa.String(length=1024), nullable=False),
        sa.Column("source_file_id", sa.Integer(), nullable=False),
        sa.Column("statement_url", sa.String(length=1024), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("approver_role", sa.String(length=160), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("is_group", sa.Boolean(), nullable=False),
        sa.Column("parent_name", sa.String(length=300), nullable=False),
        sa.Column("turnover", sa.String(length=60), nullable=False),
        sa.Column("years_producing", sa.String(length=60), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_file_id"], ["source_file.id"], name=op.f("fk_statement_source_file_id_source_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("address", name=op.f("uq_statement_address")),
    )
    op.create_index(op.f("ix_statement_source_file_id"), "statement", ["source_file_id"], unique=False)
    op.create_table(
        "statement_organisation",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("company_number", sa.String(length=8), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("sector_type", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_organisation_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_organisation")),
        sa.UniqueConstraint("statement_id", "name", name=op.f("uq_statement_organisation_statement_id_name")),
    )
    op.create_index(
        op.f("ix_statement_organisation_company_number"),
        "statement_organisation",
        ["company_number"],
        unique=False,
    )
    op.create_index(op.f("ix_statement_organisation_name"), "statement_organisation", ["name"], unique=False)
    op.create_index(
        op.f("ix_statement_organisation_statement_id"),
        "statement_organisation",
        ["statement_id"],
        unique=False,
    )
    op.create_table(
        "match",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("statement_organisation_id", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("proposed", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_match_council_id_council")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_match_decided_by_id_person")),
        sa.ForeignKeyConstraint(
            ["statement_organisation_id"],
            ["statement_organisation.id"],
            name=op.f("fk_match_statement_organisation_id_statement_organisation"),
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_match_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint(
            "supplier_id",
            "statement_organisation_id",
            name=op.f("uq_match_supplier_id_statement_organisation_id"),
        ),
    )
    op.create_index(op.f("ix_match_council_id"), "match", ["council_id"], unique=False)
    op.create_index(
        op.f("ix_match_statement_organisation_id"), "match", ["statement_organisation_id"], unique=False
    )
    op.create_index(op.f("ix_match_supplier_id"), "match", ["supplier_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("match")
    op.drop_table("statement_organisation")
    op.drop_table("statement")
