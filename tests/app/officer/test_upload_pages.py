"""Adding a file in the browser, page by page, without JavaScript."""

from __future__ import annotations

import gzip
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app import tasks
from app.extensions import clock
from app.services.loads import load_undo_work, uploads
from models import Council, LoadUndo, Person, Role, SourceFile, Supplier, Upload, UploadState
from support.council_files import REGISTER, contract, written


@pytest.fixture
def register(tmp_path: Path) -> bytes:
    rows = [contract(1, "Thornbury Paving Ltd", "01234567"), contract(2, "Mrs Jane Example"), contract(3, "")]
    return written(tmp_path / "register.csv", REGISTER, rows).read_bytes()


def send(client, content: bytes, name: str = "register.csv"):
    return client.post("/officer/files/add", data={"file": (io.BytesIO(content), name)})


def other_person(session, of: Council, role: Role = Role.OFFICER) -> Person:
    made = Person(email=f"{role}@{of.slug}.example", name="Other", role=role, council_id=of.id)
    session.add(made)
    session.commit()
    return made


def only(session) -> Upload:
    session.expire_all()
    return session.scalars(select(Upload).order_by(Upload.id.desc()).limit(1)).one()


def do_work(session, settings) -> None:
    uploads.work(session, settings, only(session).id, clock.now, clock.today())


def test_from_adding_to_loading_to_undoing(session, settings, world, sign_in, register) -> None:
    client = sign_in(world.officer)
    assert "/officer/files/add" in client.get("/officer/registry-copies").text
    sent = send(client, register)
    assert sent.status_code == 302
    page = client.get(sent.location).text
    assert "Thornbury Paving Ltd" in page and "Jane" not in page
    assert "no supplier is named" in page and "Load this file" in page
    listed = client.get("/officer/files/add").text
    assert "register.csv" in listed and "ready to look at" in listed
    client.post(f"{sent.location}/load")
    page = client.get(sent.location)
    assert page.headers["Refresh"] == "5" and "Waiting for its turn" in page.text
    assert "Refresh" not in client.get(f"{sent.location}?still=1").headers, "who reads slowly may stop it"
    do_work(session, settings)
    page = client.get(sent.location)
    assert "Undo this load" in page.text and "Refresh" not in page.headers
    file = session.scalars(select(SourceFile).where(SourceFile.name == "register.csv")).one()
    page = client.get(f"/officer/registry-copies/{file.id}/undo").text
    assert "1 contract of this file goes" in page and "1 supplier that it added goes" in page
    assert client.post(f"/officer/registry-copies/{file.id}/undo").status_code == 302
    assert session.scalars(select(Supplier).where(Supplier.name == "Thornbury Paving Ltd")).all() == []
    assert "the load was undone" in client.get(sent.location).text


def test_every_problem_can_be_downloaded(world, sign_in, register) -> None:
    client = sign_in(world.officer)
    sent = send(client, register)
    answer = client.get(f"{sent.location}/problems.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    lines = answer.data.decode("utf-8-sig").splitlines()
    row = "4,no supplier is named,,write who supplies or is paid,left out"
    assert lines == ["line,what,value,how to mend it,row", row]


def test_columns_are_corrected_with_selects(session, world, sign_in) -> None:
    client = sign_in(world.officer)
    sent = send(
        client, b"Who,How much,Payment Date\r\nThornbury Paving Ltd,12.00,03/04/2026\r\n", "april.csv"
    )
    page = client.get(sent.location).text
    assert "cannot be told" in page and "Load this file" not in page
    assert re.search(r'<label[^>]*for="column-0">Who</label>', page)
    form = {
        "column-0": "supplier",
        "column-1": "amount",
        "column-2": "date",
        "kind": "spend",
        "column-x": "name",
    }
    assert client.post(f"{sent.location}/columns", data=form).status_code == 302
    page = client.get(sent.location).text
    assert "Load this file" in page and "Thornbury Paving Ltd" in page
    assert only(session).mapping["columns"] == {"0": "supplier", "1": "amount", "2": "date"}
    assert (
        "Read as Ann Example said"
        in client.get(send(client, b"Who,How much,Payment Date\r\nA Ltd,1,\r\n").location).text
    )


def test_values_of_the_form_that_mean_nothing_are_passed_over(session, world, sign_in, register) -> None:
    client = sign_in(world.officer)
    sent = send(client, register)
    form = {"column-999": "supplier", "column--1": "amount", "column-2": "supplier", "kind": "registry"}
    assert client.post(f"{sent.location}/columns", data=form).status_code == 302
    assert client.get(sent.location).status_code == 200
    assert only(session).state == UploadState.PREVIEW


def test_a_file_that_cannot_be_used_says_why_and_can_be_discarded(session, world, sign_in) -> None:
    client = sign_in(world.officer)
    sent = send(client, b"%PDF-1.7", "scan.csv")
    page = client.get(sent.location).text
    assert "this is a PDF" in page and "Nothing was loaded" in page
    assert client.post(f"{sent.location}/discard").status_code == 302
    assert only(session).state == UploadState.DISCARDED
    assert "was discarded" in client.get(sent.location).text


def test_no_file_an_empty_one_and_one_twice(session, settings, world, sign_in, register) -> None:
    client = sign_in(world.officer)
    assert "Choose a file" in client.post("/officer/files/add", data={}).text
    assert "The file is empty" in send(client, b"").text
    sent = send(client, register)
    client.post(f"{sent.location}/load")
    do_work(session, settings)
    page = send(client, register).text
    assert "is loaded already" in page and "/officer/registry-copies/" in page


def test_a_packed_file_shows_how_far_it_is(session, settings, world, sign_in, register) -> None:
    client = sign_in(world.officer)
    sent = send(client, gzip.compress(register), "register.csv.gz")
    waiting = only(session)
    assert "Refresh" in client.get(sent.location).headers
    waiting.state, waiting.progress = UploadState.RUNNING, 5000
    session.commit()
    assert "5,000 rows read so far" in client.get(sent.location).text
    waiting.state = UploadState.QUEUED
    session.commit()
    do_work(session, settings)
    assert "Load this file" in client.get(sent.location).text


def test_another_council_sees_nothing_of_it(session, settings, world, sign_in, register) -> None:
    sent = send(sign_in(world.officer), register)
    council = Council(slug="othertown", name="Othertown Council")
    session.add(council)
    session.flush()
    stranger = sign_in(other_person(session, council, Role.LEAD))
    assert stranger.get(sent.location).status_code == 404
    assert stranger.get(f"{sent.location}/problems.csv").status_code == 404
    for act in ("columns", "load", "discard", "retry"):
        assert stranger.post(f"{sent.location}/{act}").status_code == 404
    assert "register.csv" not in stranger.get("/officer/files/add").text
    file = session.scalars(select(SourceFile)).first()
    assert stranger.post(f"/officer/registry-copies/{file.id}/undo").status_code == 404


def test_a_colleague_may_load_but_not_undo_and_a_lead_may(
    session, settings, world, sign_in, register
) -> None:
    sent = send(sign_in(world.officer), register)
    colleague = sign_in(other_person(session, world.council))
    colleague.post(f"{sent.location}/load")
    do_work(session, settings)
    file = session.scalars(select(SourceFile).where(SourceFile.name == "register.csv")).one()
    adder = sign_in(world.officer)
    page = adder.post(f"/officer/registry-copies/{file.id}/undo").text
    assert "Only the person who loaded the file, or a lead" in page
    lead = sign_in(other_person(session, world.council, Role.LEAD))
    assert lead.post(f"/officer/registry-copies/{file.id}/undo").status_code == 302


def test_copies_of_registers_are_nobodys_to_undo(session, world, sign_in) -> None:
    shared = session.scalars(select(SourceFile).where(SourceFile.council_id.is_(None))).first()
    client = sign_in(world.officer)
    assert client.get(f"/officer/registry-copies/{shared.id}/undo").status_code == 404
    assert "Undo" not in client.get(f"/officer/registry-copies/{shared.id}").text


def test_a_large_load_is_undone_in_the_background_while_its_page_tells(
    session, settings, world, sign_in, register, monkeypatch
) -> None:
    client = sign_in(world.officer)
    sent = send(client, register)
    client.post(f"{sent.location}/load")
    do_work(session, settings)
    file = session.scalars(select(SourceFile).where(SourceFile.name == "register.csv")).one()
    monkeypatch.setattr(load_undo_work, "AT_ONCE", 0)
    address = f"/officer/registry-copies/{file.id}/undo"
    assert "goes on in the background" in client.get(address).text
    asked = client.post(address)
    assert asked.location.startswith("/officer/files/undone/")
    assert client.get(address).location == client.post(address).location == asked.location
    page = client.get(asked.location)
    assert page.headers["Refresh"] == "5" and "Waiting for its turn" in page.text
    assert "Refresh" not in client.get(f"{asked.location}?still=1").headers
    assert session.scalars(select(Supplier).where(Supplier.name == "Thornbury Paving Ltd")).all()
    undo = session.scalars(select(LoadUndo)).one()
    tasks.undo_load(undo.id)
    session.expire_all()
    page = client.get(asked.location)
    assert "Refresh" not in page.headers and "The load was undone on" in page.text
    assert "1 contract of this file goes" in page.text
    assert session.scalars(select(Supplier).where(Supplier.name == "Thornbury Paving Ltd")).all() == []
    assert "the load was undone" in client.get(sent.location).text


def test_an_undo_that_was_no_longer_possible_says_why(
    session, settings, world, sign_in, register, monkeypatch
) -> None:
    client = sign_in(world.officer)
    first = send(client, register)
    client.post(f"{first.location}/load")
    do_work(session, settings)
    file = session.scalars(select(SourceFile).where(SourceFile.name == "register.csv")).one()
    monkeypatch.setattr(load_undo_work, "AT_ONCE", 0)
    asked = client.post(f"/officer/registry-copies/{file.id}/undo")
    second = send(client, register.replace(b"Thornbury", b"Othorny"), "second.csv")
    client.post(f"{second.location}/load")
    do_work(session, settings)
    tasks.undo_load(session.scalars(select(LoadUndo)).one().id)
    page = client.get(asked.location).text
    assert "This load was not undone. Nothing was changed." in page
    assert "A later file has replaced this one" in page


def test_an_undo_of_another_council_is_not_found(
    session, settings, world, sign_in, register, monkeypatch
) -> None:
    monkeypatch.setattr(load_undo_work, "AT_ONCE", 0)
    client = sign_in(world.officer)
    sent = send(client, register)
    client.post(f"{sent.location}/load")
    do_work(session, settings)
    file = session.scalars(select(SourceFile).where(SourceFile.name == "register.csv")).one()
    asked = client.post(f"/officer/registry-copies/{file.id}/undo")
    elsewhere = Council(slug="elsewhere", name="Elsewhere Council")
    session.add(elsewhere)
    session.flush()
    stranger = sign_in(other_person(session, elsewhere, Role.LEAD))
    assert stranger.get(asked.location).status_code == 404


@pytest.fixture
def namesakes(session, world) -> bytes:
    """A register in which a supplier that is known by its number stands without it."""
    session.add(
        Supplier(
            council_id=world.council.id,
            key="07654321",
            name="Larkmoor Homecare Ltd",
            company_number="07654321",
            spend=Decimal(48_250),
            credits=Decimal(0),
        )
    )
    session.commit()
    rows = [contract(1, "LARKMOOR HOMECARE LIMITED"), contract(2, "Other Ltd")]
    return ("\r\n".join(",".join(row) for row in (REGISTER, *rows))).encode()


def test_a_row_with_the_name_of_a_supplier_is_asked_about_and_told(
    session, settings, world, sign_in, namesakes
) -> None:
    client = sign_in(world.officer)
    sent = send(client, namesakes)
    page = client.get(sent.location).text
    assert "1 row has the very name of a supplier that you have" in page
    assert "You have: Larkmoor Homecare Ltd, company number 07654321, 48,250 pounds." in page
    box = re.search(r'<input[^>]*name="same"[^>]*>', page)
    assert box and "checked" not in box[0] and 'value="larkmoor homecare ltd"' in box[0]
    assert page.count("/load") == 1, "one button loads the file, and sends the ticks"
    client.post(f"{sent.location}/load", data={"asked": "yes", "same": "larkmoor homecare ltd"})
    do_work(session, settings)
    session.expire_all()
    (supplier,) = session.scalars(select(Supplier).where(Supplier.name.icontains("larkmoor")))
    assert [one.reference for one in supplier.contracts] == ["C1"]
    shown = client.get(f"/officer/suppliers/{supplier.id}").text
    assert "An officer said that rows of this name in a file are this supplier: register.csv" in shown
    again = send(client, namesakes.replace(b"C1", b"C9"))
    page = client.get(again.location).text
    assert f"{world.officer.name} said on" in page
    assert "checked" in re.search(r'<input[^>]*name="same"[^>]*>', page)[0]
    client.post(f"{again.location}/load", data={"asked": "yes"})
    do_work(session, settings)
    session.expire_all()
    assert len(session.scalars(select(Supplier).where(Supplier.name.icontains("larkmoor"))).all()) == 2


def test_a_page_without_the_question_says_nothing_new_of_rows(
    session, settings, world, sign_in, namesakes
) -> None:
    client = sign_in(world.officer)
    sent = send(client, namesakes)
    client.post(f"{sent.location}/load", data={"asked": "yes", "same": "larkmoor homecare ltd"})
    do_work(session, settings)
    again = send(client, namesakes.replace(b"C1", b"C9"))
    client.post(f"{again.location}/load")  # as by a page that was read before there was the question
    do_work(session, settings)
    session.expire_all()
    (supplier,) = session.scalars(select(Supplier).where(Supplier.name.icontains("larkmoor")))
    assert [one.reference for one in supplier.contracts] == ["C9"]
