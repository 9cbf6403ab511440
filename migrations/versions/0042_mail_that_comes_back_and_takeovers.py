"""Mail that comes back, and contacts who take over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

LOOKED_UP = ("handed_as", "look_at")
COLUMNS = ("looks", "look_at", "told_at", "fate_at", "delivery", "handed_as")


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("outbox_message") as table:
        table.add_column(sa.Column("handed_as", sa.String(length=254), nullable=False, server_default=""))
        table.add_column(sa.Column("delivery", sa.String(length=20), nullable=False, server_default=""))
        table.add_column(sa.Column("fate_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("looks", sa.Integer(), nullable=False, server_default="0"))
        for name in LOOKED_UP:
            table.create_index(f"ix_outbox_message_{name}", [name], unique=False)
    op.create_table(
        "contact_takeover",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("role", sa.String(length=160), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("known_by", sa.String(length=20), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_contact_takeover_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["response.id"], name=op.f("fk_contact_takeover_earlier_id_response")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_contact_takeover_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_takeover")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_contact_takeover_invitation_id")),
    )
    op.create_index(op.f("ix_contact_takeover_earlier_id"), "contact_takeover", ["earlier_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("contact_takeover")
    with op.batch_alter_table("outbox_message") as table:
        for name in reversed(LOOKED_UP):
            table.drop_index(f"ix_outbox_message_{name}")
        for name in COLUMNS:
            table.drop_column(name)
