"""A file before it is loaded: columns, samples without people, choices."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.intake import Choices, UnusableInput
from app.intake.previews import MOST_COLUMNS, OpenedFile, chosen_positions
from support.council_files import REGISTER, SPEND, contract, payment, written

FIRM = "Northgate Cleaning Services Ltd"


def test_columns_have_fields_and_three_samples(tmp_path: Path) -> None:
    rows = [contract(number, FIRM, "01234567", str(number)) for number in range(1, 6)]
    opened = OpenedFile(written(tmp_path / "a.csv", REGISTER, rows))
    columns = opened.columns(Choices())
    assert [column.field for column in columns] == [
        "reference", "contract_title", "supplier", "company_number", "amount", "start", "end",
    ]  # fmt: skip
    assert columns[0].samples == ("C1", "C2", "C3") and columns[2].samples == (FIRM,)


def test_samples_never_show_a_person(tmp_path: Path) -> None:
    header = (*SPEND, "Approved By", "Case")
    rows = [
        [*payment("Mrs Jane Example"), "Larkmoor Homecare Ltd", "secret case"],
        [*payment(FIRM), "John Smith", "cleaning"],
        [*payment("REDACTED PERSONAL DATA"), "", "secret too"],
    ]
    opened = OpenedFile(written(tmp_path / "a.csv", header, rows))
    shown = str([column.samples for column in opened.columns(Choices())])
    assert FIRM in shown and "cleaning" in shown
    for never in ("Jane", "John", "secret", "REDACTED"):
        assert never not in shown


def test_choices_overrule_what_the_header_tells(tmp_path: Path) -> None:
    rows = [[FIRM, "77", "03/04/2026", "5.00", "Cleaning"]]
    opened = OpenedFile(written(tmp_path / "a.csv", SPEND, rows))
    assert (opened.kind(Choices()), opened.read(Choices()).suppliers[0].vendor_id) == ("spend", "77")
    chosen = Choices({1: "", 4: "contract_title"}, "contracts")
    read = opened.read(chosen)
    assert (read.kind, read.suppliers[0].vendor_id) == ("contracts", "")
    assert read.suppliers[0].contracts[0].title == "Cleaning"
    assert [column.field for column in opened.columns(chosen)] == [
        "supplier", "", "date", "amount", "contract_title",
    ]  # fmt: skip


def test_several_columns_may_hold_one_field_and_strange_positions_do_no_harm(tmp_path: Path) -> None:
    opened = OpenedFile(written(tmp_path / "a.csv", ("A", "B"), [["", FIRM], ["Larkmoor Homecare Ltd", ""]]))
    with pytest.raises(UnusableInput, match="supplier column"):
        opened.read(Choices())
    read = opened.read(Choices({0: "supplier", 1: "supplier", 99: "amount", -1: "date"}))
    assert [one.name for one in read.suppliers] == [FIRM, "Larkmoor Homecare Ltd"]


def test_words_tell_twin_columns_apart_and_survive_spelling(tmp_path: Path) -> None:
    one = OpenedFile(
        written(tmp_path / "a.csv", ("Supplier", " Amount ", "Amount", ""), [[FIRM, "1", "2", "x"]])
    )
    two = OpenedFile(
        written(tmp_path / "b.csv", ("SUPPLIER", "Amount", "amount:", ""), [[FIRM, "1", "2", "x"]])
    )
    assert one.words == ("supplier", "amount", "amount #2", "")
    assert one.fingerprint == two.fingerprint
    assert chosen_positions(two.words, {"amount #2": "", "gone": "amount"}) == {2: ""}
    other = OpenedFile(
        written(tmp_path / "c.csv", ("Supplier", "Amount", "VAT", ""), [[FIRM, "1", "2", "x"]])
    )
    assert other.fingerprint != one.fingerprint


def test_malformed_company_numbers_are_counted_by_supplier(tmp_path: Path) -> None:
    rows = [
        contract(1, FIRM, "01234567"),
        contract(2, "Larkmoor Homecare Ltd", "in progress"),
        contract(3, "Larkmoor Homecare Ltd", "x"),
        contract(4, "Anytown Skips Ltd", "n/a"),
    ]
    read = OpenedFile(written(tmp_path / "a.csv", REGISTER, rows)).read(Choices())
    assert (len(read.suppliers), read.malformed_numbers) == (3, 1)


def test_a_table_as_wide_as_a_trap_is_refused(tmp_path: Path) -> None:
    header = ("Supplier", *map(str, range(MOST_COLUMNS)))
    with pytest.raises(UnusableInput, match="columns"):
        OpenedFile(written(tmp_path / "a.csv", header, [[FIRM]]))
