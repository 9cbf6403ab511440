"""Packs of clauses, and councils' own Word templates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "word_template",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_word_template_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_word_template_uploaded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_template")),
    )
    op.create_index(op.f("ix_word_template_council_id"), "word_template", ["council_id"], unique=False)
    op.create_table(
        "clause_pack",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("contract_key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("bought", sa.String(length=400), nullable=False),
        sa.Column("cpv", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("contract_type", sa.String(length=20), nullable=False),
        sa.Column("size", sa.String(length=10), nullable=False),
        sa.Column("tier", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("above_threshold", sa.Boolean(), nullable=True),
        sa.Column("light_touch", sa.Boolean(), nullable=True),
        sa.Column("health_service_england", sa.Boolean(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("kpis", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("library_version", sa.String(length=64), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("tender_template_id", sa.Integer(), nullable=True),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["clause_pack.id"], name=op.f("fk_clause_pack_copied_from_id_clause_pack")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_clause_pack_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["person.id"], name=op.f("fk_clause_pack_issued_by_id_person")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_clause_pack_made_by_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_clause_pack_report_id_report")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_clause_pack_supplier_id_supplier")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["word_template.id"], name=op.f("fk_clause_pack_template_id_word_template")
        ),
        sa.ForeignKeyConstraint(
            ["tender_template_id"],
            ["word_template.id"],
            name=op.f("fk_clause_pack_tender_template_id_word_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_pack")),
    )
    op.create_index(op.f("ix_clause_pack_council_id"), "clause_pack", ["council_id"], unique=False)
    op.create_index(op.f("ix_clause_pack_report_id"), "clause_pack", ["report_id"], unique=False)
    op.create_index(op.f("ix_clause_pack_supplier_id"), "clause_pack", ["supplier_id"], unique=False)
    op.create_table(
        "pack_clause",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(length=40), nullable=False),
        sa.Column("family", sa.String(length=10), nullable=False),
        sa.Column("variant", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(length=12), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("why_variant", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("original", sa.JSON(), nullable=False),
        sa.Column("edited", sa.JSON(), nullable=False),
        sa.Column("fill_ins", sa.JSON(), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by_id", sa.Integer(), nullable=True),
        sa.Column("dropped_why", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dropped_by_id"], ["person.id"], name=op.f("fk_pack_clause_dropped_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["person.id"], name=op.f("fk_pack_clause_edited_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["clause_pack.id"], name=op.f("fk_pack_clause_pack_id_clause_pack")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_clause")),
    )
    op.create_index(op.f("ix_pack_clause_pack_id"), "pack_clause", ["pack_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("pack_clause")
    op.drop_table("clause_pack")
    op.drop_table("word_template")
