"""A table of training sessions: looked at, refused with why, noted as a whole, given out again."""

from __future__ import annotations

import io
from datetime import date

import pytest

from app.extensions import clock
from app.services.annual import training, training_files
from app.store import annual_records as store
from models import Audience
from support.naughty import NAUGHTY, runs_nothing
from support.pages import page, words
from support.statement_room import Room

ADDRESS = "/statement/training/import"
HEADER = "Date,Title,Audience,People,Confidence before,Confidence after,Expires,Provider"
TABLE = (
    f"{HEADER}\n14/5/2026,Signs,procurement,12,2.5,4,2027-01-20,Own team\n2026-06-01,=1+1,all staff,30,,,,\n"
)
TODAY = date(2026, 11, 20)


def send(room: Room, table: str | bytes, name: str = "log.csv"):
    content = table.encode() if isinstance(table, str) else table
    return room.lead.post(ADDRESS, data={"file": (io.BytesIO(content), name)})


def held(room: Room) -> list[training.Details]:
    rows = store.training(room.session, room.world.council.id, date.min, date.max)
    return [training.details_of(one) for one in rows]


def test_a_table_is_looked_at_then_noted_and_given_out(room: Room) -> None:
    found = page(send(room, TABLE))
    assert "2 sessions can be read" in words(found) and not held(room)
    table = found.select_one("input[name=table]")["value"]
    assert room.lead.post(ADDRESS, data={"table": table}).location == "/statement/training"
    assert held(room) == [
        training.Details(date(2026, 6, 1), "=1+1", Audience.ALL_STAFF, "", 30),
        training.Details(
            date(2026, 5, 14), "Signs", Audience.PROCUREMENT, "Own team", 12, 2.5, 4.0, date(2027, 1, 20)
        ),
    ]
    again = page(room.lead.post(ADDRESS, data={"table": table}))
    assert "2 rows cannot be read" in words(again) and len(held(room)) == 2
    answer = room.officer.get("/statement/training.csv")
    assert answer.mimetype == "text/csv" and b"'=1+1" in answer.data
    assert training_files.read("t.csv", answer.data, [], TODAY).sessions == tuple(held(room))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("soon,Signs,procurement,12", "the day of the session"),
        ("2030-01-01,Signs,procurement,12", "the day of the session"),
        ("2026-05-14,,procurement,12", "the title is missing"),
        ("2026-05-14,Signs,everybody,12", "the audience is none of these: first_responders"),
        ("2026-05-14,Signs,procurement,twelve", "how many took part"),
        ("2026-05-14,Signs,procurement,0", "how many took part"),
        ("2026-05-14,Signs,procurement,12,6", "confidence is no number from 1 to 5"),
        ("2026-05-14,Signs,procurement,12,,,2026-01-01", "certificates run out"),
        ("2026-06-01,Good,procurement,12", "stands twice"),
    ],
)
def test_a_wrong_row_is_told_with_its_line_and_nothing_is_noted(room: Room, row: str, why: str) -> None:
    table = f"{HEADER}\n2026-06-01,Good,procurement,12\n{row}\n"
    found = page(send(room, table))
    assert "Row 3:" in words(found) and why in words(found)
    assert not found.select("input[name=table]")
    room.lead.post(ADDRESS, data={"table": table})
    assert not held(room)


@pytest.mark.parametrize("header", ["Name", "participant_names", "E-mail", "Surname", "Attendee", "Enw"])
def test_a_column_of_names_is_refused_with_why(room: Room, header: str) -> None:
    found = page(send(room, f"{HEADER},{header}\n2026-05-14,Signs,procurement,12,,,,,Mary Sample\n"))
    assert "never who" in words(found) and "Mary Sample" not in words(found)
    assert found.select_one(".govuk-error-summary a")["href"] == "#file" and not held(room)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "cannot be read as a table"),
        (b"%PDF-1.7", "cannot be read as a table"),
        (b"Title,People\nSigns,12\n", "These columns are missing: held_on, audience."),
        (HEADER.encode(), "The file has no sessions."),
        (TABLE.encode() + b"x\n" * 500, "more than 500 rows"),
    ],
)
def test_what_is_no_table_of_sessions_is_refused(content: bytes, why: str, room: Room) -> None:
    assert why in words(page(send(room, content)))
    assert "Choose the file" in words(page(room.lead.post(ADDRESS, data={})))


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    assert "larger than 1 MB" in training_files.read("t.csv", b"x" * 1_000_001, [], TODAY).refused


def test_columns_that_mean_nothing_here_are_told(room: Room) -> None:
    assert "Columns that are not read: Room" in words(
        page(send(room, f"{HEADER},Room\n2026-05-14,Signs,procurement,12\n"))
    )


def test_only_a_lead_takes_a_table_in_and_each_gets_the_own_log(room: Room) -> None:
    given = training.Details(date(2026, 5, 14), "Signs", Audience.PROCUREMENT, "", 12)
    training.add(room.session, room.lee, room.world.council.id, [given], clock.now(), clock.today())
    assert room.officer.get(ADDRESS).status_code == 403
    assert room.officer.post(ADDRESS, data={"table": TABLE}).status_code == 403
    assert b"Signs" not in room.stranger.get("/statement/training.csv").data


@pytest.mark.parametrize("kind", NAUGHTY)
def test_naughty_cells_run_nothing(room: Room, kind: str) -> None:
    cell = '"' + NAUGHTY[kind][:150].replace('"', '""') + '"'
    content = f"{HEADER},{cell}\n2026-05-14,{cell},procurement,12\n".encode("utf-8", "replace")
    assert runs_nothing(page(send(room, content)))
