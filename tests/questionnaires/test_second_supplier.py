"""The second questions for suppliers: a short core, modules where called for, and the settings of the law."""

from __future__ import annotations

import re
from datetime import date

import pytest

import questionnaires
from questionnaires import Answer, Context, Problems, Question, QuestionType, Setting, answers, path, reaching
from questionnaires.context import SIZES
from questionnaires.messages import defaults
from questionnaires.schema import texts

SUPPLIER = questionnaires.current("supplier")
QUESTIONS = pytest.mark.parametrize("question", SUPPLIER.questions, ids=lambda question: question.id)
MODULES = {
    "labour_providers": "temporary_labour",
    "construction": "highways",
    "cleaning": "security",
    "care": "residential_care",
    "food": "agriculture",
    "textiles": "textiles_ppe",
    "electronics": "ict_hardware",
    "waste": "waste",
    "logistics": "logistics",
}
AT_EVALUATION = {
    "organisation_size",
    "kinds_of_work",
    "statement_in_scope",
    "statement_published",
    "policy_published",
    "providers_licence_checks",
    "subcontracting_tiers",
    "subcontractors_flow_down",
    "chain_mapped",
}
"""What may be asked before the award, beside what a published document covers. By hand, from the Act."""


def asked(context: Context, **given: str | tuple[str, ...]) -> set[str]:
    said = {name: Answer(value) for name, value in given.items()}
    return {question.id for question in path.on_path(SUPPLIER, said, context)}


def sections(context: Context, **given: str | tuple[str, ...]) -> list[str]:
    said = {name: Answer(value) for name, value in given.items()}
    return [state.section.id for state in path.section_states(SUPPLIER, said, context)]


def test_the_core_is_about_twelve_questions() -> None:
    for size in SIZES:
        core = asked(Context(size=size, sectors=("legal",)))
        assert 12 <= len(core) <= 17, size
    assert len(asked(Context(size="micro", sectors=("legal",)))) == 13


def test_smaller_organisations_are_asked_fewer_questions() -> None:
    everything = {
        "statement_in_scope": "yes",
        "policy_published": "yes",
        "workers_agency": "most",
        "workers_migrant": "most",
        "workers_low_paid": "most",
        "sourcing_countries": ("BD",),
        "made_to_order": "yes",
    }
    counts = [len(asked(Context(size=size, sectors=("cleaning",)), **everything)) for size in SIZES]
    assert counts[0] < counts[1] < counts[2] == counts[3]


@pytest.mark.parametrize(("module", "sector"), MODULES.items())
def test_a_module_appears_where_the_contract_calls_for_it_and_nowhere_else(module: str, sector: str) -> None:
    assert module in sections(Context(size="small", sectors=(sector,)))
    assert module not in sections(Context(size="small", sectors=("legal",)))
    trades = set(MODULES) - {"labour_providers"}
    assert trades & set(sections(Context(size="small", sectors=(sector,)))) <= {module}


def test_a_module_appears_where_an_answer_calls_for_it() -> None:
    legal = Context(size="medium", sectors=("legal",))
    for question, value, module in (
        ("workers_agency", "some", "labour_providers"),
        ("workers_migrant", "unknown", "workers_abroad"),
        ("workers_migrant", "some", "housing"),
        ("workers_low_paid", "most", "pay"),
        ("sourcing_countries", ("GB", "VN"), "overseas"),
        ("statement_in_scope", "yes", "documents"),
    ):
        assert module not in sections(legal)
        assert module in sections(legal, **{question: value})
    for alone in (("GB",), ("unknown",)):
        assert "overseas" not in sections(legal, sourcing_countries=alone)


def test_trade_and_size_are_asked_only_where_they_are_not_known() -> None:
    first = [question.id for question in path.on_path(SUPPLIER, {})][:2]
    assert first == ["organisation_size", "kinds_of_work"]
    assert not {"organisation_size", "kinds_of_work"} & asked(Context(size="micro", sectors=("waste",)))
    told = asked(Context(), organisation_size="micro", kinds_of_work=("waste",))
    known = asked(Context(size="micro", sectors=("waste",)))
    assert told - {"organisation_size", "kinds_of_work"} == known


def test_small_organisations_read_plainer_words() -> None:
    small, large = Context(size="micro"), Context(size="large")
    plain = [question for question in SUPPLIER.questions if question.plain]
    assert len(plain) >= 6
    for question in plain:
        shown = path.worded(SUPPLIER, {}, question, small)
        assert shown.text != question.text and shown.options == question.options
        assert len(shown.text.en.split()) <= 18
        assert path.worded(SUPPLIER, {}, question, large) == question
    told = {"organisation_size": Answer("small")}
    assert path.worded(SUPPLIER, told, plain[0]).text == plain[0].plain.text  # type: ignore[union-attr]


@pytest.mark.parametrize("setting", [Setting.AT_EVALUATION, Setting.PRE_QUALIFICATION])
def test_before_the_award_only_what_the_act_allows_is_asked(setting: Setting) -> None:
    allowed = {question.id for question in SUPPLIER.questions if setting in question.settings}
    assert {name for name in allowed if not name.startswith("gap_")} == AT_EVALUATION
    everything = asked(
        Context(setting=setting, size="large", sectors=("temporary_labour",), countries=("CN",)),
        workers_agency="most",
        workers_migrant="most",
        statement_in_scope="yes",
        subcontracting_tiers="more",
    )
    assert everything <= allowed
    assert {"providers_licence_checks", "gap_policies", "subcontractors_flow_down"} <= everything


def test_an_answer_given_after_the_award_decides_nothing_before_the_next() -> None:
    said = {"workers_agency": Answer("most"), "statement_in_scope": Answer("no")}
    counting = path.submitted(SUPPLIER, said, Context(setting=Setting.AT_EVALUATION))
    assert list(counting) == ["statement_in_scope"]


def test_below_36_million_nobody_is_asked_for_a_statement() -> None:
    for size in SIZES:
        here = asked(Context(size=size), statement_in_scope="no")
        assert not [name for name in here if name.startswith("gap_") or name == "statement_published"]
    hint = SUPPLIER.question("statement_in_scope").hint
    assert hint is not None and "nobody marks you down for having none" in hint.en
    signals = answers.signals(SUPPLIER, {"statement_in_scope": Answer("no")}, context=Context(size="large"))
    gaps = {name: signal.value for name, signal in signals.items() if name.startswith("covers.")}
    assert len(gaps) == 6 and set(gaps.values()) == {"not_applicable"}


def test_the_six_gaps_are_six_scored_questions_with_a_date() -> None:
    gaps = [question for question in SUPPLIER.questions if question.id.startswith("gap_") and question.signal]
    assert [gap.signal for gap in gaps] == [
        "covers.structure",
        "covers.policies",
        "covers.due_diligence",
        "covers.risk_assessment",
        "covers.goals",
        "covers.training",
    ]
    large = Context(size="large")
    for gap in gaps:
        for value, due in (("yes", False), ("planned", True), ("no", False), ("unknown", False)):
            here = asked(large, statement_in_scope="yes", **{gap.id: value})
            assert (f"{gap.id}_by" in here) is due
        by = SUPPLIER.question(f"{gap.id}_by")
        today = date(2026, 11, 22)
        past = answers.parse(by, {"answer": ["22", "11", "2026"]}, "en", as_at=today)
        assert isinstance(past, Problems) and past.first == "Enter a date that is still to come"
        assert answers.parse(by, {"answer": ["23", "11", "2026"]}, "en", as_at=today) == Answer("2026-11-23")


@QUESTIONS
def test_every_question_is_reachable(question: Question) -> None:
    found = reaching.find(SUPPLIER, question.id)
    assert found is not None
    assert path.is_on_path(SUPPLIER, found[0], question.id, found[1])


@QUESTIONS
def test_every_question_is_explained_and_can_be_answered_honestly(question: Question) -> None:
    assert question.required and question.required_if is None
    assert question.offers_unknown or question.in_future
    assert question.signal or question.tells or question.in_future or question.id == "made_to_order"
    assert question.text.en.endswith("?") and question.text.cy.endswith("?")
    assert question.messages.missing is not None
    assert len(question.text.en.split()) <= 20
    assert len(re.findall(r"[.!?](\s|$)", question.why.en)) <= 2


@QUESTIONS
def test_nothing_invites_details_of_a_person(question: Question) -> None:
    assert question.type not in (QuestionType.TEXT, QuestionType.URL)
    if question.evidence is not None:
        assert "must not name or describe any worker" in question.evidence.what.en
        assert "Ni ddylai enwi na disgrifio unrhyw weithiwr" in question.evidence.what.cy
    if question.id in ("indicators_watched", "remedy_actions", "fees_repaid"):
        assert question.hint is not None and re.search(r"Do not (describe|name|tell)", question.hint.en)


def test_every_text_and_every_message_is_there_in_both_languages() -> None:
    for part in (SUPPLIER, defaults()):
        for place, text in texts(part):
            assert text.en != text.cy, place
            assert "¿" not in text.en + text.cy and "  " not in text.en + text.cy
    assert all(getattr(defaults(), name) is not None for name in type(defaults()).model_fields)
    assert not any(text.cy_checked for _, text in texts(SUPPLIER))


def test_nothing_judges_or_frightens() -> None:
    forbidden = re.compile(r"non-compliant|\bclean\b|slavery-free|blacklist|fail|suspicious", re.IGNORECASE)
    for place, text in texts(SUPPLIER):
        assert not forbidden.search(text.en), place


def test_every_section_is_a_task() -> None:
    for section in SUPPLIER.sections:
        assert section.title.en.startswith("Tell us ")
        assert section.title.cy.startswith("Dywedwch wrthym ")


def test_the_list_of_tasks_numbers_the_sections_that_are_asked() -> None:
    context = Context(size="micro", sectors=("cleaning",))
    states = path.section_states(SUPPLIER, {}, context)
    assert [state.number for state in states] == list(range(1, len(states) + 1))
    for state in states:
        place = path.progress(SUPPLIER, state.section.questions[-1].id, {}, context)
        assert (place.number, place.total) == (state.number, len(states))
    gone = path.progress(SUPPLIER, "site_identity", {}, context)
    assert gone.total == len(states) + 1, "a section that was just left still has its place"


def test_one_answer_serves_the_statement_registry_too() -> None:
    given = {
        "policy_published": Answer("yes"),
        "policy_provisions": Answer(("may_leave", "no_fees")),
        "voice_grievance": Answer("independent"),
        "training_given": Answer(("none",)),
        "workers_agency": Answer("none"),
    }
    found = answers.for_registry(SUPPLIER, given, Context(size="large"))
    assert found == {
        "PolicyTypes": ("FreedomToTerminate", "RecruitmentFees"),
        "GrievanceMechanismTypes": ("WhistleblowingServices", "WorkerVoicePlatforms"),
        "TrainingTargetTypes": ("None",),
    }
    assert answers.for_registry(SUPPLIER, {"training_given": Answer(("unknown",))}) == {}


def test_changing_an_early_answer_keeps_later_ones_and_submits_them_no_more() -> None:
    context = Context(size="large", sectors=("legal",))
    said = {"workers_agency": Answer("most"), "providers_pay_checked": Answer("checked")}
    assert "providers_pay_checked" in path.submitted(SUPPLIER, said, context)
    changed = said | {"workers_agency": Answer("none")}
    assert path.set_aside(SUPPLIER, changed, context) == {"providers_pay_checked": Answer("checked")}
    signals = answers.signals(SUPPLIER, changed, context=context)
    assert signals["providers.pay_checked"].value == "not_applicable"


def test_what_does_not_apply_says_so_and_what_the_law_keeps_out_says_nothing() -> None:
    said = {name: Answer("none") for name in ("workers_agency", "workers_migrant", "workers_low_paid")}
    after = answers.signals(SUPPLIER, said, context=Context(size="micro", sectors=("legal",)))
    for name in ("documents.kept_by_workers", "providers.licence_checks", "site.identity", "union.free"):
        assert after[name].value == "not_applicable"
    before = Context(setting=Setting.AT_EVALUATION, size="micro", sectors=("legal",))
    assert answers.signals(SUPPLIER, said, context=before) == {}
    unsettled = answers.signals(SUPPLIER, {}, context=Context(size="large", sectors=("legal",)))
    assert "documents.kept_by_workers" not in unsettled


def test_a_questionnaire_can_be_bound_to_its_context() -> None:
    context = Context(size="micro", sectors=("waste",))
    bound = SUPPLIER.asked_in(context)
    assert bound.context == context and SUPPLIER.context == Context()
    assert path.on_path(bound, {}) == path.on_path(SUPPLIER, {}, context)
    assert path.on_path(bound, {}, Context()) == path.on_path(SUPPLIER, {})
    assert answers.signals(bound, {}) == answers.signals(SUPPLIER, {}, context=context)
