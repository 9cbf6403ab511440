"""The first questions for suppliers, which stay answerable: few, fair, in two languages."""

from __future__ import annotations

import itertools
import re

import pytest

import questionnaires
from questionnaires import Answer, Question, Questionnaire, QuestionType, answers, path
from questionnaires.schema import texts

SUPPLIER = questionnaires.get("supplier", 1)
QUESTIONS = pytest.mark.parametrize("question", SUPPLIER.questions, ids=lambda question: question.id)

COUNTRIES = frozenset({"unknown"})
SIGNALS = {
    "statement.in_scope": {"yes", "no", "unknown"},
    "statement.published": {"yes", "no", "unknown"},
    "workforce.agency": {"none", "some", "most", "unknown"},
    "workforce.migrant": {"none", "some", "most", "unknown"},
    "workforce.low_paid": {"none", "some", "most", "unknown"},
    "workforce.accommodation": {"yes", "no", "unknown"},
    "delivery.countries": COUNTRIES,
    "sourcing.countries": COUNTRIES,
    "subcontracting.tiers": {"none", "one", "more", "unknown"},
    "policy.published": {"yes", "no", "unknown"},
    "recruitment.no_fees": {"checked", "policy", "no", "unknown"},
    "documents.kept_by_workers": {"yes", "no", "unknown"},
    "providers.licence_checks": {"yes", "no", "not_applicable", "unknown"},
    "voice.grievance": {"independent", "internal", "no", "unknown"},
    "chain.mapped": {"beyond_tier_one", "tier_one", "no", "unknown"},
    "subcontractors.flow_down": {"yes", "no", "not_applicable", "unknown"},
    "audit.worker_interviews": {"yes", "audit_only", "no", "unknown"},
    "training.given": {"all_staff", "managers", "procurement", "suppliers", "none", "unknown"},
    "remedy.process": {"yes", "no", "unknown"},
}
"""The vocabulary that answers and judgement agree on: each signal with all the values that it can have."""


def test_the_signals_and_their_values_are_those_agreed() -> None:
    assert answers.signals_given(SUPPLIER) == set(SIGNALS)
    for question in SUPPLIER.questions:
        assert question.signal is not None
        values = {option.value for option in question.options}
        values |= {question.signal_if_not_asked} if question.signal_if_not_asked else set()
        assert values == SIGNALS[question.signal], question.id


def test_it_is_short() -> None:
    always = [question for question in SUPPLIER.questions if question.show_if is None]
    assert 12 <= len(always) <= 15
    assert len(SUPPLIER.questions) <= 19
    assert 4 <= len(SUPPLIER.sections) <= 5
    assert SUPPLIER.minutes == 10


def test_every_section_is_a_task() -> None:
    for section in SUPPLIER.sections:
        assert section.title.en.startswith("Tell us ")
        assert section.title.cy.startswith("Dywedwch wrthym ")
        assert section.questions[0].show_if is None


@QUESTIONS
def test_every_question_is_explained_and_can_be_answered_honestly(question: Question) -> None:
    assert question.required and question.required_if is None
    assert question.offers_unknown
    assert question.text.en.endswith("?") and question.text.cy.endswith("?")
    assert question.hint is not None
    assert question.messages.missing is not None
    assert len(question.text.en.split()) <= 20
    assert len(re.findall(r"[.!?](\s|$)", question.why.en)) <= 2


def test_every_text_is_there_in_both_languages_and_not_the_same() -> None:
    for place, text in texts(SUPPLIER):
        assert text.en != text.cy, place
        assert "¿" not in text.en + text.cy
        assert "  " not in text.en + text.cy


def test_nobody_claims_to_have_checked_the_welsh() -> None:
    assert not any(text.cy_checked for _, text in texts(SUPPLIER))
    assert not SUPPLIER.welsh_checked


def test_nothing_judges_or_frightens() -> None:
    forbidden = re.compile(r"non-compliant|clean\b|slavery-free|blacklist|fail|suspicious", re.IGNORECASE)
    for place, text in texts(SUPPLIER):
        assert not forbidden.search(text.en), place


def test_small_organisations_are_told_that_they_need_no_statement() -> None:
    first = SUPPLIER.questions[0]
    assert first.signal == "statement.in_scope"
    assert first.hint is not None
    assert "nobody marks you down for having none" in first.hint.en
    assert not path.is_on_path(SUPPLIER, {first.id: Answer("no")}, "statement_published")


@QUESTIONS
def test_nothing_invites_details_of_a_person(question: Question) -> None:
    assert question.type not in (QuestionType.TEXT, QuestionType.URL, QuestionType.DATE)
    if question.evidence is not None:
        assert "must not name or describe any worker" in question.evidence.what.en
        assert "Ni ddylai enwi na disgrifio unrhyw weithiwr" in question.evidence.what.cy
    assert "Do not name or describe any worker" in SUPPLIER.introduction.en
    assert "Peidiwch ag enwi na disgrifio unrhyw weithiwr" in SUPPLIER.introduction.cy


def test_countries_are_not_used_to_choose_who_wins() -> None:
    for question in SUPPLIER.questions:
        if question.type is QuestionType.COUNTRY_LIST:
            assert "not used to choose who wins a contract" in question.why.en


FOLLOW_UPS = {
    "statement_published": ("statement_in_scope", {"yes", "unknown"}),
    "providers_licence_checks": ("workers_agency", {"some", "most", "unknown"}),
    "documents_kept_by_workers": ("workers_migrant", {"some", "most", "unknown"}),
    "subcontractors_flow_down": ("subcontracting_tiers", {"one", "more", "unknown"}),
}


def test_follow_ups_are_asked_only_when_an_answer_calls_for_them() -> None:
    for follow_up, (asked, calling) in FOLLOW_UPS.items():
        for option in SUPPLIER.question(asked).options:
            on_path = path.is_on_path(SUPPLIER, {asked: Answer(option.value)}, follow_up)
            assert on_path is (option.value in calling), (follow_up, option.value)
    others = {question.id for question in SUPPLIER.questions if question.show_if is None}
    assert others | set(FOLLOW_UPS) == {question.id for question in SUPPLIER.questions}


def answer_all(questionnaire: Questionnaire, pick: int) -> dict[str, Answer]:
    """Answers to everything on the path: option number `pick` of each question, or its last one."""
    given: dict[str, Answer] = {}
    while (question := path.first_unanswered(questionnaire, given)) is not None:
        option = question.options[min(pick, len(question.options) - 1)].value
        entry = "Vietnam" if question.type is QuestionType.COUNTRY_LIST and pick == 0 else option
        parsed = answers.parse(question, {"answer": [entry]}, "en")
        assert isinstance(parsed, Answer)
        given[question.id] = parsed
    return given


@pytest.mark.parametrize("pick", range(6))
def test_every_kind_of_supplier_reaches_the_end(pick: int) -> None:
    given = answer_all(SUPPLIER, pick)
    assert path.is_complete(SUPPLIER, given)
    assert answers.validate(SUPPLIER, given, "cy") == {}
    signals = answers.signals(SUPPLIER, given)
    for name, signal in signals.items():
        values = (signal.value,) if isinstance(signal.value, str) else signal.value
        assert set(values) <= SIGNALS[name] | {"VN"}


def test_every_signal_is_given_by_somebody() -> None:
    given = itertools.chain.from_iterable(
        answers.signals(SUPPLIER, answer_all(SUPPLIER, pick)) for pick in range(6)
    )
    assert set(given) == set(SIGNALS)


def test_where_nobody_is_hired_through_others_checks_of_them_do_not_apply() -> None:
    given = answer_all(SUPPLIER, 0)
    assert given["workers_agency"] == given["subcontracting_tiers"] == Answer("none")
    signals = answers.signals(SUPPLIER, given)
    assert signals["providers.licence_checks"].value == "not_applicable"
    assert signals["subcontractors.flow_down"].value == "not_applicable"
    assert "documents.kept_by_workers" not in signals
