"""Colleagues: sections and declarations handed on, links that lead there, and sections sent back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "delegation",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=20), nullable=False),
        sa.Column("section_id", sa.String(length=80), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_delegation_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delegation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_invitation_id"), "delegation", ["invitation_id"], unique=False)
    op.create_index(op.f("ix_delegation_person_id"), "delegation", ["person_id"], unique=False)
    op.create_table(
        "section_return",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("returned_by_id", sa.Integer(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_section_return_response_id_response")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["person.id"], name=op.f("fk_section_return_returned_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_return")),
    )
    op.create_index(op.f("ix_section_return_response_id"), "section_return", ["response_id"], unique=False)
    with op.batch_alter_table("access_link") as table:
        table.add_column(sa.Column("delegation_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_access_link_delegation_id_delegation"), "delegation", ["delegation_id"], ["id"]
        )
        table.create_index(op.f("ix_access_link_delegation_id"), ["delegation_id"], unique=False)


def downgrade() -> None:
    """Take the change back. Links to what was handed on lead nowhere without it, so they go."""
    links = sa.table("access_link", sa.column("delegation_id"))
    op.execute(links.delete().where(links.c.delegation_id.is_not(None)))
    with op.batch_alter_table("access_link") as table:
        table.drop_index(op.f("ix_access_link_delegation_id"))
        table.drop_constraint(op.f("fk_access_link_delegation_id_delegation"), type_="foreignkey")
        table.drop_column("delegation_id")
    op.drop_table("section_return")
    op.drop_table("delegation")
