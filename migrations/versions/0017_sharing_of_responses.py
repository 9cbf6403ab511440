"""Which councils may read a response, and who of them looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. Whoever submitted before agreed, by submitting, that those who asked may read."""
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    invitation = sa.table(
        "invitation", sa.column("response_id"), sa.column("agreed_at", sa.DateTime(timezone=True))
    )
    response = sa.table("response", sa.column("id"), sa.column("submitted_at", sa.DateTime(timezone=True)))
    submitted = (
        sa.select(response.c.submitted_at).where(response.c.id == invitation.c.response_id).scalar_subquery()
    )
    op.execute(invitation.update().values(agreed_at=submitted))
    op.create_table(
        "response_look",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_response_look_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_response_look_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_look")),
        sa.UniqueConstraint(
            "invitation_id",
            "person_id",
            "looked_on",
            name=op.f("uq_response_look_invitation_id_person_id_looked_on"),
        ),
    )
    op.create_index(op.f("ix_response_look_invitation_id"), "response_look", ["invitation_id"], unique=False)


def downgrade() -> None:
    """Undo the change."""
    op.drop_table("response_look")
    with op.batch_alter_table("invitation") as table:
        table.drop_column("withdrawn_at")
        table.drop_column("agreed_at")
