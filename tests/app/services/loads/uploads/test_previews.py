"""What an officer sees before loading is what is loaded: what changes, stays and goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.loads import uploads
from app.services.loads.upload_choices import Said
from app.services.loads.uploads import Refused, Trouble
from models import Contract, UploadState
from support.council_files import REGISTER, contract, written
from support.uploads import CARER, CLEANER, receive, work


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
