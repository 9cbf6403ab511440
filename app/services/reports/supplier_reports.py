"""The report on one supplier: everything that it says, gathered once, before anybody puts it into words.

For contract management the stored report is told as it is. For the evaluation of tenders the stored case is
judged anew, and nothing else of the supplier is in the report: places in a queue, answers, matches and
decisions could all tell of places or of terms of employment. No person is named; a role stands for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from sqlalchemy.orm import Session

import screening
from app.services.answers import questionnaires_in_use, sharing
from app.services.answers.answering import answers_of, questionnaire_of
from app.services.judgement.cases import sentences_from_json, standing_match
from app.services.reports.supplier_report_facts import (
    ActionOfPlan,
    Answered,
    Answers,
    BandDecided,
    Decided,
    Disputed,
    Document,
    MatchFound,
    Place,
    SupplierReportFacts,
)
from app.store import audit, bands, queue, responses, screenings, statements
from app.store import decisions as decision_store
from app.store import supplier_reports as store
from models import (
    ActionSide,
    ActionState,
    BandDecision,
    Correction,
    CorrectionState,
    Council,
    Decision,
    DecisionKind,
    EvidenceFile,
    MatchDecision,
    Person,
    Response,
    Role,
    StoredReport,
    Supplier,
)
from questionnaires import Answer, Question, path
from screening import codec
from screening.stability import Stability
from screening.types import Use
from screening.uses import seen
from screening.weights import Weights

#: The uses for which there is a report on one supplier.
USES: Final = (Use.CONTRACT_MANAGEMENT, Use.EVALUATION)


class NotScreened(Exception):
    """There is no result for the supplier yet, so there is nothing to report."""


def gather(
    session: Session, council: Council, supplier: Supplier, use: Use, now: datetime, today: date
) -> SupplierReportFacts:
    """Gather what the report on a supplier of this council says. Raises NotScreened, and ValueError for a use
    for which there is no such report."""
    if use not in USES:
        raise ValueError(f"there is no report on one supplier for {use}")
    stored = screenings.current_report(session, council.id, supplier.id)
    if stored is None:
        raise NotScreened(f"supplier {supplier.id}")
    case, report = codec.load_case(stored.text.case_json), codec.load_report(stored.text.report_json)
    if use is Use.EVALUATION:
        case, report = seen(case, use), screening.screen(case, use, Weights(report.weights))
    facts = SupplierReportFacts(
        use=use,
        made_at=now,
        today=today,
        council=council.name,
        council_cy=council.name_cy or council.name,
        supplier_id=supplier.id,
        vendor_id=supplier.vendor_id,
        case=case,
        report=report,
        report_sha256=sha256(codec.dump_report(report)).hexdigest(),
        reference_versions=dict(screening.reference_versions()),
    )
    return facts if use is Use.EVALUATION else _with_what_people_did(session, facts, supplier, stored)


def _with_what_people_did(
    session: Session, facts: SupplierReportFacts, supplier: Supplier, stored: StoredReport
) -> SupplierReportFacts:
    """The same with the place in the queue, the answers, the match, and what was decided and disputed."""
    council_id = supplier.council_id
    response = responses.submitted_of_supplier(session, council_id, supplier.id)
    band = bands.standing(session, council_id, [supplier.id]).get(supplier.id)
    decisions = decision_store.of_supplier(session, council_id, supplier.id)
    return replace(
        facts,
        organisation=supplier.organisation.name if supplier.organisation else "",
        reference_versions=dict(stored.run.reference_versions),
        asked=_asked(session, council_id, response),
        place=_place(session, stored),
        moved_points=sum(round(10 * float(change["values"]["points"])) for change in stored.moved),
        moved=sentences_from_json(stored.moved),
        band_decided=_band(band) if band else None,
        decisions=tuple(_decided(one) for one in decisions if one.stands),
        disputed=tuple(map(_disputed, store.corrections(session, council_id, supplier.id))),
        match=_match(session, council_id, supplier.id),
        answers=_answers(response) if response else None,
        actions=_actions(session, council_id, supplier.id, facts.today),
    )


def record_export(
    session: Session,
    officer: Person,
    facts: SupplierReportFacts,
    supplier: Supplier,
    content: bytes,
    form: str,
    language: str,
) -> None:
    """Write down that an officer took the report away as a file, and which file that was.

    Who takes answers away has looked at them: the supplier is told of that day as of any other.
    """
    audit.record(
        session,
        officer,
        "report.exported",
        supplier,
        facts.made_at,
        supplier.council_id,
        use=facts.use.value,
        form=form,
        language=language,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        report_sha256=facts.report_sha256,
    )
    session.commit()
    if facts.answers:
        council_id, response_id = supplier.council_id, facts.answers.response_id
        sharing.record_look(session, officer, council_id, supplier.id, response_id, facts.made_at)


def _asked(session: Session, council_id: int, response: Response | None) -> Mapping[str, Question]:
    """The questions by what they tell: of the questionnaire that was answered, else of the one that would be
    sent."""
    asked = questionnaire_of(response) if response else questionnaires_in_use.chosen(session, council_id)
    return {one.signal: one for one in asked.questions if one.signal}


def _place(session: Session, stored: StoredReport) -> Place | None:
    rank = queue.rank_of(session, stored.council_id, stored.supplier_id)
    if rank is None:
        return None
    bands_counted, _sectors, _statuses = queue.counts(session, stored.council_id)
    before, after = stored.rank_before, stored.rank_after
    moved = before - after if before is not None and after is not None else 0
    firm = (
        Stability(stored.rank_stability, stored.band_stability)
        if stored.rank_stability is not None and stored.band_stability is not None
        else None
    )
    return Place(rank, sum(bands_counted.values()), moved, firm)


def _band(decision: BandDecision) -> BandDecided:
    return BandDecided(
        advised=decision.advised,
        band=decision.band,
        reason=decision.reason,
        on=decision.decided_at.date(),
        role=Role(decision.person.role),
        as_of=decision.report.run.as_at,
    )


def _decided(decision: Decision) -> Decided:
    return Decided(
        kind=DecisionKind(decision.kind),
        reason=decision.reason,
        on=decision.decided_at.date(),
        role=Role(decision.person.role),
        second_role=Role(decision.second.role) if decision.needs_second and decision.second else None,
        review_on=decision.review_on,
    )


def _disputed(correction: Correction) -> Disputed:
    reply = correction.reply
    return Disputed(
        line=correction.line,
        line_cy=correction.line_cy,
        about=correction.about,
        made_on=correction.made_at.date(),
        state=CorrectionState(correction.state),
        replied_on=reply.written_at.date() if reply else None,
    )


def _match(session: Session, council_id: int, supplier_id: int) -> MatchFound | None:
    match = standing_match(statements.matches_of_supplier(session, council_id, supplier_id))
    if match is None:
        return None
    return MatchFound(
        decision=MatchDecision(match.decision),
        organisation=match.organisation.name,
        kind=match.kind,
        probability=match.probability,
        reasons=sentences_from_json(match.reasons),
        decided_by=Role(match.decided_by.role) if match.decided_by else None,
        decided_on=match.decided_at.date() if match.decided_at else None,
    )


def _answers(response: Response) -> Answers:
    questionnaire, given = questionnaire_of(response), answers_of(response)
    on_path = {question.id for question in path.on_path(questionnaire, given)}
    files: dict[str, list[EvidenceFile]] = {}
    for file in response.evidence:
        if file.is_open:
            files.setdefault(file.question_id, []).append(file)
    rows = tuple(
        Answered(
            question=question,
            answer=given.get(question.id),
            documents=_documents(given.get(question.id), files.get(question.id, [])),
        )
        for section in questionnaire.sections
        for question in section.questions
        if question.id in on_path
    )
    return Answers(
        response_id=response.id,
        reference=response.reference or "",
        questionnaire=response.questionnaire,
        version=response.version,
        submitted_on=response.submitted_at.date() if response.submitted_at else date.min,
        declared_role=response.declared_role,
        rows=rows,
    )


def _documents(answer: Answer | None, files: list[EvidenceFile]) -> tuple[Document, ...]:
    found = [Document(True, file.dated_on, file.valid_until) for file in files]
    if answer is not None and answer.evidence_url:
        found.append(Document(False, answer.evidence_date, None))
    return tuple(found)


def _actions(session: Session, council_id: int, supplier_id: int, today: date) -> tuple[ActionOfPlan, ...]:
    open_states = (ActionState.OPEN, ActionState.REPORTED)
    return tuple(
        ActionOfPlan(
            what=one.what,
            side=ActionSide(one.side),
            due_on=one.due_on,
            state=ActionState(one.state),
            overdue=one.state == ActionState.OPEN and one.due_on < today,
        )
        for one in store.actions(session, council_id, supplier_id)
        if one.state in open_states
    )
