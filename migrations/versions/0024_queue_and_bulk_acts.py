"""The rows of the queue, saved views, and what was done to many at once.

The queue of each council is filled from its current reports, so that it stands before the next screening,
which also makes other names of the organisations searchable. Contracts are looked up by the day they end.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


NOT_KNOWN = 2**62
HALF = 1_000_000
BATCH = 1000


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "queue_entry",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column(
            "order_key",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("order_spend", sa.BigInteger(), nullable=False),
        sa.Column(
            "order_name",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("band", sa.String(length=20), nullable=False),
        sa.Column("sector", sa.String(length=60), nullable=False),
        sa.Column("statement_status", sa.String(length=20), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("places_moved", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=True),
        sa.Column("contracts", sa.Integer(), nullable=False),
        sa.Column("contracts_placed", sa.Integer(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_queue_entry_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_queue_entry_report_id_report"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_queue_entry_supplier_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_entry")),
        sa.UniqueConstraint("supplier_id", name=op.f("uq_queue_entry_supplier_id")),
    )
    op.create_index(
        "ix_queue_entry_counts",
        "queue_entry",
        [
            "council_id",
            "band",
            "sector",
            "statement_status",
            "moved",
            "pence",
            "contracts",
            "contracts_placed",
        ],
        unique=False,
    )
    op.create_index(
        "ix_queue_entry_name", "queue_entry", ["council_id", "order_name", "order_key"], unique=False
    )
    op.create_index("ix_queue_entry_order", "queue_entry", ["council_id", "order_key"], unique=False)
    op.create_index(op.f("ix_queue_entry_report_id"), "queue_entry", ["report_id"], unique=False)
    op.create_index(
        "ix_queue_entry_spend", "queue_entry", ["council_id", "order_spend", "order_key"], unique=False
    )
    op.create_table(
        "saved_view",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_saved_view_council_id_council")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "council_id", "person_id", "name", name=op.f("uq_saved_view_council_id_person_id_name")
        ),
    )
    op.create_index(op.f("ix_saved_view_council_id"), "saved_view", ["council_id"], unique=False)
    op.create_table(
        "bulk_act",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("supplier_ids", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_bulk_act_council_id_council")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bulk_act_person_id_person")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_bulk_act_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_act")),
    )
    op.create_index(op.f("ix_bulk_act_council_id"), "bulk_act", ["council_id"], unique=False)
    op.create_index(op.f("ix_bulk_act_state"), "bulk_act", ["state"], unique=False)
    op.create_index("ix_contract_ends", "contract", ["council_id", "end", "supplier_id"], unique=False)
    _fill_queue(op.get_bind())


def _fill_queue(connection: sa.Connection) -> None:
    """Write a row of the queue for each current report."""
    found = sa.text(
        "select r.id, r.council_id, r.supplier_id, r.band, r.sector, r.statement_status, r.order_band,"
        " r.order_residual, r.order_findings, r.order_high, r.order_identity, r.rank_before, r.rank_after,"
        " s.name, s.company_number, s.vendor_id, s.vat_number, s.spend from report r"
        " join supplier s on s.id = r.supplier_id where r.current and r.id > :last order by r.id limit :batch"
    )
    of_contracts = sa.text(
        "select supplier_id, count(*), sum(case when cast(delivery_countries as text) <> '[]'"
        " or cast(sourcing_countries as text) <> '[]' then 1 else 0 end) from contract group by supplier_id"
    )
    counted = {row[0]: (row[1], row[2]) for row in connection.execute(of_contracts)}
    names = [column.name for column in _ENTRY.columns]
    last = 0
    while rows := connection.execute(found, {"last": last, "batch": BATCH}).mappings().all():
        last = rows[-1]["id"]
        entries = [_entry(row, *counted.get(row["supplier_id"], (0, 0))) for row in rows]
        connection.execute(sa.insert(_ENTRY), [dict(zip(names, one, strict=True)) for one in entries])


def _entry(row: sa.RowMapping, contracts: int, placed: int) -> tuple[object, ...]:
    """The values of one row of the queue, in the order of `_ENTRY`."""
    parts = ("order_band", "order_residual", "order_findings", "order_high")
    order_key = "".join(f"{row[part] + HALF:07d}" for part in parts) + row["order_identity"]
    pence = None if row["spend"] is None else round(100 * row["spend"])
    up = (row["rank_before"] or 0) - (row["rank_after"] or 0) if row["rank_before"] else 0
    words = [row[name] for name in ("name", "company_number", "vendor_id", "vat_number")]
    name = row["name"].casefold()
    return (
        *(row["council_id"], row["supplier_id"], row["id"], order_key),
        *(NOT_KNOWN if pence is None else -pence, name, row["band"], row["sector"], row["statement_status"]),
        *((up > 0) - (up < 0), up, pence, contracts, placed),
        "\n".join(word for word in words if word).casefold(),
    )


_ENTRY = sa.table(
    "queue_entry",
    *map(sa.column, ("council_id", "supplier_id", "report_id", "order_key", "order_spend", "order_name")),
    *map(sa.column, ("band", "sector", "statement_status", "moved", "places_moved", "pence")),
    *map(sa.column, ("contracts", "contracts_placed", "search")),
)


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_contract_ends", table_name="contract")
    op.drop_table("bulk_act")
    op.drop_table("saved_view")
    op.drop_table("queue_entry")
