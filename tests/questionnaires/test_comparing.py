"""What is new for somebody who answered the version before."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import questionnaires
from questionnaires import Answer, Questionnaire, compare

FIRST, SECOND = questionnaires.get("supplier", 1), questionnaires.get("supplier", 2)


def test_every_question_is_in_one_group(make: Callable[..., Questionnaire], write_question: Any) -> None:
    old = [write_question(name) for name in ("stays", "reworded", "hinted", "options", "type", "gone")]
    new = copy.deepcopy(old[:5])
    new[1]["text"]["en"] = "Put in other words?"
    new[2]["hint"] = {"en": "Think of everybody.", "cy": "Meddyliwch am bawb."}
    new[3]["options"].append({"value": "blue", "label": {"en": "Blue", "cy": "Glas"}})
    new[4] = write_question("type", "checkboxes")
    found = compare(make(old), make([*new, write_question("added")]))
    assert found.new == ("added",)
    assert found.changed == ("options", "type")
    assert found.reworded == ("reworded", "hinted")
    assert found.same == ("stays",)
    assert found.gone == ("gone",)
    assert set(found.to_look_at) == {"added", "options", "type", "reworded", "hinted"}


def test_only_answers_that_still_fit_are_carried() -> None:
    found = compare(FIRST, SECOND)
    answers = {
        "workers_agency": Answer("some"),
        "voice_grievance": Answer("independent"),
        "training_given": Answer(("managers",)),
        "long_gone": Answer("yes"),
    }
    assert found.carried(answers) == {"workers_agency": Answer("some")}


def test_the_second_version_of_the_suppliers_questions_beside_the_first() -> None:
    found = compare(FIRST, SECOND)
    assert found.gone == ()
    assert set(found.changed) == {"voice_grievance", "training_given"}
    assert found.reworded == ("providers_licence_checks",)
    assert len(found.same) == 16
    assert compare(SECOND, SECOND).to_look_at == ()
    assert {*found.new, *found.changed, *found.reworded, *found.same} == {one.id for one in SECOND.questions}
