"""Suppliers, their contracts, and the files they were read from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "source_file",
        sa.Column("council_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_loaded", sa.Integer(), nullable=False),
        sa.Column("people_withheld", sa.Integer(), nullable=False),
        sa.Column("redacted", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_source_file_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_file")),
        sa.UniqueConstraint("council_id", "sha256", name=op.f("uq_source_file_council_id_sha256")),
    )
    op.create_index(op.f("ix_source_file_council_id"), "source_file", ["council_id"], unique=False)
    op.create_index(op.f("ix_source_file_sha256"), "source_file", ["sha256"], unique=False)
    op.create_table(
        "supplier",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("vendor_id", sa.String(length=60), nullable=False),
        sa.Column("company_number", sa.String(length=8), nullable=False),
        sa.Column("vat_number", sa.String(length=20), nullable=False),
        sa.Column("spend", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("credits", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_supplier_council_id_council")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_supplier_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("council_id", "key", name=op.f("uq_supplier_council_id_key")),
    )
    op.create_index(op.f("ix_supplier_company_number"), "supplier", ["company_number"], unique=False)
    op.create_index(op.f("ix_supplier_council_id"), "supplier", ["council_id"], unique=False)
    op.create_index(op.f("ix_supplier_name"), "supplier", ["name"], unique=False)
    op.create_index(op.f("ix_supplier_organisation_id"), "supplier", ["organisation_id"], unique=False)
    op.create_table(
        "contract",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("source_file_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("cpv", sa.JSON(), nullable=False),
        sa.Column("proclass", sa.String(length=6), nullable=False),
        sa.Column("sic", sa.JSON(), nullable=False),
        sa.Column("value", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("delivery_countries", sa.JSON(), nullable=False),
        sa.Column("sourcing_countries", sa.JSON(), nullable=False),
        sa.Column("health_service_england", sa.Boolean(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_contract_council_id_council")),
        sa.ForeignKeyConstraint(
            ["source_file_id"], ["source_file.id"], name=op.f("fk_contract_source_file_id_source_file")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_contract_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
    )
    op.create_index(op.f("ix_contract_council_id"), "contract", ["council_id"], unique=False)
    op.create_index(op.f("ix_contract_source_file_id"), "contract", ["source_file_id"], unique=False)
    op.create_index(op.f("ix_contract_supplier_id"), "contract", ["supplier_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("contract")
    op.drop_table("supplier")
    op.drop_table("source_file")
