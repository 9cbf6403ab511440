"""Who looks after a supplier, decisions, deputies, notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "supplier_care",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("next_step", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_supplier_care_council_id_council")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_supplier_care_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_care_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_care")),
        sa.UniqueConstraint("supplier_id", name=op.f("uq_supplier_care_supplier_id")),
    )
    op.create_index(op.f("ix_supplier_care_council_id"), "supplier_care", ["council_id"], unique=False)
    op.create_index(op.f("ix_supplier_care_owner_id"), "supplier_care", ["owner_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("second_opinion", sa.String(length=20), nullable=True),
        sa.Column("second_reason", sa.Text(), nullable=False),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_decision_council_id_council")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_person_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_decision_report_id_report")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_decision_second_id_person")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_decision_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_council_id"), "decision", ["council_id"], unique=False)
    op.create_index(op.f("ix_decision_report_id"), "decision", ["report_id"], unique=False)
    op.create_index(op.f("ix_decision_supplier_id"), "decision", ["supplier_id"], unique=False)
    op.create_table(
        "deputy",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_deputy_council_id_council")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deputy_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    op.create_index(op.f("ix_deputy_council_id"), "deputy", ["council_id"], unique=False)
    op.create_index(op.f("ix_deputy_deputy_id"), "deputy", ["deputy_id"], unique=False)
    op.create_index(op.f("ix_deputy_person_id"), "deputy", ["person_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_note_council_id_council")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_note_person_id_person")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_note_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_council_id"), "note", ["council_id"], unique=False)
    op.create_index(op.f("ix_note_supplier_id"), "note", ["supplier_id"], unique=False)
    with op.batch_alter_table("council") as table:
        table.add_column(sa.Column("second_person", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("council") as table:
        table.drop_column("second_person")
    op.drop_table("note")
    op.drop_table("deputy")
    op.drop_table("decision")
    op.drop_table("supplier_care")
