"""The guidance library of a council, checks of links, and concerns counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "guidance_entry",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.String(length=60), nullable=True),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_cy", sa.String(length=200), nullable=False),
        sa.Column("publisher", sa.String(length=160), nullable=False),
        sa.Column("url", sa.String(length=1024), nullable=False),
        sa.Column("dated", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_cy", sa.Text(), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_guidance_entry_changed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_guidance_entry_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_entry")),
        sa.UniqueConstraint("council_id", "shipped", name=op.f("uq_guidance_entry_council_id_shipped")),
    )
    op.create_index(op.f("ix_guidance_entry_council_id"), "guidance_entry", ["council_id"], unique=False)
    op.create_table(
        "guidance_reading",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=60), nullable=False),
        sa.Column("url", sa.String(length=1024), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_guidance_reading_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_guidance_reading_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_reading")),
        sa.UniqueConstraint("council_id", "entry", name=op.f("uq_guidance_reading_council_id_entry")),
    )
    op.create_index(op.f("ix_guidance_reading_council_id"), "guidance_reading", ["council_id"], unique=False)
    op.create_table(
        "link_check",
        sa.Column("url", sa.String(length=1024), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("moved_to", sa.String(length=1024), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_check")),
        sa.UniqueConstraint("url", name=op.f("uq_link_check_url")),
    )
    op.create_table(
        "concern_count",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("route", sa.String(length=30), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_concern_count_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_count")),
        sa.UniqueConstraint(
            "council_id", "month", "route", name=op.f("uq_concern_count_council_id_month_route")
        ),
    )
    op.create_index(op.f("ix_concern_count_council_id"), "concern_count", ["council_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("concern_count")
    op.drop_table("link_check")
    op.drop_table("guidance_reading")
    op.drop_table("guidance_entry")
