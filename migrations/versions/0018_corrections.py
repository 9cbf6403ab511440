"""What suppliers say is wrong in a report on them, and the replies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _times() -> list[sa.Column[object]]:
    return [
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
    ]


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "correction",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("line_cy", sa.Text(), nullable=False),
        sa.Column("claim", sa.String(length=20), nullable=True),
        sa.Column("organisation", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=1024), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *_times(),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_correction_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_correction_supplier_id_supplier")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_correction_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_correction_report_id_report")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_correction_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    for column in ("council_id", "supplier_id", "invitation_id", "state"):
        op.create_index(op.f(f"ix_correction_{column}"), "correction", [column], unique=False)
    op.create_table(
        "correction_message",
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        *_times(),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["correction.id"],
            name=op.f("fk_correction_message_correction_id_correction"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_correction_message_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_message")),
    )
    op.create_index(
        op.f("ix_correction_message_correction_id"), "correction_message", ["correction_id"], unique=False
    )


def downgrade() -> None:
    """Undo the change."""
    op.drop_table("correction_message")
    op.drop_table("correction")
