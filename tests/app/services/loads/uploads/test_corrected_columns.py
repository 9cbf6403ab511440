"""Columns and kinds that an officer corrects are remembered, for that council only."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.loads import uploads
from app.services.loads.upload_choices import Said
from app.services.loads.uploads import Refused
from models import ColumnMapping, Council, FileKind, Person, Role, SourceFile, UploadState
from support.council_files import SPEND, payment, written
from support.uploads import CARER, CLEANER, fields_of, receive, work


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
