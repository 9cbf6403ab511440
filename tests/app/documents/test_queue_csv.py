"""The queue as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from app.documents.queue_csv import queue_csv
from app.documents.queue_rows import COLUMNS, QueueRow, queue_row
from app.documents.run_facts import ScreenedSupplier
from screening.types import StatementFinding


def row_of(supplier: ScreenedSupplier) -> QueueRow:
    return queue_row(supplier.case, supplier.report, supplier.rank)


def test_excel_and_a_csv_reader_read_it_back(supplier: ScreenedSupplier) -> None:
    data = queue_csv([row_of(supplier)])
    assert data.startswith(b"\xef\xbb\xbfrank,supplier,")
    assert data.count(b"\r\n") == data.count(b"\n") == 2
    [back] = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(back) == COLUMNS
    assert back["spend"] == "880000.01"
    assert back["residual"] == "61.4"
    assert back["statement_period_end"] == "2025-03-31"
    assert back["company_number"] == "01234567"


def test_a_name_cannot_become_a_formula(supplier: ScreenedSupplier) -> None:
    for name in ('=HYPERLINK("http://a.example","x")', "+44 Cleaning", "@home Care", "-Clean", "\t=1+1"):
        row = replace(row_of(replace(supplier, case=replace(supplier.case, name=name))), clauses="")
        [back] = csv.DictReader(io.StringIO(queue_csv([row]).decode("utf-8-sig"), newline=""))
        assert back["supplier"] == "'" + name.strip()


def test_unknown_values_are_empty_cells(supplier: ScreenedSupplier) -> None:
    silent = replace(
        supplier,
        case=replace(supplier.case, spend=None),
        report=replace(supplier.report, statement=StatementFinding()),
    )
    [back] = csv.DictReader(io.StringIO(queue_csv([row_of(silent)]).decode("utf-8-sig"), newline=""))
    assert [back[name] for name in ("spend", "match_probability", "statement_period_end")] == ["", "", ""]
    assert back["statement_status"] == "not_looked_for"


def test_no_suppliers_still_give_a_header() -> None:
    assert queue_csv([]).decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"
