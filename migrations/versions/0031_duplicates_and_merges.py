"""Proposed duplicates of suppliers, and merges that can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "duplicate_proposal",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(length=20), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("pounds", sa.Numeric(precision=16, scale=2), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_by_id", sa.Integer(), nullable=True),
        sa.Column("dismissed_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_proposal_ordered")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_duplicate_proposal_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["dismissed_by_id"], ["person.id"], name=op.f("fk_duplicate_proposal_dismissed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["supplier.id"],
            name=op.f("fk_duplicate_proposal_first_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["supplier.id"],
            name=op.f("fk_duplicate_proposal_second_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_proposal")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_duplicate_proposal_first_id_second_id")),
    )
    op.create_index(
        "ix_duplicate_proposal_open",
        "duplicate_proposal",
        ["council_id", "dismissed_at", "pounds"],
        unique=False,
    )
    op.create_index(
        op.f("ix_duplicate_proposal_second_id"), "duplicate_proposal", ["second_id"], unique=False
    )
    op.create_table(
        "supplier_merge",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("survivor_id", sa.Integer(), nullable=False),
        sa.Column("absorbed_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["absorbed_id"], ["supplier.id"], name=op.f("fk_supplier_merge_absorbed_id_supplier")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_supplier_merge_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_supplier_merge_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["supplier.id"], name=op.f("fk_supplier_merge_survivor_id_supplier")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_supplier_merge_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_merge")),
    )
    op.create_index(op.f("ix_supplier_merge_absorbed_id"), "supplier_merge", ["absorbed_id"], unique=False)
    op.create_index(op.f("ix_supplier_merge_council_id"), "supplier_merge", ["council_id"], unique=False)
    op.create_index(op.f("ix_supplier_merge_survivor_id"), "supplier_merge", ["survivor_id"], unique=False)

    with op.batch_alter_table("supplier") as table:
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("own_spend", sa.Numeric(precision=14, scale=2), nullable=True))
        table.add_column(sa.Column("own_credits", sa.Numeric(precision=14, scale=2), nullable=True))
        table.create_foreign_key(
            op.f("fk_supplier_merged_into_id_supplier"), "supplier", ["merged_into_id"], ["id"]
        )
        table.create_index(op.f("ix_supplier_merged_into_id"), ["merged_into_id"], unique=False)
    with op.batch_alter_table("contract") as table:
        table.add_column(sa.Column("recorded_under_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_contract_recorded_under_id_supplier"), "supplier", ["recorded_under_id"], ["id"]
        )
        table.create_index(op.f("ix_contract_recorded_under_id"), ["recorded_under_id"], unique=False)


def downgrade() -> None:
    """Take the change back; what is merged stays with the supplier that it was merged into."""
    with op.batch_alter_table("contract") as table:
        table.drop_index(op.f("ix_contract_recorded_under_id"))
        table.drop_constraint(op.f("fk_contract_recorded_under_id_supplier"), type_="foreignkey")
        table.drop_column("recorded_under_id")
    with op.batch_alter_table("supplier") as table:
        table.drop_index(op.f("ix_supplier_merged_into_id"))
        table.drop_constraint(op.f("fk_supplier_merged_into_id_supplier"), type_="foreignkey")
        table.drop_column("own_credits")
        table.drop_column("own_spend")
        table.drop_column("merged_into_id")
    op.drop_table("supplier_merge")
    op.drop_table("duplicate_proposal")
