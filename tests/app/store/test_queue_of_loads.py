"""A load writes the queue's rows of the suppliers that it touches alone; all are right all the same."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import clock
from app.intake import read_council_file
from app.services.background.progress import silent
from app.services.loads import load_undoing, supplier_files
from app.store import merged, queue_entries
from models import Council, Person, QueueEntry, Role, SourceFile, Supplier
from support.council_files import REGISTER, SPEND, contract, payment, written
from support.histories import draw
from support.merging import merge, undo

SUPPLIERS = 24


def rows(session: Session, council_id: int) -> dict[int, dict[str, Any]]:
    session.expire_all()
    table = QueueEntry.__table__
    found = session.execute(select(table).where(table.c.council_id == council_id)).mappings()
    kept = set(table.c.keys()) - {"id", "created_at", "updated_at"}
    return {row["supplier_id"]: {name: row[name] for name in kept} for row in found}


def assert_right(session: Session, council_id: int) -> None:
    stored = rows(session, council_id)
    queue_entries.refresh(session, council_id)
    anew = rows(session, council_id)
    session.rollback()
    assert stored == anew


@pytest.fixture
def council(session, standing_clock) -> Council:
    return draw(session, SUPPLIERS, clock.today(), results=SUPPLIERS).council


def standing(session: Session, council: Council) -> list[Supplier]:
    query = select(Supplier).where(Supplier.council_id == council.id, merged.UNMERGED).order_by(Supplier.id)
    return list(session.scalars(query))


def a_file(session: Session, council: Council, folder: Path, chance: random.Random, number: int) -> Path:
    """Some of the suppliers under their vendor ids and some new ones, in a register or a spend file."""
    names = [one.name for one in session.scalars(select(Supplier).where(Supplier.council_id == council.id))]
    chosen = [*chance.sample(names, 4), f"Newcomer {number} Ltd"]
    path = folder / f"{number}.csv"
    if chance.random() < 0.5:
        return written(path, SPEND, [payment(one, amount=f"{chance.randint(1, 9999)}.00") for one in chosen])
    return written(
        path, REGISTER, [contract(chance.randint(1, 99), one, value=f"{number}00") for one in chosen]
    )


def load(session: Session, council: Council, path: Path, beside: bool) -> SourceFile:
    read = read_council_file(path)
    source = supplier_files.store_file(session, council, read, clock.now(), silent, None, beside)
    session.commit()
    return source


@pytest.mark.parametrize("seed", range(6))
def test_after_every_load_merge_and_undo_the_rows_are_those_written_anew(
    session, council, tmp_path, seed
) -> None:
    chance = random.Random(seed)
    lead = Person(email="lea@anytown.example", name="Lea Lead", role=Role.LEAD, council_id=council.id)
    session.add(lead)
    session.commit()
    assert_right(session, council.id)
    made, loaded = [], []
    for number in range(10):
        act = chance.choice(("load", "load", "merge", "undo_load", "undo_merge"))
        if act == "load":
            path = a_file(session, council, tmp_path, chance, number)
            loaded.append(load(session, council, path, chance.random() < 0.5))
        elif act == "merge":
            one, other = chance.sample(standing(session, council), 2)
            if not (one.company_number and other.company_number):
                made.append(merge(session, lead, one, other, both_may_answer=True))
        elif act == "undo_merge" and made:
            undo(session, lead, made.pop())
        elif act == "undo_load" and loaded:
            load_undoing.undo(session, lead, loaded.pop(), clock.now(), clock.today())
        session.commit()
        assert_right(session, council.id)


def test_a_small_file_writes_few_rows_of_a_large_council(session, council, tmp_path, monkeypatch) -> None:
    asked: list[list[int]] = []
    refresh_some = queue_entries.refresh_some

    def noted(given: Session, council_id: int, supplier_ids: list[int]) -> None:
        asked.append(list(supplier_ids))
        refresh_some(given, council_id, supplier_ids)

    monkeypatch.setattr(queue_entries, "refresh_some", noted)
    name = standing(session, council)[3].name
    load(session, council, written(tmp_path / "few.csv", SPEND, [payment(name), payment("New Ltd")]), True)
    (ids,) = asked
    assert len(ids) == 2
