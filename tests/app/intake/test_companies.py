"""Companies House's basic company data, in the published layout, with fictitious companies."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from app.intake import UnusableInput, Wanted, bulk_files, companies, read_companies
from support.companies_house import HEADER, company_row, write_companies

NORTHGATE = {"CompanyName": "NORTHGATE CLEANING SERVICES LIMITED", "CompanyNumber": "01111111"}
QUILL = {
    "CompanyName": "QUILLMOOR INTERIORS LIMITED",
    "CompanyNumber": "SC022222",
    "RegAddress.PostCode": "eh1  1aa",
    "CompanyStatus": "Active",
    "PreviousName_1.CompanyName": "QUILLMOOR UPHOLSTERY PARTNERS LIMITED",
    "PreviousName_1.CONDATE": "14/05/2019",
    "PreviousName_2.CompanyName": "QUILLMOOR (1987) LIMITED",
}


def wanted(*names: str, numbers: tuple[str, ...] = ()) -> Wanted:
    return Wanted(frozenset(numbers), frozenset(names))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_companies(tmp_path / "BasicCompanyDataAsOneFile-2026-11-01.csv", NORTHGATE, QUILL)


def test_a_company_is_kept_by_its_number_with_all_its_previous_names(register: Path) -> None:
    read = read_companies(register, wanted(numbers=("SC022222",)))
    [company] = read.companies
    assert (company.name, company.postcode, company.status) == (
        "QUILLMOOR INTERIORS LIMITED",
        "EH1 1AA",
        "Active",
    )
    assert [(one.name, one.until) for one in company.previous] == [
        ("QUILLMOOR UPHOLSTERY PARTNERS LIMITED", date(2019, 5, 14)),
        ("QUILLMOOR (1987) LIMITED", None),
    ]
    assert (read.rows_read, read.as_at, read.reasons) == (2, date(2026, 11, 1), {})


@pytest.mark.parametrize("name", ["northgatecleaningservices", "quillmoorupholsterypartners"])
def test_a_company_is_kept_by_a_present_or_previous_name(register: Path, name: str) -> None:
    assert len(read_companies(register, wanted(name)).companies) == 1


def test_a_company_that_nobody_asks_for_is_read_and_left(register: Path) -> None:
    read = read_companies(register, wanted("harbourconstruction"))
    assert (read.rows_read, read.companies) == (2, ())


def test_broken_rows_are_counted_by_their_reason(tmp_path: Path) -> None:
    path = tmp_path / "companies-2026-11-01.csv"
    write_companies(path, NORTHGATE, {**QUILL, "CompanyNumber": "??"}, {**QUILL, "CompanyName": " "})
    with path.open("a", encoding="utf-8") as file:
        file.write("one,cell,too,few\r\n\r\n")
    read = read_companies(path, wanted(numbers=("01111111",)))
    assert len(read.companies) == 1 and read.rows_read == 4
    assert read.reasons == {companies.NO_NUMBER: 1, companies.NO_NAME: 1, companies.BROKEN_ROW: 1}
    assert [row.line for row in read.skipped] == [3, 4, 5]


def test_skipped_rows_beyond_the_told_ones_are_counted_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_files, "TOLD", 2)
    rows: list[Mapping[str, str]] = [{**QUILL, "CompanyNumber": "??"}] * 5
    read = read_companies(write_companies(tmp_path / "c-2026-11-01.csv", *rows), wanted())
    assert len(read.skipped) == 2 and read.reasons == {companies.NO_NUMBER: 5}


def test_the_file_may_be_zipped_or_gzipped_as_published(register: Path, tmp_path: Path) -> None:
    zipped = tmp_path / "BasicCompanyDataAsOneFile-2026-11-01.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(register, register.name)
    packed = tmp_path / "BasicCompanyDataAsOneFile-2026-11-01.csv.gz"
    packed.write_bytes(gzip.compress(register.read_bytes()))
    plain, *others = (
        read_companies(path, wanted(numbers=("01111111",))).companies for path in (register, zipped, packed)
    )
    assert others == [plain, plain] and plain


def test_an_archive_of_several_files_says_what_to_do(register: Path, tmp_path: Path) -> None:
    zipped = tmp_path / "parts-2026-11-01.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(register, "part1.csv")
        archive.write(register, "part2.csv")
    with pytest.raises(UnusableInput, match="2 files; unpack it"):
        read_companies(zipped, wanted())


@pytest.mark.parametrize("cut", ["zip", "gz"])
def test_a_damaged_archive_is_told(register: Path, tmp_path: Path, cut: str) -> None:
    path = tmp_path / f"companies-2026-11-01.{cut}"
    if cut == "gz":
        whole = gzip.compress(register.read_bytes())
    else:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.write(register, "one.csv")
        whole = buffer.getvalue()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnusableInput, match="damaged or cut short"):
        read_companies(path, wanted())


def test_another_file_is_refused_with_the_columns_that_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "other-2026-11-01.csv"
    path.write_text("Name,CompanyNumber\nx,1\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"basic company data; it lacks .*RegAddress\.PostCode"):
        read_companies(path, wanted())


def test_the_day_is_asked_for_where_the_name_does_not_say_it(tmp_path: Path) -> None:
    path = write_companies(tmp_path / "companies.csv", NORTHGATE)
    with pytest.raises(UnusableInput, match="--as-at"):
        read_companies(path, wanted())
    assert read_companies(path, wanted(), as_at=date(2026, 11, 1)).as_at == date(2026, 11, 1)


def test_progress_is_told_to_the_end(register: Path) -> None:
    told: list[int] = []
    read_companies(register, wanted(), progress=told.append)
    assert told == [2]


def test_the_fixture_has_the_published_header() -> None:
    names = [name.strip() for name in next(csv.reader([HEADER]))]
    assert len(names) == len(company_row(NORTHGATE)) == 55
    assert names[:2] == ["CompanyName", "CompanyNumber"]
