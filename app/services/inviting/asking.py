"""What is known before a supplier answers: the stage of the procurement, and what the contracts tell.

The contracts tell the kinds of work as the judgement reaches them, so that a supplier is asked about the very
work for which it is judged. What they do not tell is left out, and the questionnaire asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

import questionnaires
from app.services.answers.answering import answers_of, questionnaire_of
from app.services.answers.questionnaires_in_use import STANDARD
from app.services.judgement.cases import contract_of
from models import Response, Supplier
from questionnaires import Answer, Burden, Context, Question, Questionnaire, Setting, path
from screening import sectors
from screening.types import Case

_NO_KIND: Final = frozenset({"none", questionnaires.UNKNOWN, sectors.UNKNOWN})


def context_for(supplier: Supplier, setting: Setting, as_at: date) -> Context:
    """The context in which a supplier is asked on a day, from its contracts as they stand."""
    contracts = tuple(contract_of(row) for row in supplier.contracts)
    case = Case(identity=supplier.key, name=supplier.name, as_at=as_at, contracts=contracts)
    countries = {
        code for one in contracts for code in (*one.delivery_countries, *one.sourcing_countries) if code
    }
    return Context(setting=setting, sectors=_kinds_of_work(case), countries=tuple(sorted(countries)))


def _kinds_of_work(case: Case) -> tuple[str, ...]:
    """The kinds of work that contracts tell for certain, and beside these what others may be.

    Where all is a guess nothing is told: the supplier knows better, and is asked what it supplies.
    """
    works = sectors.works(case)
    if not any(work.certain for work in works):
        return ()
    kinds = {work.sector.id for work in works} | {name for work in works for name, _ in work.plausible}
    return tuple(sorted(kinds - _NO_KIND))


def widened(response: Response, asked: Context) -> Context:
    """The context of a draft that is asked for once more: the union of what is known by both.

    Whatever was asked stays asked. Kinds of work that the supplier told count as known; if it has begun and
    may still be asked for them, they are left for it to tell.
    """
    held = Context.from_json(response.context)
    questionnaire, answers = questionnaire_of(response), answers_of(response)
    known = set(path.known(questionnaire, answers).sectors) - _NO_KIND
    new = set(asked.sectors) - known
    kinds: tuple[str, ...] = held.sectors
    if new and (held.sectors or not answers or _has_told(questionnaire, answers)):
        kinds = tuple(sorted(known | new))
    countries = tuple(sorted({*held.countries, *asked.countries}))
    return replace(held, sectors=kinds, countries=countries)


def _has_told(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> bool:
    """Whether the supplier was asked what it supplies and answered, if only "I do not know"."""
    asked = path.submitted(questionnaire, answers)
    return any(questionnaire.question(name).tells == "sectors" for name in asked)


def asked_no_more(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """The questions that were answered and left the path because a contract tells their fact by now."""
    facts = questionnaire.context.facts()
    aside = path.set_aside(questionnaire, answers)
    return tuple(one for one in questionnaire.questions if one.id in aside and one.tells in facts)


def burden_of(response: Response, language: str) -> Burden:
    """How much this response asks, given what is answered so far."""
    return questionnaires.burden(questionnaire_of(response), answers_of(response), language=language)


def burden_ahead(
    supplier: Supplier, as_at: date, language: str, questionnaire: Questionnaire | None = None
) -> dict[Setting, Burden]:
    """How much a questionnaire (else the newest standard one) would ask of a supplier that has answered
    nothing, by setting.
    """
    newest = questionnaire or questionnaires.current(STANDARD)
    context = context_for(supplier, Setting.POST_AWARD, as_at)
    return {
        setting: questionnaires.burden(newest, {}, replace(context, setting=setting), language)
        for setting in Setting
    }
