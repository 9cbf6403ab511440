"""What a council's report says of a supplier, in words, and by what its lines are known."""

from __future__ import annotations

from datetime import date

import pytest
from flask_babel import force_locale

from app.council_view import (
    about_factor,
    contract_line_key,
    council_view,
    factor_key,
    merged_lines,
    statement_text,
)
from app.documents import explanation
from app.extensions import clock
from app.services.answers import answering
from app.services.judgement import contract_facts
from app.store import screenings
from models import CorrectionAbout
from screening import codec
from screening.types import StatementFinding, StatementStatus
from screening.uses import factor_rows
from support.world import answer_everything


@pytest.fixture
def seen(app, world):
    """The view of a supplier, in a language; every supplier is screened."""

    def view(supplier, language="en", questionnaire=None):
        with app.test_request_context(), force_locale(language):
            return council_view(world.session, world.council.id, supplier, questionnaire)

    return view


def test_the_rows_are_those_of_the_stored_report_and_add_up(world, seen) -> None:
    world.screen_all()
    for supplier in (world.cleaner, world.lawyer, world.builder):
        stored = screenings.current_report(world.session, world.council.id, supplier.id)
        report, view = codec.load_report(stored.text.report_json), seen(supplier)
        assert view.stored is stored and view.report == report
        assert sum(line.points for line in view.lines) == report.residual
        assert [line.points for line in view.lines] == [line.points for line in explanation.lines_of(report)]
        assert [one.gain for one in view.unknowns] == [one.gain for one in report.unknowns]


def test_every_row_and_contract_has_one_key_that_lasts_from_one_screening_to_the_next(world, seen) -> None:
    world.screen_all()
    before = seen(world.builder)
    keys = list(before.line_keys)
    assert len(set(keys)) == len(keys) == len(before.lines)
    assert {*keys, "name", "number", "band", "sector", "statement", "other"} <= set(before.disputable)
    assert contract_line_key(world.builder.contracts[0]) in before.disputable
    assert max(map(len, before.disputable)) <= 120
    world.screen_all()
    assert seen(world.builder).disputable == before.disputable


def test_the_key_of_a_row_changes_with_its_reason(world) -> None:
    world.screen_all()
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    lines = explanation.lines_of(codec.load_report(stored.text.report_json))
    same_factor = {}
    for line in lines:
        same_factor.setdefault(line.factor, set()).add(factor_key(line))
    assert all(key.startswith(f"factor.{factor}.") for factor, keys in same_factor.items() for key in keys)
    assert sum(map(len, same_factor.values())) == len(lines)


def test_without_a_screening_only_what_is_held_is_told(world, seen) -> None:
    view = seen(world.cleaner)
    assert view.report is None and view.lines == () and view.unknowns == () and view.decision is None
    assert set(view.disputable) == {
        "name",
        "number",
        "spend",
        "other",
        contract_line_key(world.cleaner.contracts[0]),
    }


def test_what_an_officer_stated_is_among_the_facts(world, seen) -> None:
    contract = world.cleaner.contracts[0]
    facts = contract_facts.Facts(agency_labour="most", notice=date(2026, 1, 2))
    contract_facts.state(world.session, world.officer, contract, facts, clock.now(), clock.today())
    (row,) = seen(world.cleaner).contracts
    assert ("Agency workers", "Most") in row.known and row.stated is not None


def test_the_question_that_settles_an_unknown_is_one_of_the_answered_questionnaire(
    world, seen, invitation
) -> None:
    world.screen_all()
    questionnaire = answering.questionnaire_of(invitation.response)
    told = [one.question for one in seen(world.cleaner, questionnaire=questionnaire).unknowns]
    texts = {question.text.in_language("en") for question in questionnaire.questions}
    assert any(told) and set(told) <= texts | {""}
    assert all(one.question == "" for one in seen(world.cleaner).unknowns)


def test_the_lines_are_told_in_both_languages_under_the_same_keys(world, seen, invitation) -> None:
    world.screen_all()
    answer_everything(world, invitation)
    english, welsh = seen(world.cleaner), seen(world.cleaner, "cy")
    assert english.disputable.keys() == welsh.disputable.keys()
    assert english.disputable["sector"].text != welsh.disputable["sector"].text


@pytest.mark.parametrize("factor", sorted(factor_rows()))
def test_every_factor_can_be_wrong_as_a_fact_as_an_answer_and_in_its_weight(factor: str) -> None:
    about = about_factor(factor)
    assert len(set(about)) == len(about)
    assert {CorrectionAbout.WEIGHT_OF_FACTOR, CorrectionAbout.OTHER} < set(about)


def test_what_can_be_wrong_begins_with_what_the_factor_is_read_from() -> None:
    first = {name: about_factor(name)[0] for name in ("sector", "sourcing", "agency", "statement")}
    assert first == {
        "sector": CorrectionAbout.SECTOR,
        "sourcing": CorrectionAbout.COUNTRY,
        "agency": CorrectionAbout.CONTRACT,
        "statement": CorrectionAbout.STATEMENT_MATCH,
    }
    assert about_factor("recruitment.no_fees")[0] is CorrectionAbout.ANSWER_READING


def test_a_possible_statement_is_told_as_possible_with_its_name_and_copy(app) -> None:
    finding = StatementFinding(StatementStatus.POSSIBLE, date(2022, 2, 16), "Quill & <Partners>")
    with app.test_request_context():
        assert statement_text(finding) == (
            "May be the same as an organisation in the registry copy of 16 February 2022: Quill & <Partners>"
        )
        missing = StatementFinding(StatementStatus.NOT_FOUND, date(2022, 2, 16))
        assert statement_text(missing) == "Not found in the registry copy of 16 February 2022"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_two_rows_of_one_report_are_called_alike(app, world, seen, language) -> None:
    """Several rows of "Sector" say which work each is of, in every language and wherever rows are shown."""
    world.screen_all()
    told = 0
    for supplier in (world.cleaner, world.lawyer, world.builder):
        labels = [line.label for line in seen(supplier, language).lines]
        assert len(set(labels)) == len(labels), labels
        told += sum(": " in label for label in labels)
        stored = screenings.current_report(world.session, world.council.id, supplier.id)
        with app.test_request_context(), force_locale(language):
            merged = merged_lines(codec.load_report(stored.text.report_json))
        assert [line.label for line in merged] == labels
    assert told >= 2
