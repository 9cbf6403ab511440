"""Any sequence of answers, changes and visits ends in a sound state, and nothing that was said is lost."""

from __future__ import annotations

import json
from datetime import date

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import questionnaires
from questionnaires import Answer, Problems, Question, Questionnaire, QuestionType, State, answers, path

SOME_COUNTRIES = ["England\nVietnam", "Turkey", "unknown", "Holland, Burma and Eire"]


def written(question_id: str, kind: str, **more: object) -> dict[str, object]:
    both = {"en": question_id, "cy": f"{question_id} cy"}
    values = {"yes_no": ["yes", "no"], "radio": ["a", "b", "unknown"], "checkboxes": ["x", "y", "none"]}
    options = [
        {"value": value, "label": both, "exclusive": value == "none"} for value in values.get(kind, [])
    ]
    needed: dict[str, object] = {"max_length": 50} if kind == "text" else {}
    return {
        "id": question_id, "type": kind, "text": both, "why": both, "example": both, "options": options,
        "messages": {"missing": both}, **needed, **more,
    }  # fmt: skip


def tangled() -> Questionnaire:
    """Follow-ups to follow-ups, optional questions, questions that become required, every type of answer."""
    both = {"en": "Words", "cy": "Geiriau"}
    sections = [
        [
            written("q1", "radio", signal="first.choice"),
            written(
                "q2", "yes_no", show_if={"question": "q1", "in": ["a", "unknown"]}, signal="first.follow"
            ),
            written("q3", "checkboxes", show_if={"question": "q2", "not_equals": "yes"}, required=False),
            written("q4", "text", show_if={"question": "q3", "contains_any": ["x", "none"]}),
        ],
        [
            written("q5", "whole_number", required_if={"not": {"question": "q1", "equals": "b"}}),
            written(
                "q6",
                "date",
                show_if={"any": [{"question": "q4", "answered": True}, {"question": "q1", "unknown": True}]},
            ),
            written("q7", "country_list", required_if={"question": "q6", "not_answered": True}),
            written("q8", "url", required=False),
        ],
    ]
    return Questionnaire.model_validate(
        {
            "id": "tangled", "version": 1, "minutes": 1, "title": both, "introduction": both,
            "sections": [
                {"id": f"s{number}", "title": both, "who": both, "questions": questions}
                for number, questions in enumerate(sections)
            ],
        }
    )  # fmt: skip


class Journey(RuleBasedStateMachine):
    """A respondent who answers, changes, goes back, leaves blanks and sends nonsense."""

    questionnaire: Questionnaire

    @initialize()
    def begin(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.said: dict[str, Answer] = {}

    @rule(data=st.data())
    def answer_a_question_on_the_path(self, data: st.DataObject) -> None:
        asked = path.on_path(self.questionnaire, self.answers)
        self.submit(data.draw(st.sampled_from(asked)), data)

    @rule(data=st.data())
    def answer_what_is_left(self, data: st.DataObject) -> None:
        question = path.first_unanswered(self.questionnaire, self.answers)
        if question is not None:
            self.submit(question, data)

    @rule(data=st.data(), junk=st.lists(st.text(st.characters(), max_size=20), max_size=3))
    def send_nonsense(self, data: st.DataObject, junk: list[str]) -> None:
        question = data.draw(st.sampled_from(path.on_path(self.questionnaire, self.answers)))
        self.post(question, {"answer": junk, "evidence_url": junk, "evidence_year": junk})

    def submit(self, question: Question, data: st.DataObject) -> None:
        raw = {"answer": data.draw(st.sampled_from(entries_for(question)))}
        if question.evidence is not None and data.draw(st.booleans()):
            raw |= {"evidence_url": ["example.org/x"], "evidence_day": ["1"], "evidence_month": ["May"]}
            raw["evidence_year"] = ["2026"]
        self.post(question, raw)

    def post(self, question: Question, raw: dict[str, list[str]]) -> None:
        """What the web page does: keep what is valid, and only that."""
        required = path.is_required(self.questionnaire, self.answers, question)
        parsed = answers.parse(question, raw, "en", required=required, as_at=date(2026, 11, 21))
        if isinstance(parsed, Answer):
            self.answers[question.id] = self.said[question.id] = parsed

    @invariant()
    def nothing_is_lost(self) -> None:
        stored = json.dumps({name: answer.to_json() for name, answer in self.answers.items()})
        assert {name: Answer.from_json(data) for name, data in json.loads(stored).items()} == self.said
        counting = path.submitted(self.questionnaire, self.answers)
        aside = path.set_aside(self.questionnaire, self.answers)
        assert counting | aside == self.said
        assert not counting.keys() & aside.keys()

    @invariant()
    def what_is_set_aside_changes_nothing(self) -> None:
        counting = path.submitted(self.questionnaire, self.answers)
        for look in (path.on_path, path.section_states, path.first_unanswered, answers.signals):
            assert look(self.questionnaire, counting) == look(self.questionnaire, self.answers)

    @invariant()
    def the_path_is_one_line(self) -> None:
        asked = path.on_path(self.questionnaire, self.answers)
        order = {question.id: place for place, question in enumerate(self.questionnaire.questions)}
        assert sorted(asked, key=lambda question: order[question.id]) == list(asked)
        for earlier, later in zip((None, *asked), (*asked, None), strict=True):
            if earlier is not None:
                assert path.next_after(self.questionnaire, self.answers, earlier.id) == later
            if later is not None:
                assert path.previous_before(self.questionnaire, self.answers, later.id) == earlier

    @invariant()
    def all_accounts_of_progress_agree(self) -> None:
        states = path.section_states(self.questionnaire, self.answers)
        assert sum(state.asked for state in states) == len(path.on_path(self.questionnaire, self.answers))
        assert sum(state.answered for state in states) == len(
            path.submitted(self.questionnaire, self.answers)
        )
        complete = path.is_complete(self.questionnaire, self.answers)
        assert complete is (path.first_unanswered(self.questionnaire, self.answers) is None)
        assert complete is (answers.validate(self.questionnaire, self.answers, "cy") == {})
        assert complete or any(state.state is not State.COMPLETED for state in states)
        assert not complete or all(state.state is not State.IN_PROGRESS for state in states)

    @invariant()
    def signals_are_those_promised(self) -> None:
        given = answers.signals(self.questionnaire, self.answers)
        assert set(given) <= answers.signals_given(self.questionnaire)
        for name, answer in path.submitted(self.questionnaire, self.answers).items():
            question = self.questionnaire.question(name)
            assert question.signal is None or answer.is_blank or question.signal in given
            assert not isinstance(
                answers.parse(question, answers.to_raw(question, answer), "en", required=False), Problems
            )


def entries_for(question: Question) -> list[list[str]]:
    """Ways to fill in the page, a blank one among them."""
    other: dict[QuestionType, list[list[str]]] = {
        QuestionType.COUNTRY_LIST: [[entry] for entry in SOME_COUNTRIES],
        QuestionType.TEXT: [["some words"], ["\x00"]],
        QuestionType.URL: [["www.example.org"]],
        QuestionType.DATE: [["1", "3", "2026"], ["31", "3", "2027"], ["1", "", ""]],
        QuestionType.WHOLE_NUMBER: [["12"], ["a dozen"]],
    }
    ways = other.get(question.type, [[option.value] for option in question.options])
    if question.type is QuestionType.CHECKBOXES:
        ways = [
            *ways,
            [option.value for option in question.options],
            [question.options[0].value, question.options[1].value],
        ]
    return [*ways, []]


class SupplierJourney(Journey):
    questionnaire = questionnaires.get("supplier", 1)


class SecondSupplierJourney(Journey):
    """The whole of it, with nothing known beforehand."""

    questionnaire = questionnaires.current("supplier")


class SmallSupplierJourney(Journey):
    """Plainer words and fewer modules, for a micro organisation whose trade is known."""

    questionnaire = questionnaires.current("supplier").asked_in(
        questionnaires.Context(size="micro", sectors=("cleaning",))
    )


class TangledJourney(Journey):
    questionnaire = tangled()


TestSupplierJourney = SupplierJourney.TestCase
TestSupplierJourney.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestSecondSupplierJourney = SecondSupplierJourney.TestCase
TestSecondSupplierJourney.settings = settings(max_examples=10, stateful_step_count=30, deadline=None)
TestSmallSupplierJourney = SmallSupplierJourney.TestCase
TestSmallSupplierJourney.settings = settings(max_examples=10, stateful_step_count=30, deadline=None)
TestTangledJourney = TangledJourney.TestCase
TestTangledJourney.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
