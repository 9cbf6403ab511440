"""Undoing merges puts every row of every table back, and every table is either moved or said to stay."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.organisations import merging
from app.store import audit, merge_rows, merged, queue_entries
from models import (
    Base,
    FileKind,
    Match,
    MatchDecision,
    Organisation,
    SourceFile,
    StatedFacts,
    Statement,
    StatementOrganisation,
    Supplier,
)
from support.histories import draw
from support.merging import merge, undo

LONG_AGO = datetime(2020, 2, 2, tzinfo=UTC)
#: Tables to which a merge and its undo only add rows.
GROWING = {"audit_event", "supplier_merge", "screening_run"}


def dump(session: Session) -> dict[str, dict[int, dict[str, object]]]:
    """Every cell of every row of every table by the row's id; rows of the queue, which are made anew, by
    their supplier and without ids."""
    session.expire_all()
    found: dict[str, dict[int, dict[str, object]]] = {}
    for name, table in Base.metadata.tables.items():
        if name == "audit_head":
            continue
        rows = [dict(row) for row in session.execute(select(table)).mappings()]
        if name == "queue_entry":
            found[name] = {row["supplier_id"]: {**row, "id": 0} for row in rows}
        else:
            found[name] = {row["id"]: row for row in rows}
    return found


def assert_same_but_for_growth(after: dict, before: dict) -> None:
    for name, rows in before.items():
        if name in GROWING:
            assert rows.items() <= {key: after[name][key] for key in rows}.items()
        else:
            assert after[name] == rows, name


@pytest.fixture
def drawn(session, standing_clock):
    found = draw(session, 120, clock.today(), results=20)
    draw(session, 10, clock.today(), seed=1, results=5, council="other")
    session.execute(update(Supplier).values(company_number="", organisation_id=None))
    session.execute(update(Supplier).values(updated_at=LONG_AGO))
    queue_entries.refresh(session, found.council.id)
    session.commit()
    return found


@pytest.mark.parametrize("seed", range(4))
def test_merges_undone_in_reverse_leave_every_table_as_it_was(session, drawn, seed) -> None:
    chance = random.Random(seed)
    officer, council_id = drawn.officers[0], drawn.council.id
    _entangle(session, drawn, chance)
    states, made = [], []
    for _turn in range(6):
        standing = session.scalars(
            select(Supplier).where(Supplier.council_id == council_id, merged.UNMERGED)
        ).all()
        one, other = chance.sample(list(standing)[:20], 2)
        states.append(dump(session))
        made.append(merge(session, officer, one, other, both_may_answer=True))
        assert session.get_one(Supplier, other.id).merged_into_id == one.id
        assert other.contracts == []
    assert dump(session)["supplier"] != states[0]["supplier"]
    for one, state in zip(reversed(made), reversed(states), strict=True):
        assert undo(session, officer, one).kept == []
        after = dump(session)
        for key in state["supplier_merge"]:  # an earlier merge is not touched by a later one
            assert after["supplier_merge"][key] == state["supplier_merge"][key]
        assert_same_but_for_growth(after, state)
    assert audit.first_broken(session) is None


@pytest.mark.parametrize("seed", range(4))
def test_a_merge_undone_before_later_ones_leaves_all_as_if_it_had_never_been(session, drawn, seed) -> None:
    chance = random.Random(seed)
    officer, council_id = drawn.officers[0], drawn.council.id
    _entangle(session, drawn, chance)
    standing = session.scalars(
        select(Supplier).where(Supplier.council_id == council_id, merged.UNMERGED).order_by(Supplier.id)
    ).all()
    top, *others = chance.sample(list(standing)[:8], 5)
    first = dump(session)
    made = [merge(session, officer, top, one, both_may_answer=True) for one in others]
    left_out = made[seed % 3]
    assert merging.not_exact(session, left_out) == []
    assert undo(session, officer, left_out).kept == []
    found = dump(session)
    kept = [one for one in made if one is not left_out]
    worked_out = {one.absorbed_id: (list(one.changes), dict(one.counts)) for one in kept}
    for one in reversed(kept):
        assert undo(session, officer, one).kept == []
    assert_same_but_for_growth(dump(session), first)
    again = [merge(session, officer, top, one.absorbed, both_may_answer=True) for one in kept]
    assert {one.absorbed_id: (list(one.changes), dict(one.counts)) for one in again} == worked_out
    expected = dump(session)
    for name in expected.keys() - GROWING:
        assert found[name] == expected[name], name


def test_what_was_changed_after_a_later_merge_is_left_and_told_before(session, drawn) -> None:
    officer, council_id = drawn.officers[0], drawn.council.id
    standing = session.scalars(
        select(Supplier).where(Supplier.council_id == council_id, merged.UNMERGED).order_by(Supplier.id)
    ).all()
    top, one, other = list(standing)[:3]
    one.vat_number, other.vat_number = "111111111", "222222222"
    session.commit()
    first, _second = merge(session, officer, top, one), merge(session, officer, top, other)
    assert top.vat_number == "111111111"
    top.vat_number = "333333333"
    session.commit()
    (left,) = merging.not_exact(session, first)
    assert (left.table, left.row_id) == ("supplier", top.id)
    assert undo(session, officer, first).kept == [{"table": "supplier", "id": top.id}]
    assert top.vat_number == "333333333"


def _entangle(session: Session, drawn, chance: random.Random) -> None:
    """Rows that meet where only one may be: statements found for several, facts, one response of several."""
    council_id = drawn.council.id
    suppliers = session.scalars(select(Supplier).where(Supplier.council_id == council_id)).all()[:20]
    statement = Statement(
        address="https://registry.example/1",
        source_file_id=_source_file(session),
        statement_url="https://s.example",
        year=2026,
        areas={},
    )
    statement.organisations = [StatementOrganisation(name=f"HARBOUR {n}") for n in range(3)]
    session.add(statement)
    session.flush()
    for supplier in suppliers:
        for target in chance.sample(statement.organisations, 2):
            decision = chance.choice(list(MatchDecision))
            decided = decision in (MatchDecision.CONFIRMED, MatchDecision.REJECTED)
            session.add(
                Match(
                    council_id=council_id,
                    supplier_id=supplier.id,
                    statement_organisation_id=target.id,
                    probability=0.5,
                    reasons=[],
                    decision=decision,
                    proposed=MatchDecision.POSSIBLE,
                    kind="same_entity",
                    found_by="name",
                    decided_by_id=drawn.officers[1].id if decided else None,
                    decided_at=LONG_AGO if decided else None,
                )
            )
        session.add(
            StatedFacts(
                council_id=council_id,
                supplier_id=supplier.id,
                contract_key=chance.choice("ab"),
                stated_by_id=drawn.officers[0].id,
                stated_at=LONG_AGO,
            )
        )
        organisation = Organisation(name=f"Org of {supplier.name}")
        session.add(organisation)
        if chance.random() < 0.5:
            supplier.organisation = organisation
        if chance.random() < 0.5:
            supplier.vat_number = "123456789"
    queue_entries.refresh(session, council_id)
    session.commit()


def _source_file(session: Session) -> int:
    file = SourceFile(kind=FileKind.REGISTRY, name="r.csv", sha256="f" * 64, loaded_at=LONG_AGO)
    session.add(file)
    session.flush()
    return file.id


def test_every_table_that_names_a_supplier_is_either_moved_or_said_to_stay() -> None:
    moved = {table.name for table, _column in merge_rows.hanging_on_suppliers()}
    named = {
        table.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "supplier" for key in column.foreign_keys)
    }
    assert moved | merge_rows.STAY >= named
    assert not moved & merge_rows.STAY
    assert {"note", "decision", "invitation", "action", "action_plan", "clause_pack", "price_check"} <= moved
    assert {"correction", "exclusion_ground", "match", "supplier_care", "stated_facts"} <= moved


def test_the_queue_of_a_council_and_of_another_is_right_after_each_step(session, drawn) -> None:
    council_id = drawn.council.id
    one, other = session.scalars(select(Supplier).where(Supplier.council_id == council_id)).all()[:2]
    elsewhere = session.scalars(select(Supplier).where(Supplier.council_id != council_id)).first()
    before = dump(session)
    made = merge(session, drawn.officers[0], one, other, both_may_answer=True)
    after = dump(session)
    assert after["queue_entry"].keys() == before["queue_entry"].keys() - {other.id}
    assert after["queue_entry"][elsewhere.id] == before["queue_entry"][elsewhere.id]
    entry = after["queue_entry"][one.id]
    assert entry["contracts"] == sum(before["queue_entry"][key]["contracts"] for key in (one.id, other.id))
    undo(session, drawn.officers[0], made)
    assert dump(session)["queue_entry"] == before["queue_entry"]
