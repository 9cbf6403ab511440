"""What people decide beside the score: exclusion grounds, and bands confirmed or changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. The register begins empty; bands are advice until an officer confirms them."""
    op.create_table(
        "exclusion_ground",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=60), nullable=False),
        sa.Column("concerns", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("reply_due", sa.Date(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("considered", sa.JSON(), nullable=False),
        sa.Column("considered_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("continuing", sa.Boolean(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_exclusion_ground_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_exclusion_ground_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_exclusion_ground_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_exclusion_ground_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion_ground")),
    )
    op.create_index(op.f("ix_exclusion_ground_council_id"), "exclusion_ground", ["council_id"], unique=False)
    op.create_index(
        op.f("ix_exclusion_ground_supplier_id"), "exclusion_ground", ["supplier_id"], unique=False
    )
    op.create_table(
        "band_decision",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("advised", sa.String(length=20), nullable=False),
        sa.Column("band", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_band_decision_council_id_council")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_band_decision_person_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_band_decision_report_id_report")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_band_decision_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_band_decision")),
    )
    op.create_index(op.f("ix_band_decision_council_id"), "band_decision", ["council_id"], unique=False)
    op.create_index(op.f("ix_band_decision_report_id"), "band_decision", ["report_id"], unique=False)
    op.create_index(op.f("ix_band_decision_supplier_id"), "band_decision", ["supplier_id"], unique=False)


def downgrade() -> None:
    """Take the change back: both registers are lost; the audit log still tells what was decided."""
    op.drop_index(op.f("ix_band_decision_supplier_id"), table_name="band_decision")
    op.drop_index(op.f("ix_band_decision_report_id"), table_name="band_decision")
    op.drop_index(op.f("ix_band_decision_council_id"), table_name="band_decision")
    op.drop_table("band_decision")
    op.drop_index(op.f("ix_exclusion_ground_supplier_id"), table_name="exclusion_ground")
    op.drop_index(op.f("ix_exclusion_ground_council_id"), table_name="exclusion_ground")
    op.drop_table("exclusion_ground")
