"""What a new version asks that an old one did not, for whoever starts from last year's answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires.schema import Question, Questionnaire
from questionnaires.values import Answer


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions question by question, as ids in the order of the new version (`gone` in that of the old).

    `reworded` reads differently and takes the same answers; `changed` takes other answers (type, options or
    limits), so that an old answer may not fit. Wording includes hints, options' labels and the evidence.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    reworded: tuple[str, ...]
    same: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def to_look_at(self) -> tuple[str, ...]:
        """The questions that somebody who answered the old version has not seen as they are now."""
        return (*self.new, *self.changed, *self.reworded)

    def carried(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """The old answers that may be shown as a start, each to be confirmed: none to a changed question."""
        kept = {*self.same, *self.reworded}
        return {question_id: answer for question_id, answer in answers.items() if question_id in kept}


def compare(old: Questionnaire, new: Questionnaire) -> Comparison:
    """Compare two versions of a questionnaire by the ids of their questions."""
    before = {question.id: question for question in old.questions}
    now = [question.id for question in new.questions]
    known = [question for question in new.questions if question.id in before]
    changed = [one.id for one in known if _takes(one) != _takes(before[one.id])]
    reworded = [one.id for one in known if one.id not in changed and _reads(one) != _reads(before[one.id])]
    return Comparison(
        new=tuple(name for name in now if name not in before),
        changed=tuple(changed),
        reworded=tuple(reworded),
        same=tuple(one.id for one in known if one.id not in {*changed, *reworded}),
        gone=tuple(name for name in before if name not in set(now)),
    )


def _takes(question: Question) -> object:
    """All that decides which answers can be given."""
    options = {(option.value, option.exclusive) for option in question.options}
    limits = (question.max_length, question.minimum, question.maximum, question.in_future)
    return question.type, options, limits, question.evidence is not None


def _reads(question: Question) -> object:
    """All that a respondent reads before they answer."""
    options = [(option.value, option.label.en, option.hint and option.hint.en) for option in question.options]
    evidence = question.evidence and (question.evidence.what.en, question.evidence.valid_for_months)
    return question.text.en, question.hint and question.hint.en, options, evidence
