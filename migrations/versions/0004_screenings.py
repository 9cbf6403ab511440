"""Screening runs and their reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "screening_run",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("suppliers", sa.Integer(), nullable=False),
        sa.Column("model_version", sa.String(length=40), nullable=False),
        sa.Column("reference_versions", sa.JSON(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_screening_run_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_screening_run_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_run")),
    )
    op.create_index(op.f("ix_screening_run_council_id"), "screening_run", ["council_id"], unique=False)
    op.create_index(op.f("ix_screening_run_status"), "screening_run", ["status"], unique=False)
    op.create_index(op.f("ix_screening_run_supplier_id"), "screening_run", ["supplier_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("case_sha256", sa.String(length=64), nullable=False),
        sa.Column("model_version", sa.String(length=40), nullable=False),
        sa.Column("band", sa.String(length=20), nullable=False),
        sa.Column("sector", sa.String(length=60), nullable=False),
        sa.Column("statement_status", sa.String(length=20), nullable=False),
        sa.Column("inherent", sa.Integer(), nullable=False),
        sa.Column("residual", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("order_band", sa.Integer(), nullable=False),
        sa.Column("order_residual", sa.Integer(), nullable=False),
        sa.Column("order_findings", sa.Integer(), nullable=False),
        sa.Column("order_high", sa.Integer(), nullable=False),
        sa.Column(
            "order_identity",
            sa.String(length=320).with_variant(sa.String(length=320, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("rank_before", sa.Integer(), nullable=True),
        sa.Column("rank_after", sa.Integer(), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_report_council_id_council")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["screening_run.id"], name=op.f("fk_report_run_id_screening_run")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_report_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_band"), "report", ["band"], unique=False)
    op.create_index(
        "ix_report_queue",
        "report",
        [
            "council_id",
            "current",
            "order_band",
            "order_residual",
            "order_findings",
            "order_high",
            "order_identity",
        ],
        unique=False,
    )
    op.create_index(op.f("ix_report_run_id"), "report", ["run_id"], unique=False)
    op.create_index(op.f("ix_report_sector"), "report", ["sector"], unique=False)
    op.create_index(op.f("ix_report_statement_status"), "report", ["statement_status"], unique=False)
    op.create_index(op.f("ix_report_supplier_id"), "report", ["supplier_id"], unique=False)
    op.create_table(
        "report_text",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("case_json", sa.Text(), nullable=False),
        sa.Column("report_json", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_text_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_text")),
        sa.UniqueConstraint("report_id", name=op.f("uq_report_text_report_id")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("report_text")
    op.drop_table("report")
    op.drop_table("screening_run")
