"""The queue against the same computed from the rows, in Python: a thousand suppliers with drawn histories."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.store import queue, queue_entries
from app.store.queue_conditions import DUE, RESPONSES, QueueFilter
from app.store.queue_entries import fold
from models import (
    QueueEntry,
    StoredReport,
)
from support.histories import draw
from support.rows_of_council import RowsOfCouncil

NUMBER = 1000


@pytest.fixture
def drawn(session, standing_clock):
    found = draw(session, NUMBER, clock.today())
    draw(session, 50, clock.today(), seed=1, results=10, council="other")
    return found


@pytest.fixture
def rows(session, drawn) -> RowsOfCouncil:
    return RowsOfCouncil(session, drawn.council.id, clock.today())


def _found(session, drawn, **wanted) -> list[int]:
    return queue.supplier_ids(session, drawn.council.id, QueueFilter(**wanted), clock.today())


def _expected(rows: RowsOfCouncil, test) -> list[int]:
    return sorted(filter(test, rows.suppliers), key=rows.ranks.__getitem__)


def test_every_filter_finds_what_the_rows_say_in_the_order_of_the_judgement(session, drawn, rows) -> None:
    assert _found(session, drawn) == _expected(rows, lambda key: True)
    some = {}
    for wanted, test in (
        ({"band": "high"}, lambda key: rows.reports[key].band == "high"),
        ({"statement": "not_found"}, lambda key: rows.reports[key].statement_status == "not_found"),
        ({"text": "amberdale  CARE"}, lambda key: {"amberdale", "care"} <= set(rows.names[key].split())),
        ({"text": "formerly"}, lambda key: "formerly" in rows.names[key]),
        ({"text": "tideway"}, lambda key: "tideway" in rows.names[key]),
        ({"text": "V 000017"}, lambda key: "v" in rows.names[key] and "000017" in rows.names[key]),
        ({"text": "R000123/0"}, lambda key: "r000123/0" in rows.names[key]),
        ({"text": "100%_"}, lambda key: False),
        ({"spend": 25_000}, lambda key: (rows.suppliers[key].spend or 0) >= 25_000),
        ({"moved": "up"}, lambda key: rows.moved(key) > 0),
        ({"moved": "down"}, lambda key: rows.moved(key) < 0),
        ({"disputed": True}, rows.is_disputed),
        ({"actions": True}, lambda key: bool(rows.late(key))),
        ({"ends": 3}, lambda key: bool(rows.ends(key, 3))),
        ({"owner": "nobody"}, lambda key: rows.owner(key) is None),
        ({"owner": str(drawn.officers[1].id)}, lambda key: rows.owner(key) == drawn.officers[1].id),
        ({"decision": "waiting"}, rows.waits),
        *(
            ({"decision": kind}, lambda key, kind=kind: rows.decision(key) == kind)
            for kind in ("accept", "ask_more", "action_plan", "escalate", "none")
        ),
        *(({"due": due}, lambda key, due=due: rows.is_due(key, due)) for due in DUE),
        *(
            ({"response": one}, lambda key, one=one: rows.response(key)[0] == one)
            for one in RESPONSES
            if one != "shared"
        ),
        ({"response": "shared"}, lambda key: rows.response(key)[1]),
        (
            {"band": "high", "response": "not_asked", "spend": 10_000},
            lambda key: (
                rows.reports[key].band == "high"
                and rows.response(key)[0] == "not_asked"
                and (rows.suppliers[key].spend or 0) >= 10_000
            ),
        ),
    ):
        found = _found(session, drawn, **wanted)
        assert found == _expected(rows, test), wanted
        assert queue.count(session, drawn.council.id, QueueFilter(**wanted), clock.today()) == len(found)
        some[str(wanted)] = len(found)
    assert [wanted for wanted, number in some.items() if not number] == ["{'text': '100%_'}"]


def test_every_order_is_the_one_that_python_sorts(session, drawn, rows) -> None:
    def spend(key):
        return (rows.suppliers[key].spend is None, -(rows.suppliers[key].spend or 0))

    def due(key):
        day = rows.care[key].due_on if key in rows.care else None
        return (day is None, day or date.min)

    for sort, key_of in (
        ("spend", spend),
        ("due", due),
        ("movement", lambda key: -rows.moved(key)),
        ("name", lambda key: fold(rows.suppliers[key].name)),
    ):
        expected = sorted(rows.suppliers, key=lambda key, of=key_of: (of(key), rows.ranks[key]))
        assert _found(session, drawn, sort=sort) == expected, sort


@pytest.mark.parametrize("sort", queue.SORTS)
def test_a_row_keeps_its_place_whatever_the_order_and_the_page(session, drawn, rows, sort: str) -> None:
    wanted = QueueFilter(sort=sort, band="high")
    for offset in (0, 50):
        page, total = queue.page(session, drawn.council.id, wanted, clock.today(), offset, 25)
        assert total == Counter(one.band for one in rows.reports.values())["high"]
        assert {row.supplier.id: row.rank for row in page} == {
            row.supplier.id: rows.ranks[row.supplier.id] for row in page
        }
    one = page[0].supplier.id
    assert queue.rank_of(session, drawn.council.id, one) == rows.ranks[one]


def test_what_stands_beside_a_row_is_that_suppliers(session, drawn, rows) -> None:
    shown = list(queue.all_rows(session, drawn.council.id, QueueFilter(), clock.today()))
    assert len(shown) == NUMBER
    for row in shown:
        key = row.supplier.id
        own = rows.contracts.get(key, [])
        assert row.contracts.number == len(own)
        assert (row.contracts.value or 0) == sum(one.value for one in own)
        ahead = [one.end for one in own if one.end and one.end >= rows.today]
        assert row.contracts.next_end == min(ahead, default=None)
        assert (row.care.owner_id if row.care else None) == rows.owner(key)
        assert (row.decision.kind if row.decision else "none") == rows.decision(key)
        assert (row.invitation is None) == (rows.response(key)[0] == "not_asked")


def test_a_supplier_of_another_council_is_never_found(session, drawn, rows) -> None:
    others = session.scalars(select(QueueEntry).where(QueueEntry.council_id != drawn.council.id)).all()
    assert len(others) == 50
    assert not {one.supplier_id for one in others} & set(_found(session, drawn))
    assert queue.rank_of(session, drawn.council.id, others[0].supplier_id) is None


def test_the_queue_follows_a_screening_and_a_supplier_that_is_removed(world) -> None:
    world.screen_all()
    council = world.council.id
    before = queue.supplier_ids(world.session, council, QueueFilter(), clock.today())
    assert len(before) == 3
    world.lawyer.name, world.lawyer.spend = "Caf\u00e9 Quill LLP", 7_000_000
    world.session.commit()
    world.screen_all()
    rich = QueueFilter(text="cafe quill", spend=5_000_000)
    assert queue.supplier_ids(world.session, council, rich, clock.today()) == [world.lawyer.id]
    entry = world.session.scalars(select(QueueEntry).filter_by(supplier_id=world.lawyer.id)).one()
    world.session.get_one(StoredReport, entry.report_id).current = False
    queue_entries.refresh(world.session, council)
    left = queue.supplier_ids(world.session, council, QueueFilter(), clock.today())
    assert set(left) == set(before) - {world.lawyer.id}
