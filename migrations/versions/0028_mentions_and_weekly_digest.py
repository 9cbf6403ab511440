"""Mentions in notes, and who wants the weekly e-mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "note_mention",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_mention_note_id_note")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_note_mention_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_mention")),
        sa.UniqueConstraint("note_id", "person_id", name=op.f("uq_note_mention_note_id_person_id")),
    )
    op.create_index(op.f("ix_note_mention_person_id"), "note_mention", ["person_id"], unique=False)
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("weekly_digest", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("digest_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("person") as table:
        table.drop_column("digest_on")
        table.drop_column("weekly_digest")
    op.drop_table("note_mention")
