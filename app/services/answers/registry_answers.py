"""What a supplier's answers say to the questions of the government's statement registry, for it to copy.

The questionnaire reuses the registry's options (`questionnaires/registry.yaml`), so that one answer serves
both. Nothing is sent: the registry has no way in for other services, and its form is the supplier's own act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.services.answers.answering import answers_of, questionnaire_of
from models import Response
from questionnaires import Answer, Question, Questionnaire, path
from questionnaires.answers import for_registry
from questionnaires.context import SMALL
from screening.registry_form import Field, fields

#: Lists of options of the registry -> the question of its form that takes them. Its list of indicators of
#: forced labour is not among them: the form asks what a statement says was found, the questionnaire what
#: managers look for.
LISTS: Final[Mapping[str, str]] = {
    "PolicyTypes": "policies",
    "TrainingTargetTypes": "training",
    "PartnerTypes": "engagement",
    "SocialAuditTypes": "social_audits",
    "GrievanceMechanismTypes": "grievance",
    "RemediationTypes": "remediation",
}
#: Questions about the six areas -> the question of the form about the same.
AREAS: Final[Mapping[str, str]] = {
    "gap_structure": "structure",
    "gap_policies": "policies_covered",
    "gap_due_diligence": "due_diligence",
    "gap_risk_assessment": "risk_assessment",
    "gap_training": "training_covered",
    "gap_goals": "goals",
}
_YEARS: Final = frozenset({"training", "engagement", "social_audits"})


class Check(StrEnum):
    """What the supplier has to look at before it copies an answer."""

    NOTHING = "nothing"
    PERIOD = "period"
    """The registry asks about the period of the statement."""
    OTHER_DOCUMENT = "other_document"
    """The registry asks about the statement; the answer may speak of another document."""
    STATEMENT_SAYS = "statement_says"
    """The registry asks what the statement says, and the answer tells what was done."""
    NO_OPTION = "no_option"
    """None of the registry's options says what the answer says."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the registry: the words to choose there or the text to paste, and where they are from.

    `chosen` are options in the registry's words, which are English only; `text` is an address or an ISO day.
    """

    field: Field
    question: Question
    chosen: tuple[str, ...] = ()
    text: str = ""
    check: Check = Check.NOTHING


def lines(response: Response) -> tuple[Line, ...]:
    """What can be copied, in the order of the registry's form; empty if nothing can."""
    questionnaire, answers = questionnaire_of(response), answers_of(response)
    counting = path.submitted(questionnaire, answers)
    found = [
        *_statement(questionnaire, counting),
        *_areas(questionnaire, counting),
        *_lists(questionnaire, answers),
    ]
    order = list(fields())
    return tuple(sorted(found, key=lambda one: order.index(one.field.id)))


def is_useful(response: Response) -> bool:
    """Whether to offer it: to whoever may have a statement, not to small firms that need none."""
    questionnaire, answers = questionnaire_of(response), answers_of(response)
    counting = path.submitted(questionnaire, answers)
    scope = counting.get("statement_in_scope")
    needs_none = scope is not None and scope.value == "no"
    return not (needs_none and path.known(questionnaire, answers).size in SMALL) and bool(lines(response))


def left(found: tuple[Line, ...]) -> tuple[Field, ...]:
    """The questions without which the registry takes no entry and to which no answer says anything."""
    said = {one.field.id for one in found}
    return tuple(
        one for one in fields().values() if one.needed and one.only_if is None and one.id not in said
    )


def _statement(questionnaire: Questionnaire, counting: Mapping[str, Answer]) -> Iterator[Line]:
    """The link and the day of approval, which are the evidence asked for, and the lowest band of turnover."""
    published = counting.get("statement_published")
    if published is not None and published.value == "yes" and published.evidence_url:
        question = questionnaire.question("statement_published")
        yield Line(fields()["statement_url"], question, text=published.evidence_url)
        if published.evidence_date is not None:
            yield Line(fields()["approved_on"], question, text=published.evidence_date.isoformat())
    scope = counting.get("statement_in_scope")
    if scope is not None and scope.value == "no":
        turnover = fields()["turnover"]
        question = questionnaire.question("statement_in_scope")
        yield Line(turnover, question, (turnover.options["Under36Million"],), check=Check.PERIOD)


def _areas(questionnaire: Questionnaire, counting: Mapping[str, Answer]) -> Iterator[Line]:
    for name, field_id in AREAS.items():
        answer = counting.get(name)
        if answer is None or answer.is_blank or answer.is_unknown:
            continue
        covered = answer.value == "yes"
        field = fields()[field_id]
        yield Line(
            field,
            questionnaire.question(name),
            (field.options["Yes" if covered else "No"],),
            check=Check.OTHER_DOCUMENT if covered else Check.NOTHING,
        )


def _lists(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Iterator[Line]:
    by_list = {one.registry: one for one in questionnaire.questions if one.registry}
    for name, keys in for_registry(questionnaire, answers).items():
        if name in LISTS:
            field = fields()[LISTS[name]]
            chosen = tuple(field.options[key] for key in keys)
            yield Line(field, by_list[name], chosen, check=_check(field, chosen))


def _check(field: Field, chosen: tuple[str, ...]) -> Check:
    if not chosen:
        return Check.NO_OPTION
    if field.id == "remediation":
        return Check.STATEMENT_SAYS
    return Check.PERIOD if field.id in _YEARS else Check.NOTHING
