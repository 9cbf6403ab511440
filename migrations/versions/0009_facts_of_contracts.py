"""Facts of contracts: who does the work, the day of the notice, and what an officer said of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WORKFORCE = ("agency_labour", "migrant_workers", "subcontracting_tiers", "workforce_skill")


def upgrade() -> None:
    """Make the change. Of contracts of before these facts are not known until the register is loaded anew."""
    with op.batch_alter_table("contract") as table:
        for name in WORKFORCE:
            table.add_column(sa.Column(name, sa.String(length=10), nullable=False, server_default=""))
        table.add_column(sa.Column("notice", sa.Date(), nullable=True))
    op.create_table(
        "stated_facts",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("contract_key", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.String(length=10), nullable=False) for name in WORKFORCE),
        sa.Column("health_service_england", sa.Boolean(), nullable=True),
        sa.Column("notice", sa.Date(), nullable=True),
        sa.Column("stated_by_id", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_stated_facts_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["stated_by_id"], ["person.id"], name=op.f("fk_stated_facts_stated_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_stated_facts_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_facts")),
        sa.UniqueConstraint(
            "supplier_id", "contract_key", name=op.f("uq_stated_facts_supplier_id_contract_key")
        ),
    )
    op.create_index(op.f("ix_stated_facts_council_id"), "stated_facts", ["council_id"], unique=False)
    op.create_index(op.f("ix_stated_facts_supplier_id"), "stated_facts", ["supplier_id"], unique=False)


def downgrade() -> None:
    """Take the change back: what officers said of contracts is lost."""
    op.drop_index(op.f("ix_stated_facts_supplier_id"), table_name="stated_facts")
    op.drop_index(op.f("ix_stated_facts_council_id"), table_name="stated_facts")
    op.drop_table("stated_facts")
    with op.batch_alter_table("contract") as table:
        table.drop_column("notice")
        for name in reversed(WORKFORCE):
            table.drop_column(name)
