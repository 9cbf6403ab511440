"""Evidence: files that people attach to answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "evidence_file",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reused_from_id", sa.Integer(), nullable=True),
        sa.Column("scan", sa.String(length=20), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_evidence_file_response_id_response")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_evidence_file_uploaded_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["reused_from_id"],
            ["evidence_file.id"],
            name=op.f("fk_evidence_file_reused_from_id_evidence_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
        sa.UniqueConstraint(
            "response_id",
            "question_id",
            "sha256",
            name=op.f("uq_evidence_file_response_id_question_id_sha256"),
        ),
    )
    for column in ("response_id", "sha256", "scan"):
        op.create_index(op.f(f"ix_evidence_file_{column}"), "evidence_file", [column], unique=False)


def downgrade() -> None:
    """Take the change back. The contents of the files stay where they are stored."""
    op.drop_table("evidence_file")
