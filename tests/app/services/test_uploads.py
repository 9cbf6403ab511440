"""Files added in the browser: read, looked at, corrected, loaded by the worker, undone; naughty ones told."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.extensions import clock
from app.services import load_undoing, uploads
from app.services.upload_choices import Said
from app.services.uploads import Refused, Trouble
from models import (
    AuditEvent,
    ColumnMapping,
    Contract,
    Council,
    FileKind,
    Person,
    Role,
    ScreeningRun,
    SourceFile,
    Supplier,
    Upload,
    UploadState,
    UploadStep,
)
from support.council_files import REGISTER, SPEND, contract, payment, written

CLEANER, CARER = "Northgate Cleaning Services Ltd", "Larkmoor Homecare Ltd"


@pytest.fixture
def council(session) -> Council:
    made = Council(slug="anytown", name="Anytown Council")
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def officer(session, council) -> Person:
    made = Person(email="ann@anytown.example", name="Ann Example", role=Role.OFFICER, council_id=council.id)
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def register(tmp_path: Path) -> bytes:
    rows = [
        contract(1, CLEANER, "01234567"),
        contract(2, CARER, "no number"),
        contract(3, "Mrs Jane Example"),
    ]
    return written(tmp_path / "register.csv", REGISTER, rows).read_bytes()


def receive(session, settings, officer, content: bytes, name: str = "register.csv") -> Upload:
    return uploads.receive(session, settings, officer, name, io.BytesIO(content), clock.now())


def work(session, settings, upload: Upload) -> bool:
    done = uploads.work(session, settings, upload.id, clock.now, clock.today())
    session.refresh(upload)
    return done


def stored(session) -> tuple[int, int, int]:
    tables = (Supplier, Contract, SourceFile)
    return tuple(session.scalar(select(func.count()).select_from(table)) for table in tables)


def kept_files(settings) -> list[Path]:
    return [path for path in (settings.data_dir / "uploads").rglob("*") if path.is_file()]


def fields_of(upload: Upload) -> dict[str, str]:
    return {column["header"]: column["field"] for column in upload.preview["layout"]["columns"]}


def test_a_small_file_is_read_at_once_and_loads_nothing(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register)
    assert (found.state, found.kind, found.problem) == (UploadState.PREVIEW, FileKind.CONTRACTS, "")
    assert stored(session) == (0, 0, 0)
    counts = found.counts
    assert (counts["rows_read"], counts["rows_loaded"], counts["people_rows"]) == (3, 2, 1)
    assert (counts["numbers_valid"], counts["numbers_malformed"], counts["numbers_none"]) == (1, 1, 0)
    changes = found.preview["changes"]
    assert (changes["new"], changes["contracts_added"], changes["gone"]) == (2, 2, 0)
    assert changes["new_names"] == [CLEANER, CARER]
    assert "Jane" not in str(found.preview) + str(found.problems)


def test_a_large_or_packed_file_waits_for_the_worker(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, gzip.compress(register), "register.csv.gz")
    assert (found.state, found.step) == (UploadState.QUEUED, UploadStep.READ)
    assert work(session, settings, found)
    assert (found.state, found.counts["rows_read"]) == (UploadState.PREVIEW, 3)
    assert not work(session, settings, found), "a task that is delivered twice does nothing"


def test_loading_stores_screens_and_forgets_the_content(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register)
    assert len(kept_files(settings)) == 1
    uploads.load(session, settings, officer, found, clock.now())
    assert (found.state, found.step) == (UploadState.QUEUED, UploadStep.LOAD)
    assert stored(session) == (0, 0, 0)
    assert work(session, settings, found)
    assert found.state == UploadState.DONE and stored(session) == (2, 2, 1)
    assert session.get_one(SourceFile, found.source_file_id).name == "register.csv"
    assert session.scalars(select(ScreeningRun)).one().supplier_id is None
    assert kept_files(settings) == [] and found.blob == "" and found.preview == {}
    said = session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)).all()
    assert said == ["upload.added", "upload.approved", "file.loaded"]


def test_an_undone_load_can_be_added_again(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register)
    uploads.load(session, settings, officer, found, clock.now())
    work(session, settings, found)
    with pytest.raises(Refused) as refused:
        receive(session, settings, officer, register)
    assert refused.value.trouble is Trouble.ALREADY_LOADED and refused.value.file.id == found.source_file_id
    source = session.get_one(SourceFile, found.source_file_id)
    load_undoing.undo(session, officer, source, clock.now(), clock.today())
    session.refresh(found)
    assert (found.state, found.source_file_id, stored(session)) == (UploadState.UNDONE, None, (0, 0, 0))
    assert receive(session, settings, officer, register).state == UploadState.PREVIEW


def test_the_preview_tells_what_changes_stays_and_goes(session, settings, officer, tmp_path: Path) -> None:
    first = written(tmp_path / "a.csv", REGISTER, [contract(1, CLEANER, "01234567"), contract(2, CARER)])
    found = receive(session, settings, officer, first.read_bytes())
    uploads.load(session, settings, officer, found, clock.now())
    work(session, settings, found)
    rows = [
        contract(1, CLEANER, "01234567"),
        contract(4, CLEANER, "01234567"),
        contract(5, "Anytown Skips Ltd"),
    ]
    second = written(tmp_path / "b.csv", REGISTER, rows)
    changes = receive(session, settings, officer, second.read_bytes(), "b.csv").preview["changes"]
    assert (changes["new"], changes["changed"], changes["same"], changes["gone"]) == (1, 1, 0, 1)
    assert changes["gone_names"] == [CARER] and changes["replaces"] == ["register.csv"]
    assert changes["changed_rows"] == [
        {"name": CLEANER, "cell": "spend", "before": "1000.00", "after": "2000.00"}
    ]
    assert (changes["contracts_added"], changes["contracts_same"], changes["contracts_left"]) == (2, 1, 1)


def test_a_preview_that_is_out_of_date_is_made_again(session, settings, officer, tmp_path: Path) -> None:
    one = written(tmp_path / "a.csv", REGISTER, [contract(1, CLEANER)]).read_bytes()
    two = written(tmp_path / "b.csv", REGISTER, [contract(2, CLEANER)]).read_bytes()
    first, second = (
        receive(session, settings, officer, one),
        receive(session, settings, officer, two, "b.csv"),
    )
    assert second.preview["changes"]["new"] == 1
    uploads.load(session, settings, officer, first, clock.now())
    work(session, settings, first)
    with pytest.raises(Refused) as refused:
        uploads.load(session, settings, officer, second, clock.now())
    assert refused.value.trouble is Trouble.OUT_OF_DATE
    assert second.preview["changes"]["new"] == 0
    uploads.load(session, settings, officer, second, clock.now())
    work(session, settings, second)
    assert second.state == UploadState.DONE


def test_corrected_columns_are_remembered_for_this_council_only(session, settings, officer, tmp_path) -> None:
    header = ("Who was paid", "Note", "Net Amount", "Payment Date")
    rows = [[CLEANER, "x", "12.00", "03/04/2026"]]
    april = written(tmp_path / "april.csv", header, rows).read_bytes()
    found = receive(session, settings, officer, april, "april.csv")
    assert found.state == UploadState.PREVIEW and not found.counts, "the supplier cannot be told"
    with pytest.raises(Refused):
        uploads.load(session, settings, officer, found, clock.now())
    said = Said({0: "supplier", 1: "category", 2: "amount", 3: ""}, "spend")
    uploads.choose(session, settings, officer, found, said, clock.now())
    assert (found.kind, found.counts["suppliers"]) == (FileKind.SPEND, 1)
    remembered = session.scalars(select(ColumnMapping)).one()
    assert remembered.fields == {"who was paid": "supplier", "note": "category", "payment date": ""}
    may = written(tmp_path / "may.csv", header, [[CARER, "y", "9.00", "03/05/2026"]]).read_bytes()
    again = receive(session, settings, officer, may, "may.csv")
    assert again.preview["layout"]["remembered"]["by"] == "Ann Example"
    assert fields_of(again) == {
        "Who was paid": "supplier",
        "Note": "category",
        "Net Amount": "amount",
        "Payment Date": "",
    }
    wider = written(
        tmp_path / "june.csv", (*header, "New"), [[CARER, "y", "9", "03/06/2026", "z"]]
    ).read_bytes()
    assert fields_of(receive(session, settings, officer, wider, "june.csv"))["Who was paid"] == "supplier"
    other = Council(slug="othertown", name="Othertown Council")
    session.add(other)
    session.flush()
    stranger = Person(email="eve@othertown.example", role=Role.OFFICER, council_id=other.id)
    session.add(stranger)
    session.commit()
    assert fields_of(receive(session, settings, stranger, may))["Who was paid"] == ""


def test_taking_a_correction_back_is_remembered_too(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register)
    told = {column["position"]: column["told"] for column in found.preview["layout"]["columns"]}
    uploads.choose(session, settings, officer, found, Said({**told, 1: ""}, "contracts"), clock.now())
    assert session.scalars(select(ColumnMapping)).one().fields == {"contract title": ""}
    assert fields_of(found)["Contract Title"] == ""
    uploads.choose(session, settings, officer, found, Said(told, "contracts"), clock.now())
    assert session.scalars(select(ColumnMapping)).all() == []
    assert fields_of(found)["Contract Title"] == "contract_title"


def test_the_kind_can_be_corrected(session, settings, officer, tmp_path: Path) -> None:
    rows = [payment(CLEANER, "77", "10.00"), payment(CLEANER, "77", "30.00")]
    found = receive(session, settings, officer, written(tmp_path / "s.csv", SPEND, rows).read_bytes())
    assert (found.kind, found.preview["changes"]["contracts_added"]) == (FileKind.SPEND, 1)
    told = {column["position"]: column["told"] for column in found.preview["layout"]["columns"]}
    uploads.choose(session, settings, officer, found, Said(told, "contracts"), clock.now())
    assert (found.kind, found.preview["changes"]["contracts_added"]) == (FileKind.CONTRACTS, 2)
    uploads.load(session, settings, officer, found, clock.now())
    work(session, settings, found)
    assert session.scalars(select(SourceFile.kind)).one() == FileKind.CONTRACTS


def test_what_was_previewed_is_loaded_whatever_is_said_meanwhile(
    session, settings, officer, tmp_path
) -> None:
    header = ("Supplier", "Amount", "Payment Date", "Note")
    first, second = (
        receive(
            session,
            settings,
            officer,
            written(tmp_path / name, header, [[CLEANER, "1.00", "03/04/2026", name]]).read_bytes(),
            name,
        )
        for name in ("april.csv", "may.csv")
    )
    uploads.load(session, settings, officer, first, clock.now())
    said = Said({0: "supplier", 1: "amount", 2: "date", 3: "category"}, "spend")
    uploads.choose(session, settings, officer, second, said, clock.now())
    work(session, settings, first)
    assert session.scalars(select(Contract.category)).all() == [""], "as the officer saw it"


def test_discarding_forgets_the_content(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register)
    uploads.discard(session, settings, officer, found, clock.now())
    assert (found.state, kept_files(settings)) == (UploadState.DISCARDED, [])
    with pytest.raises(Refused):
        uploads.load(session, settings, officer, found, clock.now())


def test_a_lost_worker_is_noticed_and_an_old_file_forgotten(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, gzip.compress(register))
    for _turn in range(uploads.MOST_ATTEMPTS):
        found.state = UploadState.RUNNING
        found.attempts += 1
        session.commit()
        later = found.queued_at + uploads.STALE_AFTER + timedelta(minutes=1)
        uploads.queue_again_if_lost(session, settings, later)
    assert found.state == UploadState.FAILED and "never finished" in found.problem
    uploads.retry(session, settings, found, later)
    work(session, settings, found)
    assert found.state == UploadState.PREVIEW
    uploads.queue_again_if_lost(session, settings, found.queued_at + uploads.KEPT_FOR + timedelta(days=1))
    assert (found.state, kept_files(settings)) == (UploadState.DISCARDED, [])


def test_a_fault_while_loading_leaves_nothing_and_names_nobody(
    session, settings, officer, register, monkeypatch
) -> None:
    found = receive(session, settings, officer, register)
    uploads.load(session, settings, officer, found, clock.now())

    def fails(*given, **named):
        raise RuntimeError("row with Mrs Jane Example")

    monkeypatch.setattr(uploads.supplier_files, "store_file", fails)
    with pytest.raises(RuntimeError):
        uploads.work(session, settings, found.id, clock.now, clock.today())
    session.refresh(found)
    assert (found.state, found.problem, stored(session)) == (UploadState.FAILED, "RuntimeError", (0, 0, 0))


def test_the_content_may_be_gone(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, gzip.compress(register))
    for path in kept_files(settings):
        path.unlink()
    work(session, settings, found)
    assert found.state == UploadState.FAILED and "add it again" in found.problem


# ------------------------------------------------------------------------------------------- naughty files


def bomb() -> bytes:
    """A workbook of a megabyte or so whose sheet unpacks to more than is allowed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        with parts.open("xl/media/filler.bin", "w", force_zip64=True) as filler:
            for _turn in range(610):
                filler.write(bytes(1_000_000))
    return content.getvalue()


def workbook(sheet: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", sheet)
    return content.getvalue()


def far_apart() -> bytes:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return workbook(f"<worksheet><sheetData>{cells}</sheetData></worksheet>")


def archive(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def repeated_cells() -> bytes:
    cell = '<t:table-cell o:value-type="string" t:number-columns-repeated="16000"><x:p>a</x:p></t:table-cell>'
    spaces = 'xmlns:t="urn:t" xmlns:o="urn:o" xmlns:x="urn:x"'
    row = f'<t:table-row t:number-rows-repeated="1000000">{cell}</t:table-row>'
    return archive(content_xml=f"<t:table {spaces}>{row}</t:table>").replace(b"content_xml", b"content.xml")


NAUGHTY = {
    "binary.csv": (bytes(range(256)) * 40, "no text"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "scan.xlsx": (b"%PDF-1.7 ...", "PDF"),
    "page.csv": (b"<!doctype html><p>Sign in", "web page"),
    "bomb.xlsx": (bomb, "too large"),
    "far.xlsx": (far_apart, "far apart"),
    "repeated.ods": (repeated_cells, "far apart"),
    "other.zip": (lambda: archive(readme_txt="hello"), "no workbook"),
    "binary.xlsb": (lambda: archive(xl__workbook_bin="x").replace(b"_bin", b".bin"), "XLSB"),
    "cut.csv.gz": (gzip.compress(b"Supplier,Amount\n" * 900)[:-20], "cut short"),
    "header.csv": (b"Supplier,Contract Title,Amount\r\n", "no rows"),
    "quote.csv": (b'Supplier,Amount\r\n"' + b"x" * 200_000, "quotation mark"),
    "wide.csv": (b"Supplier," + b",".join(b"c%d" % n for n in range(500)) + b"\r\nA Ltd\r\n", "columns"),
    "cut.json": (b'{"releases": [{"ocid": ', "JSON"),
    "deep.json": (b"[" * 150_000, "JSON"),
    "other.json": (b'{"hello": 1}', "releases"),
}


@pytest.mark.parametrize("name", NAUGHTY)
def test_a_naughty_file_is_told_and_loads_nothing(session, settings, officer, name: str) -> None:
    content, words = NAUGHTY[name]
    found = receive(session, settings, officer, content() if callable(content) else content, name)
    if found.state == UploadState.QUEUED:
        work(session, settings, found)
    if found.state == UploadState.PREVIEW:
        assert not found.counts, "only columns to choose from"
        with pytest.raises(Refused):
            uploads.load(session, settings, officer, found, clock.now())
    else:
        assert found.state == UploadState.FAILED and re.search(words, found.problem), found.problem
    assert stored(session) == (0, 0, 0)


def test_empty_and_large_files_are_refused_before_they_are_kept(session, settings, officer) -> None:
    for content, trouble in (
        (b"", Trouble.EMPTY),
        (bytes(settings.upload_megabytes * 2**20 + 1), Trouble.TOO_LARGE),
    ):
        with pytest.raises(Refused) as refused:
            receive(session, settings, officer, content)
        assert refused.value.trouble is trouble
    assert not (settings.data_dir / "uploads").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings_formulas_and_twin_headers(session, settings, officer, encoding: str) -> None:
    text = (
        'Supplier,Amount,Amount,Contract Title\r\nCaffi Tŷ Cyf,"£1,000.00",,=1+1\r\n@SUM(A1) Ltd,2,,-2+3\r\n'
    )
    text = text.replace("ŷ", "y") if encoding == "cp1252" else text
    found = receive(session, settings, officer, text.encode(encoding))
    assert found.state == UploadState.PREVIEW and found.counts["suppliers"] == 2
    words = [column["words"] for column in found.preview["layout"]["columns"]]
    assert words == ["supplier", "amount", "amount #2", "contract title"]
    uploads.load(session, settings, officer, found, clock.now())
    work(session, settings, found)
    assert session.scalars(select(Contract.title)).all() == ["=1+1", "-2+3"], "text stays text"


def test_names_of_files_are_tidied(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register, "..\\..\\etc/" + "é" * 300 + "\n.csv")
    assert found.name.endswith(".csv") and len(found.name.encode()) <= 120 and "/" not in found.name
    assert receive(session, settings, officer, register, "/..").name
