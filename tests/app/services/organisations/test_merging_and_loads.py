"""Files that are loaded, and loads that are undone, before and after suppliers were merged."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import clock
from app.intake import read_council_file
from app.services.background.progress import silent
from app.services.loads import load_previews, load_undoing, supplier_files
from app.services.organisations import merging
from app.store import audit, merged
from models import Base, Contract, Council, Person, Role, SourceFile, Supplier, SupplierMerge
from support.council_files import REGISTER, SPEND, contract, payment, written

NORTH, SCHOOLS = "Northgate Cleaning Services Ltd", "Northgate Cleaning (Schools)"
LEGAL = "Brightwell Legal LLP"
FIRMS = (NORTH, SCHOOLS, LEGAL, "Anytown Skips Ltd", "Larkmoor Homecare Ltd")
WATCHED = ("supplier", "contract", "source_file", "file_load")


@pytest.fixture
def council(session) -> Council:
    made = Council(slug="anytown", name="Anytown Council")
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def lead(session, council) -> Person:
    made = Person(email="lead@anytown.example", name="Lea Lead", role=Role.LEAD, council_id=council.id)
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def load(session, council, tmp_path: Path):
    """Load a file of these rows, each time under a name of its own."""
    loaded: list[int] = []

    def load(header, *rows, beside: bool = False) -> SourceFile:
        loaded.append(1)
        path = written(tmp_path / f"{len(loaded)}.csv", header, rows)
        read = read_council_file(path)
        source = supplier_files.store_file(session, council, read, clock.now(), silent, None, beside)
        session.commit()
        return source

    return load


def by_name(session: Session, name: str) -> Supplier:
    return session.scalars(select(Supplier).where(Supplier.name == name)).one()


def merge(session, lead, survivor: Supplier, absorbed: Supplier) -> SupplierMerge:
    return merging.merge(session, lead, survivor, absorbed, "One firm.", clock.now(), clock.today())


def undo(session, lead, made: SupplierMerge) -> SupplierMerge:
    return merging.undo(session, lead, made, "", clock.now(), clock.today())


def undo_load(session, lead, source: SourceFile) -> None:
    load_undoing.undo(session, lead, source, clock.now(), clock.today())


def told(session: Session) -> dict[str, object]:
    """Of each supplier that stands: its spend, its credits, and the references of its contracts."""
    session.expire_all()
    return {
        one.name: (one.spend, one.credits, sorted(c.reference for c in one.contracts))
        for one in session.scalars(select(Supplier).where(merged.UNMERGED))
    }


def rows(session: Session) -> dict[str, list[tuple[object, ...]]]:
    session.expire_all()
    tables = {name: Base.metadata.tables[name] for name in WATCHED}
    return {
        name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
        for name, table in tables.items()
    }


def test_a_register_that_is_loaded_again_does_not_bring_the_duplicate_back(session, lead, load) -> None:
    load(REGISTER, contract(1, NORTH, value="1000"), contract(2, SCHOOLS, value="500"), contract(3, LEGAL))
    merge(session, lead, by_name(session, NORTH), by_name(session, SCHOOLS))
    assert told(session)[NORTH] == (Decimal(1500), 0, ["C1", "C2"])
    load(REGISTER, contract(1, NORTH, value="1000"), contract(4, SCHOOLS, value="700"), contract(3, LEGAL))
    assert told(session) == {
        NORTH: (Decimal(1700), 0, ["C1", "C4"]),
        LEGAL: (Decimal(1000), 0, ["C3"]),
    }
    assert len(session.scalars(select(Supplier)).all()) == 3
    load(REGISTER, contract(5, SCHOOLS, value="300"), beside=True)
    assert told(session)[NORTH] == (Decimal(2000), 0, ["C1", "C4", "C5"])


def test_an_undo_after_later_files_gives_each_record_what_the_files_say_of_it(session, lead, load) -> None:
    load(REGISTER, contract(1, NORTH, value="1000"), contract(2, SCHOOLS, value="500"))
    made = merge(session, lead, by_name(session, NORTH), by_name(session, SCHOOLS))
    load(REGISTER, contract(1, NORTH, value="1100"), contract(4, SCHOOLS, value="700"))
    load(SPEND, payment(SCHOOLS, "", "50.00"), payment(SCHOOLS, "", "-20.00"), beside=True)
    undo(session, lead, made)
    found = told(session)
    assert found[NORTH] == (Decimal(1100), 0, ["C1"])
    assert found[SCHOOLS][0] == Decimal(750)
    assert found[SCHOOLS][2][-1] == "C4"
    assert session.scalars(select(Contract).where(Contract.recorded_under_id.is_not(None))).all() == []
    standing = session.scalars(select(Supplier)).all()
    assert {(one.own_spend, one.own_credits, one.merged_into_id) for one in standing} == {(None, None, None)}


def test_a_preview_tells_of_records_and_finds_nothing_new_in_the_same_file(
    session, council, lead, load, tmp_path
) -> None:
    load(REGISTER, contract(1, NORTH, value="1000"), contract(2, SCHOOLS, value="500"))
    merge(session, lead, by_name(session, NORTH), by_name(session, SCHOOLS))
    path = written(tmp_path / "p.csv", REGISTER, [contract(1, NORTH, value="1000"), contract(2, SCHOOLS)])
    seen = load_previews.compare(session, council, read_council_file(path), False)
    assert (seen["new"], seen["gone"]) == (0, 0)
    assert [(one["name"], one["before"], one["after"]) for one in seen["changed_rows"]] == [
        (SCHOOLS, "500.00", "1000.00")
    ]
    assert (seen["contracts_added"], seen["contracts_left"]) == (1, 1)


def test_undoing_a_load_that_came_after_a_merge_leaves_the_merge_as_it_was(session, lead, load) -> None:
    load(REGISTER, contract(1, NORTH), contract(2, SCHOOLS, value="500"), contract(3, LEGAL))
    made = merge(session, lead, by_name(session, NORTH), by_name(session, SCHOOLS))
    before = rows(session)
    later = load(REGISTER, contract(1, NORTH, value="7"), contract(9, SCHOOLS, value="8"))
    undo_load(session, lead, later)
    assert rows(session) == before
    undo(session, lead, made)
    assert told(session)[SCHOOLS] == (Decimal(500), 0, ["C2"])


def test_undoing_a_load_that_came_before_a_merge_takes_its_share_back(session, lead, load) -> None:
    load(REGISTER, contract(1, NORTH), contract(2, SCHOOLS, value="500"))
    second = load(REGISTER, contract(1, NORTH, value="7"), contract(9, SCHOOLS, value="8"))
    made = merge(session, lead, by_name(session, NORTH), by_name(session, SCHOOLS))
    assert told(session) == {NORTH: (Decimal(15), 0, ["C1", "C9"])}
    undo_load(session, lead, second)
    assert told(session) == {NORTH: (Decimal(1500), 0, ["C1", "C2"])}
    undo(session, lead, made)
    assert told(session) == {
        NORTH: (Decimal(1000), 0, ["C1"]),
        SCHOOLS: (Decimal(500), 0, ["C2"]),
    }


def test_a_supplier_that_was_merged_stays_when_its_load_is_undone(session, lead, load) -> None:
    only = load(REGISTER, contract(1, NORTH), contract(2, SCHOOLS), contract(3, LEGAL))
    made = merge(session, lead, by_name(session, NORTH), by_name(session, SCHOOLS))
    undo_load(session, lead, only)
    assert set(told(session)) == {NORTH}
    undo(session, lead, made)
    assert {name: refs for name, (_spend, _credits, refs) in told(session).items()} == {
        NORTH: [],
        SCHOOLS: [],
    }


@pytest.mark.parametrize("seed", range(6))
def test_loads_and_merges_undone_in_reverse_leave_every_row_as_it_was(session, lead, load, seed) -> None:
    chance = random.Random(seed)
    load(REGISTER, *(contract(n, name, value=str(100 * n)) for n, name in enumerate(FIRMS, start=1)))
    undone = []
    for turn in range(8):
        state = rows(session)
        standing = session.scalars(select(Supplier).where(merged.UNMERGED)).all()
        if chance.random() < 0.5 and len(standing) > 1:
            one, other = chance.sample(list(standing), 2)
            undone.append((undo, merge(session, lead, one, other), state))
        else:
            names = chance.sample(FIRMS, 3)
            lines = [contract(10 * turn + n, name, value=str(turn + n)) for n, name in enumerate(names)]
            if chance.random() < 0.5:
                source = load(REGISTER, *lines, beside=chance.random() < 0.5)
            else:
                source = load(SPEND, *(payment(name, "", f"{turn + 1}.50") for name in names), beside=True)
            undone.append((undo_load, source, state))
    for act, what, state in reversed(undone):
        act(session, lead, what)
        after = rows(session)
        assert without_times(after, "supplier") == without_times(state, "supplier")
        assert after["contract"] == state["contract"]
        assert [row[:-2] for row in after["source_file"]] == [row[:-2] for row in state["source_file"]]
    assert audit.first_broken(session) is None


def without_times(found: dict[str, list[tuple[object, ...]]], name: str) -> list[dict[str, object]]:
    columns = [column.name for column in Base.metadata.tables[name].columns]
    named = (dict(zip(columns, row, strict=True)) for row in found[name])
    return [{key: cell for key, cell in row.items() if key != "updated_at"} for row in named]
