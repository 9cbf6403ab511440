"""What a council adds to the standard questionnaire: valid ones are asked, and nothing else changes."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import questionnaires
from questionnaires import Answer, Context, QuestionnaireError, Setting, answers, own, path, reaching

BASE = questionnaires.get("supplier", 2)
Written = dict[str, Any]


def question(name: str = "own_jobs", kind: str = "yes_no", **more: Any) -> Written:
    needed: dict[str, Written] = {
        "radio": {"options": [{"value": v, "label": {"en": v}} for v in ("red", "green")]},
        "checkboxes": {"options": [{"value": v, "label": {"en": v}} for v in ("tea", "milk")]},
    }
    return {
        "id": name,
        "type": kind,
        "text": {"en": "Do you offer apprenticeships here?"},
        "why": {"en": "We want work for young people."},
        "example": {"en": "Two in our depot."},
        **copy.deepcopy(needed.get(kind, {})),
        **more,
    }


def additions(*questions: Written, **more: Any) -> Written:
    section = {"id": "own_local", "title": {"en": "Tell us about local work"}, "questions": list(questions)}
    return {
        "extends": "supplier",
        "extends_version": 2,
        "title": {"en": "Anytown questions"},
        "sections": [section] if questions else [],
        **more,
    }


def mistakes(written: Written) -> list[str]:
    with pytest.raises(QuestionnaireError) as refused:
        own.extended(BASE, written)
    return [str(one) for one in refused.value.mistakes]


# --- What is made -----------------------------------------------------------------------------------------


def test_without_additions_every_question_is_as_it_was() -> None:
    made = own.extended(BASE, additions(), "council_1_local", 3)
    assert (made.id, made.version, made.title.en) == ("council_1_local", 3, "Anytown questions")
    assert made.questions == BASE.questions
    assert questionnaires.compare(BASE, made).same == tuple(one.id for one in BASE.questions)


def test_own_questions_come_last_and_leave_the_standard_ones_alone() -> None:
    made = own.extended(BASE, additions(question()))
    assert made.questions[:-1] == BASE.questions
    assert made.questions[-1].id == "own_jobs"
    assert answers.signals_given(made) == answers.signals_given(BASE)
    assert made.minutes > BASE.minutes


def test_own_questions_are_asked_after_the_award_unless_the_council_says_otherwise() -> None:
    at_tender = question("own_open", settings=["at_evaluation", "post_award"])
    made = own.extended(BASE, additions(question(), at_tender))
    asked = {
        setting: [one.id for one in path.on_path(made, {}, Context(setting=setting)) if own.is_own(one.id)]
        for setting in Setting
    }
    assert asked[Setting.POST_AWARD] == ["own_jobs", "own_open"]
    assert asked[Setting.AT_EVALUATION] == ["own_open"]
    assert asked[Setting.PRE_QUALIFICATION] == []


def test_without_welsh_the_english_stands_and_a_reader_of_welsh_is_told() -> None:
    made = own.extended(BASE, additions(question())).question("own_jobs")
    assert made.text.cy == made.text.en
    assert "yn Saesneg yn unig" in made.why.cy and "Saesneg" not in made.why.en
    welsh = {"en": "Do you?", "cy": "Ydych chi?"}
    both = question(text=welsh, why={"en": "w", "cy": "p"}, example={"en": "e", "cy": "e"})
    translated = own.extended(BASE, additions(both)).question("own_jobs")
    assert translated.text.cy == "Ydych chi?" and translated.why.cy == "p"
    assert not translated.text.cy_checked


def test_a_note_stands_below_a_standard_question_and_changes_no_word_of_it() -> None:
    note = {"en": "Our charter counts.", "cy": "Mae ein siarter yn cyfrif."}
    made = own.extended(BASE, additions(help={"policy_published": note, "workers_agency": {"en": "Ask HR."}}))
    before, after = BASE.question("policy_published"), made.question("policy_published")
    assert before.hint is not None and after.hint is not None
    assert after.hint.en == f"{before.hint.en} The council adds: Our charter counts."
    assert after.hint.cy.endswith("Mae ein siarter yn cyfrif.")
    assert after.model_copy(update={"hint": before.hint, "plain": before.plain}) == before
    changed = {one.id for one in made.questions if one != BASE.question(one.id)}
    assert changed == {"policy_published", "workers_agency"}


def test_only_what_nothing_depends_on_can_be_switched_off() -> None:
    free = own.may_switch_off(BASE)
    assert free == {one.id for one in BASE.questions if one.id.endswith("_by")}
    for one in BASE.questions:
        written = additions(switched_off=[one.id])
        if one.id in free:
            left = {each.id for each in own.extended(BASE, written).questions}
            assert left == {each.id for each in BASE.questions} - {one.id}
        else:
            assert f"'{one.id}' cannot be switched off" in mistakes(written)[0]


def test_the_standard_part_is_what_was_there_before_and_its_answers_alone() -> None:
    made = own.extended(BASE, additions(question())).asked_in(Context(size="micro"))
    given_answers = {"own_jobs": Answer("yes"), "policy_published": Answer("no"), "gone": Answer("x")}
    assert own.base_part(made, given_answers) == {"policy_published": Answer("no")}
    assert own.without_own(made).questions == BASE.questions
    assert own.without_own(made).context.size == "micro"


def test_no_standard_questionnaire_has_ids_of_a_councils_own() -> None:
    for version in (1, 2):
        made = questionnaires.get("supplier", version)
        names = [one.id for one in (*made.sections, *made.questions)]
        assert not any(own.is_own(name) for name in names)


def test_conditions_read_standard_and_own_questions() -> None:
    first = question("own_first")
    second = question(
        "own_second",
        show_if={
            "all": [
                {"question": "policy_published", "equals": "no"},
                {"question": "own_first", "in": ["yes"]},
            ]
        },
    )
    made = own.extended(BASE, additions(first, second))
    said = {"policy_published": Answer("no"), "own_first": Answer("yes")}
    assert path.is_on_path(made, said, "own_second")
    assert not path.is_on_path(made, said | {"own_first": Answer("no")}, "own_second")


def test_a_section_of_which_nothing_may_be_asked_is_no_mistake() -> None:
    alone = question(show_if={"question": "policy_published", "equals": "no"})
    made = own.extended(BASE, additions(alone))
    assert not path.is_on_path(made, {}, "own_jobs")
    assert path.is_on_path(made, {"policy_published": Answer("no")}, "own_jobs")


# --- What is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "place", "what"),
    [
        (additions(question("jobs")), "sections.1.questions.1.id", "Write 'own_jobs'"),
        (additions(question(signal="policy.published")), "questions.1.signal", "enters no score"),
        (additions(question(tells="size")), "questions.1.tells", "enters no score"),
        (additions(question(registry="PolicyTypes")), "questions.1.registry", "enters no score"),
        (additions(question(), question()), "questions.2.id", "used twice"),
        (additions(question(text={"en": ""})), "text.en", "Write something"),
        (additions(question(kind="radio", options=[])), "questions.1", "two options or more"),
        (additions(question(type="essay")), "questions.1.type", "essay"),
        (additions(question(hnit={"en": "x"})), "questions.1.hnit", "There is no such key"),
        (
            additions(question(show_if={"question": "policy_publishd", "equals": "no"})),
            "show_if",
            "Did you mean 'policy_published'?",
        ),
        (
            additions(question("own_a", show_if={"question": "own_b", "equals": "no"}), question("own_b")),
            "show_if",
            "does not come before",
        ),
        (
            additions(
                question(
                    show_if={"all": [{"question": "policy_published", "equals": v} for v in ("no", "yes")]}
                )
            ),
            "show_if",
            "No answers lead to",
        ),
        (additions(help={"nothing": {"en": "x"}}), "help.nothing", "There is no question"),
        (
            additions(help={"gap_goals_by": {"en": "x"}}, switched_off=["gap_goals_by"]),
            "help",
            "switched off",
        ),
        (additions(help={"policy_published": {"en": "x" * 501}}), "help.policy_published.en", "500"),
        (additions(switched_off=["nothing"]), "switched_off.1", "There is no question"),
        (additions(extends_version=1), "extends", "belong to supplier 1"),
        (
            additions(sections=[{"id": "own_x", "title": {"en": "X"}, "questions": []}]),
            "sections.1",
            "no question",
        ),
        (
            additions(sections=[{"id": "own_x", "title": {"en": "X"}, "questions": "none"}]),
            "questions",
            "list",
        ),
        (additions(sections=["own_x"]), "sections.1", "keys and values"),
        (additions(*(question(f"own_{n}") for n in range(41))), "sections", "40 at most"),
        (additions(question(messages={"missing": {"en": "Say {what}", "cy": "x"}})), "missing.en", "no gap"),
        ({"title": {"en": "x"}}, "extends", "missing"),
    ],
)
def test_a_mistake_names_its_place_and_how_to_mend_it(written: Written, place: str, what: str) -> None:
    found = [one for one in mistakes(written) if place in one.partition(": ")[0]]
    assert any(what in one for one in found), mistakes(written)


def test_every_mistake_is_told_at_once_and_none_that_follows_from_another() -> None:
    wrong = [question("own_a", type="essay"), question("own_b", text={"en": ""})]
    found = mistakes(additions(*wrong))
    assert len(found) == 2
    assert "question own_a)" in found[0] and "question own_b)" in found[1]


def test_reading_additions_changes_nothing_of_what_was_given() -> None:
    written = additions(question(), switched_off=["gap_goals_by"])
    before = copy.deepcopy(written)
    own.extended(BASE, written)
    assert written == before


def test_what_is_kept_is_clean_and_cleaning_it_again_changes_nothing() -> None:
    written = {"required": "false", "maximum": "12", "en": " a\x00b ", "show_if": {"equals": "true"}}
    kept = own.normal(written)
    assert kept == {"required": False, "maximum": 12, "en": "ab", "show_if": {"equals": "true"}}
    assert own.normal(kept) == kept


# --- Any additions ----------------------------------------------------------------------------------------

READ = [BASE.question(name) for name in ("policy_published", "subcontracting_tiers", "remedy_process")]


@st.composite
def any_question(draw: st.DrawFn, number: int) -> Written:
    kinds = ["yes_no", "radio", "checkboxes", "text", "date", "url", "whole_number", "country_list"]
    written = question(f"own_q{number}", draw(st.sampled_from(kinds)), required=draw(st.booleans()))
    written["text"] = {"en": draw(st.text("abc ?{}'", min_size=1).filter(str.strip))}
    written["settings"] = draw(
        st.lists(st.sampled_from([one.value for one in Setting]), min_size=1, max_size=3, unique=True)
    )
    if "post_award" in written["settings"] and draw(st.booleans()):
        read = draw(st.lists(st.sampled_from(READ), min_size=1, max_size=2, unique_by=lambda one: one.id))
        rules = [{"question": one.id, "in": [draw(st.sampled_from(one.options)).value]} for one in read]
        written["show_if"] = rules[0] if len(rules) == 1 else {draw(st.sampled_from(["all", "any"])): rules}
    return written


@st.composite
def any_additions(draw: st.DrawFn) -> Written:
    sizes = draw(st.lists(st.integers(1, 3), max_size=3))
    sections, number = [], 0
    for place, size in enumerate(sizes):
        questions = [draw(any_question(number + n)) for n in range(size)]
        number += size
        sections.append({"id": f"own_s{place}", "title": {"en": f"Part {place}"}, "questions": questions})
    off = draw(st.lists(st.sampled_from(sorted(own.may_switch_off(BASE))), unique=True, max_size=3))
    return additions(sections=sections, switched_off=off)


@settings(deadline=None, max_examples=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(any_additions())
def test_any_valid_additions_load_and_every_own_question_can_be_reached(written: Written) -> None:
    made = own.extended(BASE, written)
    own_ids = [one["id"] for section in written["sections"] for one in section["questions"]]
    assert [one.id for one in made.questions if own.is_own(one.id)] == own_ids
    for name in own_ids:
        found = reaching.find(made, name)
        assert found is not None and path.is_on_path(made, found[0], name, found[1])
    standard = {one.id for one in BASE.questions} - set(written["switched_off"])
    assert {one.id for one in own.without_own(made).questions} == standard
    assert answers.signals(made, {}) == answers.signals(BASE, {})
