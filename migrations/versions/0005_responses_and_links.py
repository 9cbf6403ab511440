"""Responses, invitations and the links that let people in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "response",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("questionnaire", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=True),
        sa.Column("declared_name", sa.String(length=160), nullable=False),
        sa.Column("declared_role", sa.String(length=160), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_response_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("reference", name=op.f("uq_response_reference")),
    )
    op.create_index(op.f("ix_response_organisation_id"), "response", ["organisation_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_answer_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_answer_response_id_response")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("response_id", "question_id", name=op.f("uq_answer_response_id_question_id")),
    )
    op.create_index(op.f("ix_answer_response_id"), "answer", ["response_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["person.id"], name=op.f("fk_invitation_contact_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_invitation_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_invitation_response_id_response")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_invitation_supplier_id_supplier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("supplier_id", "response_id", name=op.f("uq_invitation_supplier_id_response_id")),
    )
    op.create_index(op.f("ix_invitation_contact_id"), "invitation", ["contact_id"], unique=False)
    op.create_index(op.f("ix_invitation_council_id"), "invitation", ["council_id"], unique=False)
    op.create_index(op.f("ix_invitation_response_id"), "invitation", ["response_id"], unique=False)
    op.create_index(op.f("ix_invitation_supplier_id"), "invitation", ["supplier_id"], unique=False)
    op.create_table(
        "access_link",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_access_link_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_access_link_token_sha256")),
    )
    op.create_index(op.f("ix_access_link_invitation_id"), "access_link", ["invitation_id"], unique=False)
    op.create_index(op.f("ix_access_link_person_id"), "access_link", ["person_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("access_link")
    op.drop_table("invitation")
    op.drop_table("answer")
    op.drop_table("response")
