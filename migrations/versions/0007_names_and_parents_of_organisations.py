"""Names and parents of organisations: previous names, names that a person confirmed, who controls whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. Names of before (there was no way to add one) count as trading names."""
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("postcode", sa.String(length=12), nullable=False, server_default=""))
        table.add_column(sa.Column("company_status", sa.String(length=70), nullable=False, server_default=""))
    with op.batch_alter_table("organisation_name") as table:
        table.drop_constraint("uq_organisation_name_organisation_id_name", type_="unique")
        table.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="trading"))
        table.add_column(sa.Column("as_at", sa.Date(), nullable=True))
        table.add_column(sa.Column("used_until", sa.Date(), nullable=True))
        table.add_column(sa.Column("council_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("match_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_organisation_name_council_id_council"), "council", ["council_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_organisation_name_person_id_person"), "person", ["person_id"], ["id"]
        )
        table.create_foreign_key(op.f("fk_organisation_name_match_id_match"), "match", ["match_id"], ["id"])
        table.create_unique_constraint(op.f("uq_organisation_name_match_id"), ["match_id"])
        table.create_index(op.f("ix_organisation_name_kind"), ["kind"], unique=False)
        table.create_index(op.f("ix_organisation_name_council_id"), ["council_id"], unique=False)
    op.create_table(
        "organisation_parent",
        sa.Column("child_number", sa.String(length=8), nullable=False),
        sa.Column("parent_number", sa.String(length=8), nullable=False),
        sa.Column("child_name", sa.String(length=300), nullable=False),
        sa.Column("parent_name", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("source_file_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_file_id"],
            ["source_file.id"],
            name=op.f("fk_organisation_parent_source_file_id_source_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_parent")),
        sa.UniqueConstraint(
            "child_number",
            "parent_number",
            "source",
            name=op.f("uq_organisation_parent_child_number_parent_number_source"),
        ),
    )
    for column in ("child_number", "parent_number", "source_file_id"):
        op.create_index(
            op.f(f"ix_organisation_parent_{column}"), "organisation_parent", [column], unique=False
        )


def downgrade() -> None:
    """Take the change back. A name that an organisation has twice is kept once; the new kinds of files go."""
    op.drop_table("organisation_parent")
    files = sa.table("source_file", sa.column("kind"))
    op.execute(files.delete().where(files.c.kind.in_(["companies", "parents"])))
    names = sa.table("organisation_name", sa.column("id"), sa.column("organisation_id"), sa.column("name"))
    first = sa.select(sa.func.min(names.c.id)).group_by(names.c.organisation_id, names.c.name)
    op.execute(names.delete().where(names.c.id.not_in(first)))
    with op.batch_alter_table("organisation_name") as table:
        table.drop_index(op.f("ix_organisation_name_council_id"))
        table.drop_index(op.f("ix_organisation_name_kind"))
        table.drop_constraint(op.f("uq_organisation_name_match_id"), type_="unique")
        for column, other in (("match_id", "match"), ("person_id", "person"), ("council_id", "council")):
            table.drop_constraint(op.f(f"fk_organisation_name_{column}_{other}"), type_="foreignkey")
            table.drop_column(column)
        for column in ("used_until", "as_at", "kind"):
            table.drop_column(column)
        table.create_unique_constraint(
            "uq_organisation_name_organisation_id_name", ["organisation_id", "name"]
        )
    with op.batch_alter_table("organisation") as table:
        table.drop_column("company_status")
        table.drop_column("postcode")
