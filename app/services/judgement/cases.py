"""From rows of the database to the `Case` that the judgement reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.services.answers.answering import answers_of, questionnaire_of
from app.services.answers.evidence import documented_on
from app.services.judgement import contract_facts
from app.services.matching import covering
from models import Contract as ContractRow
from models import FileKind, Match, MatchDecision, Response, Statement, Supplier
from questionnaires import UNKNOWN, Question, path
from questionnaires import answers as answering
from screening.types import Case, Contract, Evidence, Sentence, Signal, StatementFinding, StatementStatus


def sentences_to_json(sentences: Sequence[Sentence]) -> list[Any]:
    """Sentences as plain data, template and values apart, so that they can be shown in Welsh later."""
    return [_to_json(one) for one in sentences]


def _to_json(one: str | Sentence) -> Any:
    if isinstance(one, str):
        return one
    return {"text": one.text, "values": {name: _to_json(value) for name, value in one.values.items()}}


def sentences_from_json(stored: Sequence[Any]) -> tuple[Sentence, ...]:
    """The reverse of `sentences_to_json`."""
    return tuple(_from_json(one) for one in stored)


def _from_json(stored: Any) -> Any:
    if isinstance(stored, str):
        return stored
    return Sentence(stored["text"], {name: _from_json(value) for name, value in stored["values"].items()})


def standing_match(matches: Sequence[Match]) -> Match | None:
    """The match that counts: one a person confirmed, else an automatic one, else the likeliest."""
    ranking = (MatchDecision.CONFIRMED, MatchDecision.AUTOMATIC, MatchDecision.POSSIBLE)
    for decision in ranking:
        for match in matches:
            if match.decision == decision:
                return match
    return None


def statement_finding(matches: Sequence[Match], copy_date: date | None) -> StatementFinding:
    """What looking for the supplier's statement found, given all of its matches, best first."""
    if copy_date is None:
        return StatementFinding(StatementStatus.NOT_LOOKED_FOR)
    match = standing_match(matches)
    if match is None:
        rejected = any(one.decision == MatchDecision.REJECTED for one in matches)
        return StatementFinding(StatementStatus.NOT_FOUND, copy_date, decided=rejected)
    statement, standing = match.organisation.statement, standing_of(match)
    return StatementFinding(
        status=standing.status,
        copy_date=_day_of(statement, copy_date),
        organisation=match.organisation.name,
        period_end=statement.period_end,
        url=statement.statement_url or statement.address,
        probability=match.probability,
        kind=match.kind,
        reasons=(*sentences_from_json(match.reasons), *standing.reasons),
        areas=dict(statement.areas),
        turnover=statement.turnover,
        decided=match.decision == MatchDecision.CONFIRMED,
        group=standing.group,
    )


def _day_of(statement: Statement, copy_date: date) -> date:
    """The date of the registry copy that a statement stands in; a made-up statement stands in none."""
    source = statement.source_file
    return (source.as_at or copy_date) if source.kind == FileKind.MADE_UP else copy_date


def standing_of(match: Match) -> covering.Standing:
    """Whose statement the match is about, and whether it covers the supplier."""
    organisation = match.organisation
    statement = organisation.statement
    return covering.judge(
        covering.Submission(
            organisation=organisation.name,
            parent_name=statement.parent_name,
            is_group=statement.is_group,
            listed=[one.name for one in statement.organisations] if statement.is_group else [],
        ),
        kind=match.kind,
        settled=match.decision in (MatchDecision.AUTOMATIC, MatchDecision.CONFIRMED),
        confirmed=match.decision == MatchDecision.CONFIRMED,
        in_table=bool(match.member),
    )


def signals_of(response: Response | None, as_at: date) -> dict[str, Signal]:
    """The signals that a submitted response gives on a day; nothing when nobody has answered."""
    if response is None:
        return {}
    questionnaire, answers = questionnaire_of(response), answers_of(response)
    counting = path.submitted(questionnaire, answers)
    asked = {one.signal: one for one in questionnaire.questions if one.signal and one.id in counting}
    given = answering.signals(questionnaire, answers, as_at=as_at)
    return {name: _signal(response, asked.get(name), signal, as_at) for name, signal in given.items()}


def _signal(
    response: Response, question: Question | None, signal: answering.SignalValue, as_at: date
) -> Signal:
    """One signal with how well it is known: by an attached file or a linked document, or only said.

    Nothing documents an "I do not know". Of several documents the newest gives the date.
    """
    level, day = Evidence(signal.evidence), signal.evidence_date
    if question is not None and question.evidence is not None and signal.value != UNKNOWN:
        dated = documented_on(response, question.id, question.evidence.valid_for_months, as_at)
        if dated is not None:
            level, day = Evidence.DOCUMENTED, max(dated, day or dated)
    return Signal(signal.value, level, day)


def contract_of(row: ContractRow) -> Contract:
    """A contract as the judgement sees it: what the register says, with the facts that count."""
    facts = contract_facts.standing(row)
    return Contract(
        reference=row.reference,
        title=row.title,
        description=row.description,
        category=row.category,
        cpv=tuple(row.cpv),
        proclass=row.proclass,
        sic=tuple(row.sic),
        value=row.value,
        start=row.start,
        end=row.end,
        delivery_countries=tuple(row.delivery_countries),
        sourcing_countries=tuple(row.sourcing_countries),
        agency_labour=facts.agency_labour,
        migrant_workers=facts.migrant_workers,
        subcontracting_tiers=facts.subcontracting_tiers,
        workforce_skill=facts.workforce_skill,
        health_service_england=facts.health_service_england,
        notice=facts.notice,
    )


def build_case(
    supplier: Supplier,
    matches: Sequence[Match],
    copy_date: date | None,
    response: Response | None,
    as_at: date,
) -> Case:
    """Everything known of one supplier on one day."""
    return Case(
        identity=supplier.key,
        name=supplier.name,
        as_at=as_at,
        company_number=supplier.company_number,
        contracts=tuple(contract_of(row) for row in supplier.contracts),
        spend=supplier.spend,
        statement=statement_finding(matches, copy_date),
        signals=signals_of(response, as_at),
    )
