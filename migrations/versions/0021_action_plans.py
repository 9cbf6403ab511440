"""Action plans and their actions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "action_plan",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("root_cause", sa.Text(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_action_plan_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_action_plan_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_action_plan_opened_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_action_plan_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan")),
    )
    op.create_index(op.f("ix_action_plan_council_id"), "action_plan", ["council_id"], unique=False)
    op.create_index(op.f("ix_action_plan_decision_id"), "action_plan", ["decision_id"], unique=False)
    op.create_index(op.f("ix_action_plan_supplier_id"), "action_plan", ["supplier_id"], unique=False)
    op.create_table(
        "action",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("finding", sa.String(length=60), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("owner_words", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("evidence_wanted", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("reported_words", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_words", sa.Text(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_action_council_id_council")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_action_plan_id_action_plan")),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["person.id"], name=op.f("fk_action_reported_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_action_settled_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_action_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_council_id"), "action", ["council_id"], unique=False)
    op.create_index(op.f("ix_action_due_on"), "action", ["due_on"], unique=False)
    op.create_index(op.f("ix_action_person_id"), "action", ["person_id"], unique=False)
    op.create_index(op.f("ix_action_plan_id"), "action", ["plan_id"], unique=False)
    op.create_index(op.f("ix_action_state"), "action", ["state"], unique=False)
    op.create_index(op.f("ix_action_supplier_id"), "action", ["supplier_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("action")
    op.drop_table("action_plan")
