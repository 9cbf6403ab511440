"""Finding answers and facts that lead to a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from questionnaires import Questionnaire, path, reaching

WASTE = {"context": "sectors", "contains_any": ["waste"]}
SMALL = {"context": "size", "in": ["micro", "small"]}


@pytest.mark.parametrize(
    "rule",
    [
        WASTE,
        {"not": WASTE},
        {"all": [WASTE, {"not": SMALL}]},
        {"all": [WASTE, {"question": "agency", "equals": "red"}]},
        {"context": "countries", "contains_other": ["GB"]},
        {"question": "places", "contains_other": ["GB", "unknown"]},
        {"context": "setting", "equals": "at_evaluation"},
        {"context": "size", "not_answered": True},
    ],
)
def test_what_it_finds_leads_there(
    make: Callable[..., Questionnaire], write_question: Any, rule: dict[str, Any]
) -> None:
    questionnaire = make(
        [
            write_question("agency"),
            write_question("places", "country_list"),
            write_question("last", show_if=rule),
        ]
    )
    found = reaching.find(questionnaire, "last")
    assert found is not None
    assert path.is_on_path(questionnaire, found[0], "last", found[1])


@pytest.mark.parametrize(
    "rule",
    [
        {"all": [WASTE, {"not": WASTE}]},
        {"all": [SMALL, {"context": "size", "equals": "large"}]},
        {"context": "setting", "equals": "at_evaluation"},
    ],
)
def test_what_nothing_leads_to_is_not_found(
    make: Callable[..., Questionnaire], write_question: Any, rule: dict[str, Any]
) -> None:
    last = write_question("last", show_if=rule, settings=["post_award"])
    assert reaching.find(make([write_question("agency"), last]), "last") is None
