"""Changing additions one step at a time."""

from __future__ import annotations

import copy

import pytest

from questionnaires import editing

CONTENT = {
    "title": {"en": "T"},
    "sections": [
        {"id": "own_a", "title": {"en": "A"}, "questions": [{"id": "own_1"}, {"id": "own_2"}]},
        {"id": "own_b", "title": {"en": "B"}, "questions": []},
    ],
}


def test_each_step_gives_a_copy_and_leaves_what_it_was_given() -> None:
    before = copy.deepcopy(CONTENT)
    editing.put_section(CONTENT, {"id": "own_c", "title": {"en": "C"}})
    editing.put_question(CONTENT, "own_a", {"id": "own_1", "type": "date"})
    editing.moved(CONTENT, "own_2", -1)
    editing.removed(CONTENT, "own_a")
    editing.with_standard(CONTENT, "x", None, asked=False)
    assert before == CONTENT


def test_a_section_written_anew_keeps_its_place_and_questions() -> None:
    changed = editing.put_section(CONTENT, {"id": "own_a", "title": {"en": "Z"}})
    assert [one["id"] for one in changed["sections"]] == ["own_a", "own_b"]
    assert editing.section(changed, "own_a")["title"] == {"en": "Z"}
    assert [one["id"] for one in editing.section(changed, "own_a")["questions"]] == ["own_1", "own_2"]


def test_a_question_is_written_over_or_added() -> None:
    changed = editing.put_question(CONTENT, "own_a", {"id": "own_1", "type": "date"})
    changed = editing.put_question(changed, "own_b", {"id": "own_3"})
    assert editing.question(changed, "own_1") == {"id": "own_1", "type": "date"}
    assert editing.section_with(changed, "own_3")["id"] == "own_b"
    assert editing.names(changed) == ["own_a", "own_1", "own_2", "own_b", "own_3"]


@pytest.mark.parametrize(
    ("name", "by", "order"),
    [
        ("own_2", -1, ["own_a", "own_2", "own_1", "own_b"]),
        ("own_1", -1, ["own_a", "own_1", "own_2", "own_b"]),
        ("own_2", 1, ["own_a", "own_1", "own_2", "own_b"]),
        ("own_a", 1, ["own_b", "own_a", "own_1", "own_2"]),
    ],
)
def test_parts_move_among_their_siblings_and_not_beyond(name: str, by: int, order: list[str]) -> None:
    assert editing.names(editing.moved(CONTENT, name, by)) == order


def test_a_part_is_removed_with_what_it_holds() -> None:
    assert editing.names(editing.removed(CONTENT, "own_a")) == ["own_b"]
    assert editing.names(editing.removed(CONTENT, "own_1")) == ["own_a", "own_2", "own_b"]
    with pytest.raises(KeyError):
        editing.removed(CONTENT, "own_9")


def test_an_id_is_made_of_the_words_and_never_twice() -> None:
    first = editing.new_id(CONTENT, "Café & jobs: how many?")
    assert first == "own_cafe_jobs_how_many"
    taken = editing.put_question(CONTENT, "own_b", {"id": first})
    assert editing.new_id(taken, "Café & jobs: how many?") == f"{first}_2"
    assert editing.new_id(CONTENT, "日本") == "own_part"
    assert len(editing.new_id(CONTENT, "word " * 99)) <= 60


def test_a_standard_question_has_a_note_or_is_left_out() -> None:
    noted = editing.with_standard(CONTENT, "x", {"en": "n"}, asked=True)
    assert (noted["help"], noted["switched_off"]) == ({"x": {"en": "n"}}, [])
    off = editing.with_standard(noted, "x", {"en": "n"}, asked=False)
    assert (off["help"], off["switched_off"]) == ({}, ["x"])
    back = editing.with_standard(off, "x", None, asked=True)
    assert (back["help"], back["switched_off"]) == ({}, [])
