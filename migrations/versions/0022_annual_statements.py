"""The council's own annual statement and the records behind it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "annual_statement",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("year_start", sa.Date(), nullable=False),
        sa.Column("year_end", sa.Date(), nullable=False),
        sa.Column("rules", sa.String(length=60), nullable=False),
        sa.Column("outline", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.String(length=160), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.String(length=160), nullable=False),
        sa.Column("signed_role", sa.String(length=160), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_url", sa.String(length=1024), nullable=False),
        sa.Column("homepage_seen_on", sa.Date(), nullable=True),
        sa.Column("registry_url", sa.String(length=1024), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_annual_statement_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_statement")),
        sa.UniqueConstraint("council_id", "year_end", name=op.f("uq_annual_statement_council_id_year_end")),
    )
    op.create_index(op.f("ix_annual_statement_council_id"), "annual_statement", ["council_id"], unique=False)
    op.create_table(
        "annual_section",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_cy", sa.Text(), nullable=False),
        sa.Column("missing_because", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["annual_statement.id"],
            name=op.f("fk_annual_section_statement_id_annual_statement"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_annual_section_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_section")),
        sa.UniqueConstraint("statement_id", "area", name=op.f("uq_annual_section_statement_id_area")),
    )
    op.create_index(op.f("ix_annual_section_statement_id"), "annual_section", ["statement_id"], unique=False)
    op.create_table(
        "section_comment",
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_section_comment_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["annual_section.id"], name=op.f("fk_section_comment_section_id_annual_section")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_comment")),
    )
    op.create_index(op.f("ix_section_comment_section_id"), "section_comment", ["section_id"], unique=False)
    op.create_table(
        "frozen_figure",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["annual_statement.id"],
            name=op.f("fk_frozen_figure_statement_id_annual_statement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_figure")),
        sa.UniqueConstraint("statement_id", "name", name=op.f("uq_frozen_figure_statement_id_name")),
    )
    op.create_index(op.f("ix_frozen_figure_statement_id"), "frozen_figure", ["statement_id"], unique=False)
    op.create_table(
        "statement_step",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_statement_step_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["annual_statement.id"],
            name=op.f("fk_statement_step_statement_id_annual_statement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_step")),
    )
    op.create_index(op.f("ix_statement_step_statement_id"), "statement_step", ["statement_id"], unique=False)
    op.create_table(
        "pledge",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.String(length=1024), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_pledge_council_id_council")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_pledge_settled_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["annual_statement.id"], name=op.f("fk_pledge_statement_id_annual_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
    )
    op.create_index(op.f("ix_pledge_council_id"), "pledge", ["council_id"], unique=False)
    op.create_index(op.f("ix_pledge_state"), "pledge", ["state"], unique=False)
    op.create_index(op.f("ix_pledge_statement_id"), "pledge", ["statement_id"], unique=False)
    op.create_table(
        "training_session",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("provider", sa.String(length=160), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("confidence_before", sa.Double(), nullable=True),
        sa.Column("confidence_after", sa.Double(), nullable=True),
        sa.Column("certificates_until", sa.Date(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_training_session_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
    )
    op.create_index(op.f("ix_training_session_council_id"), "training_session", ["council_id"], unique=False)
    op.create_index(op.f("ix_training_session_held_on"), "training_session", ["held_on"], unique=False)
    op.create_table(
        "referral_count",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_referral_count_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_referral_count_entered_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_count")),
        sa.UniqueConstraint(
            "council_id", "quarter", "kind", name=op.f("uq_referral_count_council_id_quarter_kind")
        ),
    )
    op.create_index(op.f("ix_referral_count_council_id"), "referral_count", ["council_id"], unique=False)
    op.create_table(
        "tracker_entry",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("tracker", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.String(length=1024), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_tracker_entry_council_id_council")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tracker_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracker_entry")),
        sa.UniqueConstraint(
            "council_id", "tracker", "item", name=op.f("uq_tracker_entry_council_id_tracker_item")
        ),
    )
    op.create_index(op.f("ix_tracker_entry_council_id"), "tracker_entry", ["council_id"], unique=False)
    with op.batch_alter_table("council") as table:
        table.add_column(sa.Column("statement_rules", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("statement_months", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("council") as table:
        table.drop_column("statement_months")
        table.drop_column("statement_rules")
    op.drop_table("tracker_entry")
    op.drop_table("referral_count")
    op.drop_table("training_session")
    op.drop_table("pledge")
    op.drop_table("statement_step")
    op.drop_table("frozen_figure")
    op.drop_table("section_comment")
    op.drop_table("annual_section")
    op.drop_table("annual_statement")
