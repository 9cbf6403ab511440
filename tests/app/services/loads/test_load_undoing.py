"""Undoing a load puts every row back; what people did since is kept; nothing is undone out of order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from app.extensions import clock
from app.intake import read_council_file
from app.services.background.progress import silent
from app.services.judgement import screenings
from app.services.loads import load_undoing, supplier_files
from app.services.loads.load_undoing import Refusal, Refused
from app.store import audit
from app.store import screenings as runs_store
from models import (
    AuditEvent,
    Base,
    Contract,
    Council,
    FileLoad,
    Match,
    Note,
    Person,
    Role,
    ScreeningRun,
    SourceFile,
    StoredReport,
    Supplier,
)
from support.council_files import REGISTER, SPEND, contract, payment, written

WATCHED = ("supplier", "contract", "source_file", "file_load", "stated_facts", "organisation")
LONG_AGO = datetime(2020, 2, 2, tzinfo=UTC)
FIRMS = (
    "Northgate Cleaning Services Ltd",
    "Larkmoor Homecare Ltd",
    "Brightwell Legal LLP",
    "Anytown Skips Ltd",
)
NUMBERS = ("01234567", "SC123456", "12", "")


def rows_of(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of every row that a load may touch."""
    session.expire_all()
    return {
        name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
        for name, table in ((name, Base.metadata.tables[name]) for name in WATCHED)
    }


def without_ids(session: Session, council: Council) -> list[object]:
    """What pages show of a council's suppliers, whatever the ids."""
    session.expire_all()
    suppliers = session.scalars(select(Supplier).where(Supplier.council_id == council.id)).all()
    return sorted(
        (
            one.key, one.name, one.vendor_id, one.company_number, str(one.spend), str(one.credits),
            sorted((c.reference, c.title, c.category, str(c.value), str(c.start)) for c in one.contracts),
        )
        for one in suppliers
    )  # fmt: skip


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


def load(session, council, path, beside=False, officer=None, at=None) -> SourceFile:
    read = read_council_file(path)
    now = at or clock.now()
    source = supplier_files.store_file(session, council, read, now, silent, officer, beside)
    session.commit()
    return source


def undo(session, person, source) -> load_undoing.Effect:
    return load_undoing.undo(session, person, source, clock.now(), clock.today())


registers = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from(FIRMS), st.sampled_from(NUMBERS), st.integers(1, 9)),
    max_size=5,
).map(lambda rows: (REGISTER, [contract(a, b, c, str(d * 1000)) for a, b, c, d in rows]))
spending = st.lists(
    st.tuples(st.sampled_from(FIRMS), st.sampled_from(("", "77", "78")), st.integers(-5, 9)), max_size=5
).map(lambda rows: (SPEND, [payment(a, b, f"{c}.50") for a, b, c in rows]))
loads = st.lists(st.tuples(st.one_of(registers, spending), st.booleans()), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=loads)
def test_load_then_undo_changes_nothing_at_any_depth(session, tmp_path: Path, sequence) -> None:
    number = session.scalar(select(text("count(*)")).select_from(Council.__table__))
    council = Council(slug=f"council{number}", name=f"Council {number}")
    session.add(council)
    session.flush()
    lead = Person(email=f"lead{number}@x.example", role=Role.LEAD, council_id=council.id)
    session.add(lead)
    session.commit()
    before, done = [], []
    for turn, ((header, rows), beside) in enumerate(sequence):
        session.execute(update(Supplier).values(updated_at=LONG_AGO))
        session.execute(update(SourceFile).values(updated_at=LONG_AGO))
        session.commit()
        state = rows_of(session)
        path = written(tmp_path / f"{turn}.csv", header, rows)
        source = load(session, council, path, beside, at=clock.now() + timedelta(minutes=turn))
        if rows_of(session)["file_load"] == state["file_load"]:
            continue  # the very file stands already
        before.append(state)
        done.append(source.id)
    for source_id, state in zip(reversed(done), reversed(before), strict=True):
        undo(session, lead, session.get_one(SourceFile, source_id))
        assert rows_of(session) == state
    assert without_ids(session, council) == []
    assert audit.first_broken(session) is None


def test_load_a_load_b_undo_b_is_load_a(session, council, lead, tmp_path: Path) -> None:
    first = written(tmp_path / "a.csv", REGISTER, [contract(1, FIRMS[0], "01234567"), contract(2, FIRMS[1])])
    second = written(
        tmp_path / "b.csv", REGISTER, [contract(1, FIRMS[0].upper(), "01234567", "5"), contract(3, FIRMS[2])]
    )
    load(session, council, first)
    stood = rows_of(session)
    source = load(session, council, second)
    assert rows_of(session) != stood
    done = undo(session, lead, source)
    assert rows_of(session) == stood
    assert (done.contracts_out, done.contracts_back, done.suppliers_out) == (2, 2, 1)
    assert done.suppliers_back == 1 and not (done.suppliers_kept or done.cells_kept)


def test_undoing_an_independent_earlier_load_leaves_what_the_later_one_alone_gives(
    session, council, lead, tmp_path: Path
) -> None:
    register = written(tmp_path / "a.csv", REGISTER, [contract(1, FIRMS[0])])
    spend = written(tmp_path / "b.csv", SPEND, [payment(FIRMS[1], "77")])
    source = load(session, council, register)
    load(session, council, spend)
    undo(session, lead, source)
    other = Council(slug="othertown", name="Othertown Council")
    session.add(other)
    load(session, other, spend)
    assert without_ids(session, council) == without_ids(session, other)


def test_a_load_on_which_a_later_one_rests_is_not_undone(session, council, lead, tmp_path: Path) -> None:
    first = load(session, council, written(tmp_path / "a.csv", REGISTER, [contract(1, FIRMS[0])]))
    spend = load(session, council, written(tmp_path / "s.csv", SPEND, [payment(FIRMS[0])]))
    with pytest.raises(Refused) as refused:
        undo(session, lead, first)
    assert (refused.value.why, refused.value.later) == (Refusal.LATER_LOAD, spend)
    second = load(session, council, written(tmp_path / "b.csv", REGISTER, [contract(2, FIRMS[2])]))
    with pytest.raises(Refused) as refused:
        undo(session, lead, first)
    assert refused.value.why is Refusal.NOT_IN_FORCE
    undo(session, lead, second)
    undo(session, lead, spend)
    undo(session, lead, first)
    assert without_ids(session, council) == []


def test_later_edits_by_people_are_kept_and_told(session, council, lead, tmp_path: Path) -> None:
    load(session, council, written(tmp_path / "a.csv", REGISTER, [contract(1, FIRMS[0], "01234567", "1")]))
    newer = [contract(1, FIRMS[0], "01234567", "2"), contract(2, FIRMS[1]), contract(3, FIRMS[2])]
    source = load(session, council, written(tmp_path / "b.csv", REGISTER, newer))
    cleaner, carer, lawyer = session.scalars(select(Supplier).order_by(Supplier.id))
    noted = Note(
        council_id=council.id, supplier_id=carer.id, person_id=lead.id, text="Ring", written_at=clock.now()
    )
    session.add(noted)
    cleaner.spend = Decimal(99)
    session.commit()
    gone = lawyer.id
    done = undo(session, lead, source)
    assert (done.suppliers_kept, done.suppliers_out, done.cells_kept) == (1, 1, 1)
    assert cleaner.spend == 99, "somebody changed it after the load"
    assert [row.value for row in cleaner.contracts] == [Decimal(1)]
    assert session.get(Supplier, gone) is None
    assert session.get_one(Supplier, carer.id).contracts == [] and session.get(Note, noted.id) is not None


def test_what_machines_made_of_an_added_supplier_goes_with_it(
    session, world, lead_of_world, tmp_path
) -> None:
    before = rows_of(session)
    source = load(
        session, world.council, written(tmp_path / "a.csv", REGISTER, [contract(1, "Thornbury Paving Ltd")])
    )
    world.screen_all()
    added = session.scalars(select(Supplier.id).where(Supplier.name == "Thornbury Paving Ltd")).one()
    assert session.scalars(select(StoredReport).where(StoredReport.supplier_id == added)).all()
    undo(session, lead_of_world, source)
    after = rows_of(session)
    assert after["supplier"] == before["supplier"] and after["contract"] == before["contract"]
    assert not session.scalars(select(StoredReport).where(StoredReport.supplier_id == added)).all()
    assert not session.scalars(select(Match).where(Match.supplier_id == added)).all()
    waiting = session.scalars(select(ScreeningRun).where(ScreeningRun.cause == "undo")).one()
    assert waiting.supplier_id is None
    assert screenings.run(session, waiting.id, clock.now)
    assert runs_store.current_report(session, world.council.id, world.cleaner.id) is not None


@pytest.fixture
def lead_of_world(session, world) -> Person:
    made = Person(email="lead@anytown.example", role=Role.LEAD, council_id=world.council.id)
    session.add(made)
    session.commit()
    return made


def test_a_match_that_somebody_decided_keeps_the_supplier(session, world, lead_of_world, tmp_path) -> None:
    name = session.scalars(select(Supplier.name).where(Supplier.id == world.cleaner.id)).one()
    twin = contract(1, name, "09999999")
    source = load(session, world.council, written(tmp_path / "a.csv", REGISTER, [twin]))
    world.screen_all()
    added = session.scalars(select(Supplier).order_by(Supplier.id.desc()).limit(1)).one()
    match = session.scalars(select(Match).where(Match.supplier_id == added.id)).first()
    if match is None:
        organisation = session.scalars(select(Match.statement_organisation_id)).first()
        match = Match(
            council_id=world.council.id, supplier_id=added.id, statement_organisation_id=organisation,
            probability=0.5, kind="name", proposed="possible", decision="possible",
        )  # fmt: skip
        session.add(match)
    match.decided_by_id, match.decision = world.officer.id, "confirmed"
    session.commit()
    done = undo(session, lead_of_world, source)
    assert (done.suppliers_kept, done.suppliers_out) == (1, 0)
    assert session.get(Supplier, added.id) is not None


def test_only_who_loaded_it_or_a_lead_may_undo(session, council, lead, tmp_path: Path) -> None:
    def officer(name: str, of: Council, role: Role = Role.OFFICER) -> Person:
        made = Person(email=f"{name}@anytown.example", role=role, council_id=of.id)
        session.add(made)
        session.commit()
        return made

    other_council = Council(slug="othertown", name="Othertown Council")
    session.add(other_council)
    session.flush()
    ann, bob = officer("ann", council), officer("bob", council)
    stranger = officer("eve", other_council, Role.LEAD)
    source = load(
        session, council, written(tmp_path / "a.csv", REGISTER, [contract(1, FIRMS[0])]), officer=ann
    )
    for person in (bob, stranger):
        with pytest.raises(Refused) as refused:
            undo(session, person, source)
        assert refused.value.why is Refusal.NOT_ALLOWED
    source_id = source.id
    undo(session, ann, source)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "file.undone")).one()
    assert (event.subject_id, event.actor, event.detail["contracts_out"]) == (
        source_id,
        f"officer:{ann.id}",
        1,
    )


def test_another_councils_rows_are_untouched(session, council, lead, tmp_path: Path) -> None:
    other = Council(slug="othertown", name="Othertown Council")
    session.add(other)
    session.flush()
    path = written(tmp_path / "a.csv", REGISTER, [contract(1, FIRMS[0])])
    load(session, other, path)
    there = without_ids(session, other)
    mine = load(session, council, path)
    undo(session, lead, mine)
    assert without_ids(session, other) == there and without_ids(session, council) == []


def test_a_file_loaded_by_an_earlier_version_cannot_be_undone(session, council, lead, tmp_path: Path) -> None:
    source = load(session, council, written(tmp_path / "a.csv", REGISTER, [contract(1, FIRMS[0])]))
    session.delete(session.scalars(select(FileLoad)).one())
    session.commit()
    with pytest.raises(Refused) as refused:
        undo(session, lead, source)
    assert refused.value.why is Refusal.NOT_KEPT
    assert session.scalars(select(Contract)).all()


def test_contracts_do_not_return_to_a_supplier_that_is_gone(session, council, lead, tmp_path: Path) -> None:
    load(session, council, written(tmp_path / "a.csv", REGISTER, [contract(1, FIRMS[0])]))
    source = load(session, council, written(tmp_path / "b.csv", REGISTER, [contract(1, FIRMS[1])]))
    session.delete(session.scalars(select(Supplier).where(Supplier.name == FIRMS[0])).one())
    session.commit()
    with pytest.raises(Refused) as refused:
        undo(session, lead, source)
    assert refused.value.why is Refusal.MERGED


def test_files_beside_one_another_add_up(session, council, lead, tmp_path: Path) -> None:
    load(session, council, written(tmp_path / "april.csv", SPEND, [payment(FIRMS[0], "77", "100.00")]))
    source = load(
        session,
        council,
        written(tmp_path / "may.csv", SPEND, [payment(FIRMS[0], "77", "50.00")]),
        beside=True,
    )
    supplier = session.scalars(select(Supplier)).one()
    assert supplier.spend == Decimal("150.00") and len(supplier.contracts) == 2
    undo(session, lead, source)
    assert supplier.spend == Decimal("100.00") and len(supplier.contracts) == 1


def test_what_another_source_sent_since_is_kept_and_does_not_stand_twice(
    session, council, lead, tmp_path: Path
) -> None:
    sent = load(
        session,
        council,
        written(tmp_path / "api.csv", REGISTER, [contract(1, FIRMS[0]), contract(2, FIRMS[0])]),
    )
    source = load(
        session,
        council,
        written(tmp_path / "b.csv", REGISTER, [contract(9, FIRMS[0]), contract(3, FIRMS[1])]),
    )
    cleaner, carer = session.scalars(select(Supplier).order_by(Supplier.id))
    for supplier, reference in ((cleaner, "C1"), (carer, "C7")):
        session.add(
            Contract(
                council_id=council.id,
                supplier=supplier,
                source_file_id=sent.id,
                reference=reference,
                title="New",
            )
        )
    sent.in_force = True
    session.commit()
    done = undo(session, lead, source)
    assert (done.contracts_back, done.suppliers_kept, done.suppliers_out) == (1, 1, 0)
    assert sorted((one.reference, one.title) for one in cleaner.contracts) == [
        ("C1", "New"),
        ("C2", "Work 2"),
    ]
    assert [one.reference for one in carer.contracts] == ["C7"]
