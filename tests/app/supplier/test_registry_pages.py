"""What can be copied to the statement registry: in its own words, and nothing that it does not say."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from app.extensions import clock
from app.services.answers import answering, registry_answers
from app.services.answers.registry_answers import Check
from models import Invitation, Response
from questionnaires import Answer, path, registry
from screening.registry_form import fields
from screening.registry_form.form import option_lists
from support.world import World, acceptable

LARGE: dict[str, Any] = {
    "organisation_size": "large",
    "statement_in_scope": "yes",
    "statement_published": "yes",
    "policy_published": "yes",
    "policy_provisions": ("may_leave", "no_fees"),
    "gap_structure": "yes",
    "gap_policies": "planned",
    "gap_policies_by": "2027-03-31",
    "gap_goals": "unknown",
    "voice_grievance": "independent",
    "training_given": ("none",),
    "audit_worker_interviews": "yes",
    "audit_kinds": ("third_party", "announced"),
    "indicators_watched": ("deception", "debt"),
    "remedy_actions": ("no_signs",),
    "partners_engaged": ("inspectors",),
}
MICRO: dict[str, Any] = {"organisation_size": "micro", "statement_in_scope": "no"}


def _submitted(world: World, invitation: Invitation, said: dict[str, Any]) -> Response:
    questionnaire = answering.questionnaire_of(invitation.response)
    while asked := path.first_unanswered(questionnaire, answering.answers_of(invitation.response)):
        answer = Answer(said[asked.id]) if asked.id in said else acceptable(asked)
        if asked.id == "statement_published":
            answer = Answer("yes", "https://northgate.example/statement", date(2026, 5, 12))
        answering.save(world.session, invitation.contact, invitation, asked.id, answer, clock.now())
    return answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )


@pytest.fixture
def large(world: World, invitation: Invitation) -> Response:
    return _submitted(world, invitation, LARGE)


def test_each_answer_becomes_the_registrys_own_words(large) -> None:
    found = {one.field.id: one for one in registry_answers.lines(large)}
    chosen = {name: one.chosen for name, one in found.items() if one.chosen}
    assert chosen["policies"] == (
        "Freedom of workers to terminate employment",
        "Prohibits the use of worker-paid recruitment fees",
    )
    assert chosen["grievance"] == (
        "Using anonymous whistleblowing services, such as a helpline or mobile phone app",
        "Through trade unions or other worker representative groups",
    )
    assert chosen["training"] == (
        "Your organisation did not provide training on modern slavery during the period of the statement",
    )
    assert chosen["engagement"] == (
        "Law enforcement, such as police, GLAA and other local labour market inspectorates",
    )
    assert set(chosen["social_audits"]) == {
        "Announced audit",
        "Third party audit arranged by your organisation",
    }
    assert found["statement_url"].text == "https://northgate.example/statement"
    assert found["approved_on"].text == "2026-05-12"
    assert (chosen["structure"], chosen["policies_covered"]) == (("Yes",), ("No",))


def test_what_is_not_the_same_question_is_not_filled_in_and_doubt_is_said(large) -> None:
    found = {one.field.id: one for one in registry_answers.lines(large)}
    assert "indicators" not in found  # what managers look for is not what a statement says was found
    assert "goals" not in found  # not known
    assert "turnover" not in found  # £36 million or more is four bands of the registry
    assert found["structure"].check is Check.OTHER_DOCUMENT
    assert found["policies_covered"].check is Check.NOTHING
    assert found["training"].check is Check.PERIOD
    assert found["remediation"].chosen == () and found["remediation"].check is Check.NO_OPTION


def test_lines_stand_in_the_forms_order_and_the_rest_that_it_needs_is_named(large) -> None:
    found = registry_answers.lines(large)
    order = list(fields())
    assert [one.field.id for one in found] == sorted((one.field.id for one in found), key=order.index)
    missing = {one.id for one in registry_answers.left(found)}
    assert {"group", "period_start", "sectors", "turnover", "years", "goals"} <= missing
    assert not missing & {one.field.id for one in found}


def test_every_list_of_the_questionnaire_is_the_registrys_word_for_word() -> None:
    for name, mine in registry.lists().items():
        theirs = option_lists()[name]
        assert mine == {key: theirs[key] for key in mine}
        assert set(theirs) - set(mine) <= {"Other", "NotProvided"}
    for name, field_id in registry_answers.LISTS.items():
        assert set(registry.lists()[name]) <= set(fields()[field_id].options)
    assert set(registry_answers.AREAS.values()) == {
        one.id for one in fields().values() if one.step == "areas" and one.needed and one.only_if is None
    }


def test_the_page_and_the_table_say_the_same_in_the_registrys_words(large, owner, invitation) -> None:
    page = owner.get(f"/answers/{invitation.id}/registry", headers={"Accept-Language": "cy"})
    soup = BeautifulSoup(page.text, "html.parser")
    rows = soup.select("#registry-lines > div")
    lines = registry_answers.lines(large)
    assert len(rows) == len(lines) > 8
    for row, line in zip(rows, lines, strict=True):
        assert line.field.full_question in row.select_one("dt [lang=en]").text
        assert [one.text for one in row.select("dd li")] == list(line.chosen)
    table = owner.get(f"/answers/{invitation.id}/registry.csv")
    written = list(csv.reader(io.StringIO(table.get_data().decode("utf-8-sig"))))
    assert [row[0] for row in written[1:]] == [line.field.full_question for line in lines]
    assert "12 5 2026" in {row[1] for row in written}
    assert "registry" in owner.get(f"/answers/{invitation.id}/done").text


def test_a_small_firm_that_needs_no_statement_is_not_sent_to_the_registry(world, invitation, owner) -> None:
    response = _submitted(world, invitation, MICRO)
    assert not registry_answers.is_useful(response)
    assert "/registry" not in owner.get(f"/answers/{invitation.id}/done").text
    turnover = {one.field.id: one for one in registry_answers.lines(response)}["turnover"]
    assert turnover.chosen == ("Under £36 million",)


def test_a_draft_has_nothing_to_copy(owner, invitation) -> None:
    assert owner.get(f"/answers/{invitation.id}/registry").status_code == 404
    assert owner.get(f"/answers/{invitation.id}/registry.csv").status_code == 404
