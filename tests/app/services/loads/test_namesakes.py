"""Rows with the name of a supplier that the council has: asked of, told, remembered, and undone whole."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.intake import read_council_file
from app.services.background.progress import silent
from app.services.loads import load_previews, load_undoing, namesakes, supplier_files, uploads
from app.services.organisations import merging
from app.store import audit
from models import AuditEvent, Base, Contract, Person, QueueEntry, RowOwner, Supplier, Upload
from support.council_files import REGISTER, SPEND, contract, payment, written

NAME = "Thornbury Paving Ltd"
WITH_VAT = (*REGISTER, "VAT Number", "Charity Number")


@pytest.fixture
def paving(session, world) -> Supplier:
    """A supplier with a company number, of an earlier register."""
    made = Supplier(council_id=world.council.id, key="01234567", name=NAME, company_number="01234567")
    made.spend, made.credits = Decimal(50_000), Decimal(0)
    session.add(made)
    session.commit()
    return made


def send(world, path: Path) -> Upload:
    with path.open("rb") as file:
        content = io.BytesIO(file.read())
    return uploads.receive(world.session, world.settings, world.officer, path.name, content, clock.now())


def load(world, upload: Upload, same: set[str] | None = None) -> None:
    uploads.load(world.session, world.settings, world.officer, upload, clock.now(), same)
    uploads.work(world.session, world.settings, upload.id, clock.now, clock.today())
    world.session.expire_all()


def asked(upload: Upload) -> list[tuple[str, str]]:
    return [(one["name"], one["owner"]) for one in upload.preview["changes"]["namesakes"]]


def called(world, name: str = "thornbury") -> list[Supplier]:
    world.session.expire_all()
    query = select(Supplier).where(Supplier.council_id == world.council.id, Supplier.name.icontains(name))
    return list(world.session.scalars(query.order_by(Supplier.id)))


def cells(world) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of what a load may touch."""
    world.session.expire_all()
    names = ("supplier", "contract", "source_file", "file_load", "queue_entry")
    tables = {name: Base.metadata.tables[name] for name in names}
    return {
        name: [tuple(row) for row in world.session.execute(select(table).order_by(*table.primary_key))]
        for name, table in tables.items()
    }


def test_left_unticked_a_row_makes_a_supplier_of_its_own(world, paving, tmp_path) -> None:
    upload = send(world, written(tmp_path / "a.csv", REGISTER, [contract(1, "THORNBURY PAVING LIMITED")]))
    assert asked(upload) == [("THORNBURY PAVING LIMITED", NAME)]
    assert upload.preview["changes"]["new"] == 1
    load(world, upload, set())
    assert [one.company_number for one in called(world)] == ["01234567", ""]
    assert world.session.scalars(select(RowOwner)).all() == []
    again = send(world, written(tmp_path / "b.csv", REGISTER, [contract(2, NAME)]))
    assert asked(again) == [], "it is a supplier now, found by its own key"


def test_a_ticked_row_goes_to_the_supplier_and_the_next_file_remembers_it(world, paving, tmp_path) -> None:
    upload = send(world, written(tmp_path / "a.csv", REGISTER, [contract(1, "THORNBURY PAVING LIMITED")]))
    (row,) = upload.preview["changes"]["namesakes"]
    load(world, upload, {row["row_key"]})
    (supplier,) = called(world)
    assert (supplier.id, supplier.name, supplier.key) == (paving.id, NAME, "01234567")
    assert [one.reference for one in supplier.contracts] == ["C1"]
    assert supplier.spend == Decimal(1_000), "as of a row with its number, the newest register counts"
    told = audit.of_subjects(world.session, world.council.id, [("supplier", paving.id)])
    assert told[0].action == "supplier.rows_added" and told[0].detail["file"] == "a.csv"
    assert told[0].actor == f"officer:{world.officer.id}"

    again = send(world, written(tmp_path / "b.csv", REGISTER, [contract(2, NAME), contract(3, "Other Ltd")]))
    (row,) = again.preview["changes"]["namesakes"]
    assert row["said_by"] == world.officer.name
    assert again.preview["changes"]["new_names"] == ["Other Ltd"]
    load(world, again)
    assert [[c.reference for c in one.contracts] for one in called(world)] == [["C2"]]


def test_what_was_said_can_be_taken_back_with_the_next_file(world, paving, tmp_path) -> None:
    upload = send(world, written(tmp_path / "a.csv", REGISTER, [contract(1, NAME)]))
    load(world, upload, {"thornbury paving ltd"})
    assert len(called(world)) == 1
    again = send(world, written(tmp_path / "b.csv", REGISTER, [contract(2, NAME)]))
    load(world, again, set())
    assert world.session.scalars(select(RowOwner)).all() == []
    assert [[c.reference for c in one.contracts] for one in called(world)] == [[], ["C2"]]
    newest = audit.of_subjects(world.session, world.council.id, [("supplier", paving.id)])
    assert "supplier.rows_kept_apart" in {one.action for one in newest}


def test_a_row_beside_one_with_the_number_is_added_up(world, paving, tmp_path) -> None:
    """Names without a legal form stay two in one file, if each has a number of its own."""
    paving.name = name = "Thornbury Paving"
    world.session.commit()
    header = (*REGISTER, "Supplier ID")
    rows = [[*contract(1, name, "01234567", "700"), ""], [*contract(2, name, "", "55.50"), "V77"]]
    upload = send(world, written(tmp_path / "a.csv", header, rows))
    assert asked(upload) == [(name, name)]
    load(world, upload, {"V77"})
    (supplier,) = called(world)
    assert (supplier.vendor_id, supplier.company_number) == ("V77", "01234567")
    assert supplier.spend == Decimal("755.50")
    assert [one.reference for one in supplier.contracts] == ["C1", "C2"]


def test_undoing_the_load_puts_every_cell_back(world, paving, tmp_path) -> None:
    world.screen_all()
    before = cells(world)
    rows = [contract(1, NAME), contract(2, "Other Ltd")]
    load(world, upload := send(world, written(tmp_path / "a.csv", REGISTER, rows)), {"thornbury paving ltd"})
    assert cells(world) != before
    source = upload.source_file
    load_undoing.undo(world.session, world.officer, source, clock.now(), clock.today())
    after = cells(world)
    assert after == before
    assert len(world.session.scalars(select(RowOwner)).all()) == 1, "what the officer said stays said"


@pytest.mark.parametrize(
    ("row", "change"),
    [
        pytest.param([*contract(1, NAME, "07654321"), "", ""], {}, id="another company number"),
        pytest.param([*contract(1, NAME), "GB 999 9999 73", ""], {"vat_number": "123456789"}, id="VAT"),
        pytest.param([*contract(1, NAME), "", "1121596"], {"charity_number": "1121597"}, id="charity"),
        pytest.param([*contract(1, "Thornbury Paving LLP"), "", ""], {}, id="another legal form"),
        pytest.param([*contract(1, NAME), "", ""], {"no_number": "sole_trader"}, id="a person"),
        pytest.param(
            [*contract(1, NAME, "07654321"), "", ""],
            {"company_number": "", "no_number": "charity"},
            id="an officer said that it has no number",
        ),
    ],
)
def test_it_is_not_asked_where_something_speaks_against_it(world, paving, tmp_path, row, change) -> None:
    for name, cell in change.items():
        setattr(paving, name, cell)
    world.session.commit()
    upload = send(world, written(tmp_path / "a.csv", WITH_VAT, [row]))
    assert asked(upload) == [] and upload.preview["changes"]["new"] == 1
    load(world, upload, {"thornbury paving ltd", "thornbury paving llp", "07654321"})
    assert len(called(world)) == 2, "nor is it done by a form that nobody was shown"


def test_it_is_not_asked_where_two_have_the_name(world, paving, tmp_path) -> None:
    world.session.add(
        Supplier(council_id=world.council.id, key="V1", name=NAME.upper(), vendor_id="V1", credits=Decimal(0))
    )
    world.session.commit()
    assert asked(send(world, written(tmp_path / "a.csv", REGISTER, [contract(1, NAME)]))) == []


def test_what_was_said_counts_no_more_once_something_speaks_against_it(world, paving, tmp_path) -> None:
    load(world, send(world, written(tmp_path / "a.csv", WITH_VAT, [[*contract(1, NAME), "", ""]])), {
        "thornbury paving ltd"
    })  # fmt: skip
    paving.vat_number = "123456789"
    world.session.commit()
    row = [*contract(2, NAME), "GB 999 9999 73", ""]
    again = send(world, written(tmp_path / "b.csv", WITH_VAT, [row]))
    assert asked(again) == []
    load(world, again)
    assert len(called(world)) == 2


def test_of_a_supplier_that_was_merged_since_its_rows_go_to_the_survivor(world, paving, tmp_path) -> None:
    load(world, send(world, written(tmp_path / "a.csv", REGISTER, [contract(1, NAME)])), {
        "thornbury paving ltd"
    })  # fmt: skip
    merging.merge(
        world.session, world.officer, world.builder, paving, "One firm.", clock.now(), clock.today()
    )
    load(world, send(world, written(tmp_path / "b.csv", REGISTER, [contract(2, NAME)])))
    (row,) = world.session.scalars(select(Contract).where(Contract.reference == "C2"))
    assert (row.supplier_id, row.recorded_under_id) == (world.builder.id, paving.id)


def test_the_rows_of_the_queue_after_an_undo_are_those_that_would_be_made_anew(
    world, paving, tmp_path, monkeypatch
) -> None:
    """Only the suppliers that the load touched are written, the others being as they were."""
    world.screen_all()
    survivor = world.builder
    merging.merge(world.session, world.officer, survivor, paving, "One firm.", clock.now(), clock.today())
    world.screen_all()
    rows = [contract(1, NAME), contract(2, world.cleaner.name), contract(3, "Other Ltd")]
    load(world, upload := send(world, written(tmp_path / "a.csv", REGISTER, rows)))
    world.screen_all()
    written_to: set[int] = set()
    refresh = load_undoing.queue_entries.refresh_some

    def watched(session, council_id, ids) -> None:
        written_to.update(ids)
        refresh(session, council_id, ids)

    monkeypatch.setattr(load_undoing.queue_entries, "refresh_some", watched)
    load_undoing.undo(world.session, world.officer, upload.source_file, clock.now(), clock.today())
    kept = cells(world)["queue_entry"]
    assert world.lawyer.id not in written_to and kept
    load_undoing.queue_entries.refresh(world.session, world.council.id)
    assert cells(world)["queue_entry"] == kept
    assert world.session.get(QueueEntry, world.lawyer.id) is not None


def test_a_load_by_the_command_line_keeps_to_what_was_said(world, paving, tmp_path) -> None:
    load(world, send(world, written(tmp_path / "a.csv", REGISTER, [contract(1, NAME)])), {
        "thornbury paving ltd"
    })  # fmt: skip
    path = written(tmp_path / "b.csv", REGISTER, [contract(2, NAME)])
    supplier_files.load(world.session, world.council, path, clock.now(), silent)
    assert len(called(world)) == 1
    read = read_council_file(written(tmp_path / "c.csv", REGISTER, [contract(3, NAME)]))
    compared = load_previews.compare(world.session, world.council, read, False)
    assert (compared["new"], compared["same"] + compared["changed"]) == (0, 1)
    (again,) = namesakes.asked(world.session, world.council.id, read.suppliers)
    assert again.said is not None and again.said.person_id == world.officer.id
    assert isinstance(again.said.person, Person)
    actions = world.session.scalars(select(AuditEvent.action)).all()
    assert actions.count("supplier.rows_added") == 1 and audit.first_broken(world.session) is None


def test_a_register_leaves_alone_what_a_file_of_payments_says_was_spent(world, paving, tmp_path) -> None:
    """The values of contracts are no payments: they count only where nobody says what was paid."""
    load(world, send(world, written(tmp_path / "a.csv", SPEND, [payment(NAME, "V77", "900.00")])), {"V77"})
    rows = [contract(1, NAME, "01234567", "70"), contract(2, "Other Ltd", "", "80")]
    upload = send(world, written(tmp_path / "b.csv", REGISTER, rows))
    cells_told = [one["cell"] for one in upload.preview["changes"]["changed_rows"]]
    assert "spend" not in cells_told
    load(world, upload)
    (supplier,) = called(world)
    assert supplier.spend == Decimal(900) and len(supplier.contracts) == 2
    assert called(world, "other")[0].spend == Decimal(80)
    newer = [payment(NAME, "V77", "1000.00")]
    load(world, send(world, written(tmp_path / "c.csv", SPEND, newer)))
    assert called(world)[0].spend == Decimal(1_000)
