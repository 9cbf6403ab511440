"""What people type into the pages of the questionnaire, and what must become of it, as a model beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import strategies as st

from questionnaires import Answer, Problems, Question, Questionnaire, QuestionType, answers, path

Fields = dict[str, list[str]]
_BOXES = ("evidence_day", "evidence_month", "evidence_year")
_COUNTRIES = ("United Kingdom", "India", "Poland", "Atlantis")
_DATES = (["1", "4", "2027"], ["30", "June", "2028"], ["1", "1", "2020"], ["31", "2", "2027"])


def typed(question: Question) -> st.SearchStrategy[Fields]:
    """The fields of a question as somebody fills them in: mostly rightly, now and then not."""
    values = [option.value for option in question.options]
    several = [option.value for option in question.options if not option.exclusive]
    one_of: dict[QuestionType, st.SearchStrategy[list[str]]] = {
        QuestionType.COUNTRY_LIST: st.lists(st.sampled_from(_COUNTRIES), min_size=1, max_size=2),
        QuestionType.DATE: st.sampled_from(_DATES),
        QuestionType.TEXT: st.sampled_from(["Yes.", "Gofal â'r gweithwyr", ""]).map(lambda text: [text]),
        QuestionType.URL: st.sampled_from(["https://supplier.example/a", "no link"]).map(lambda url: [url]),
        QuestionType.WHOLE_NUMBER: st.sampled_from(["1", "12", "many"]).map(lambda number: [number]),
    }
    if question.type in one_of:
        entries = one_of[question.type]
    else:
        entries = st.sampled_from(values).map(lambda value: [value])
    if question.type is QuestionType.CHECKBOXES and several:
        entries |= st.lists(st.sampled_from(several), min_size=1, max_size=3, unique=True)
    evidence: st.SearchStrategy[Fields] = st.just({})
    if question.evidence is not None:
        given = {"evidence_url": ["https://supplier.example/policy"], "evidence_date": ["1", "2", "2026"]}
        evidence |= st.sampled_from([given, {"evidence_url": given["evidence_url"]}])
    return st.builds(lambda answer, rest: {"answer": answer, **rest}, entries, evidence)


@dataclass
class Model:
    """One response as it must be: answers with their revisions, files, and what was submitted."""

    questionnaire: Questionnaire
    today: date
    rows: dict[str, tuple[int, Answer]] = field(default_factory=dict)
    files: set[tuple[str, bytes]] = field(default_factory=set)
    submitted: Mapping[str, Answer] | None = None
    saves: int = 0

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers as they stand, also those off the path."""
        return {question_id: answer for question_id, (_revision, answer) in self.rows.items()}

    @property
    def on_path(self) -> tuple[Question, ...]:
        """The questions that are asked."""
        return path.on_path(self.questionnaire, self.answers)

    def revision(self, question_id: str) -> int:
        """The revision that a page shows that is opened now."""
        return self.rows.get(question_id, (0, None))[0]

    def problems(self) -> dict[str, str]:
        """What keeps the response from being submitted."""
        return answers.validate(self.questionnaire, self.answers, "en")

    def send(self, question: Question, fields: Fields, based_on: int, sections: set[str] | None) -> int:
        """The status that a form must be answered with; the model then holds what must be stored.

        `sections` are those that the sender may answer, None for the owner, who may answer all.
        """
        if self.submitted is not None or question not in self.on_path:
            return 302
        if sections is not None and self.questionnaire.section_of(question.id).id not in sections:
            return 404
        required = path.is_required(self.questionnaire, self.answers, question)
        parsed = answers.parse(question, _as_parsed(fields), "en", required=required, as_at=self.today)
        if isinstance(parsed, Problems):
            return 200
        return self._save(question.id, parsed, based_on)

    def _save(self, question_id: str, answer: Answer, based_on: int) -> int:
        revision, standing = self.rows.get(question_id, (0, None))
        if standing == answer:
            return 302
        if standing is not None and revision != based_on:
            return 409
        self.rows[question_id] = (revision + 1, answer)
        self.saves += 1
        return 302

    def take(self, question_id: str, answer: Answer) -> None:
        """An answer that was saved whatever stood before."""
        self._save(question_id, answer, self.revision(question_id))


def _as_parsed(fields: Fields) -> Mapping[str, Any]:
    """A form's fields under the names that the engine reads."""
    parts = [*fields.get("evidence_date", []), "", "", ""][:3]
    boxes = {box: [part] for box, part in zip(_BOXES, parts, strict=True)}
    return {"answer": fields["answer"], "evidence_url": fields.get("evidence_url", []), **boxes}
