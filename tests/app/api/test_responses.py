"""Answers: only what the supplier shares with this very council, and only as long as it does."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.extensions import clock
from app.services.outside import api_tokens
from models import ResponseLook, Scope
from support.two_councils import add_neighbour, agree, ask, submit, withdraw
from support.world import World, answer_everything


def _read(call: Any, supplier_id: int, token: str | None = None) -> list[dict[str, Any]]:
    answer = call("GET", f"/suppliers/{supplier_id}/responses", token=token)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json["responses"]
    return found


def test_a_draft_is_nobodys_business(call: Any, world: World) -> None:
    asked = ask(world, world.cleaner)
    answer_everything(world, asked)
    assert _read(call, world.cleaner.id) == []
    assert world.session.scalars(select(ResponseLook)).all() == []


def test_shared_answers_are_told_with_what_the_judgement_reads_of_them(call: Any, world: World) -> None:
    asked = ask(world, world.cleaner)
    response = submit(world, asked)
    (told,) = _read(call, world.cleaner.id)
    assert (told["id"], told["reference"]) == (response.id, response.reference)
    assert (told["submitted_at"], told["shared_since"]) == ("2026-11-20T10:30:00Z",) * 2
    given = {answer.question_id: answer.content for answer in response.answers}
    assert {one["question"] for one in told["answers"]} == set(given)
    assert all(one["value"] and one["words"] for one in told["answers"])
    assert told["signals"]["policy.published"]["evidence"] in ("said", "documented")
    text = call("GET", f"/suppliers/{world.cleaner.id}/responses").text
    for words in ("Con Tact", "contact@northgate.example"):
        assert words not in text


def test_that_the_council_read_is_written_down_once_a_day(call: Any, world: World) -> None:
    submit(world, ask(world, world.cleaner))
    for _time in range(2):
        _read(call, world.cleaner.id)
    assert len(world.session.scalars(select(ResponseLook)).all()) == 1


def test_each_council_reads_only_what_was_shared_with_it(call: Any, world: World) -> None:
    neighbour = add_neighbour(world)
    own = ask(world, world.cleaner)
    theirs = ask(world, neighbour.cleaner)
    assert own.response_id == theirs.response_id
    submit(world, own, agreed=[own.id])
    _row, other = api_tokens.make(
        world.session,
        neighbour.officer,
        neighbour.council.id,
        "Their system",
        [Scope.RESPONSES_READ],
        clock.now().replace(year=2027),
        clock.now(),
    )
    assert len(_read(call, world.cleaner.id)) == 1
    assert _read(call, neighbour.cleaner.id, other) == []
    assert call("GET", f"/suppliers/{world.cleaner.id}/responses", token=other).status_code == 404
    agree(world, theirs)
    assert len(_read(call, neighbour.cleaner.id, other)) == 1
    withdraw(world, own)
    assert _read(call, world.cleaner.id) == []
    assert len(_read(call, neighbour.cleaner.id, other)) == 1
