import pytest

from app.intake import UnusableInput
from app.intake.registry_rows import read_rows

HEADER = "StatementYear,Name,Address,Text"


def rows_of(tmp_path, *lines, header=HEADER):
    path = tmp_path / "registry.csv"
    path.write_bytes("\r\n".join([header, *lines]).encode("utf-8-sig"))
    names, rows = read_rows(path)
    assert names == header.split(",")
    return list(rows)


def test_rows_by_the_rules_with_lists_inside_cells(tmp_path):
    rows = rows_of(tmp_path, '2026,A,"1 Street\r\nTown","say ""aye"", twice"', '"2026",B,,', "", "2026,C,,x")
    assert rows == [
        (2, ["2026", "A", "1 Street\r\nTown", 'say "aye", twice']),
        (4, ["2026", "B", "", ""]),
        (6, ["2026", "C", "", "x"]),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"we say "face to face", always"', None),
        ('"we say "face to face" always, everywhere"', 'we say "face to face" always, everywhere'),
        ('"so-called "suppliers""', 'so-called "suppliers"'),
        ('"over\r\ntwo "lines" of it"', 'over\r\ntwo "lines" of it'),
    ],
)
def test_quotation_marks_that_were_not_doubled(tmp_path, cell, text):
    first, second = rows_of(tmp_path, f"2026,A,Town,{cell}", "2026,B,Town,fine")
    assert first == (2, ["2026", "A", "Town", text] if text else None)
    assert second[1] == ["2026", "B", "Town", "fine"]


def test_a_line_in_a_cell_may_look_like_the_start_of_a_row(tmp_path):
    rows = rows_of(tmp_path, '2026,A,Town,"In\r\n2025, we trained\r\n2024, we did not"', "2026,B,Town,x")
    assert [cells for _, cells in rows] == [
        ["2026", "A", "Town", "In\r\n2025, we trained\r\n2024, we did not"],
        ["2026", "B", "Town", "x"],
    ]


def test_a_broken_row_never_takes_cells_of_the_next(tmp_path):
    # The unclosed address of A would end at that of B, and the count of columns would be right.
    rows = rows_of(tmp_path, '2026,A,"1 Street,x', '2026,B,"2 Street",y', "2026,C,Town,z")
    assert rows == [(2, None), (3, ["2026", "B", "2 Street", "y"]), (4, ["2026", "C", "Town", "z"])]


def test_a_row_that_begins_without_a_year_costs_its_neighbours_nothing(tmp_path):
    rows = rows_of(
        tmp_path, "soon,A,Town,x", '2026,B,"1 Street\r\nTown",y', ",C,Town,z", "?,D", "2026,E,Town,"
    )
    assert rows == [
        (2, ["soon", "A", "Town", "x"]),
        (3, ["2026", "B", "1 Street\r\nTown", "y"]),
        (5, ["", "C", "Town", "z"]),
        (6, None),
        (7, ["2026", "E", "Town", ""]),
    ]


def test_too_few_and_too_many_columns_are_broken(tmp_path):
    assert [cells for _, cells in rows_of(tmp_path, "2026,A", "2026,B,C,D,E")] == [None, None]


def test_columns_in_another_order_are_read_by_the_rules(tmp_path):
    rows = rows_of(tmp_path, 'A,2026,"x\r\ny",', "B,2026", header="Name,StatementYear,Address,Text")
    assert rows == [(2, ["A", "2026", "x\r\ny", ""]), (4, None)]


def test_a_missing_and_an_empty_file_are_named(tmp_path):
    with pytest.raises(UnusableInput, match="there is no such file"):
        read_rows(tmp_path / "nowhere.csv")
    (tmp_path / "empty.csv").touch()
    with pytest.raises(UnusableInput, match=r"empty\.csv: the file is empty"):
        read_rows(tmp_path / "empty.csv")
