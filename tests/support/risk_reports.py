"""A fictitious world in which everything that a risk report can tell of has happened."""

from __future__ import annotations

from datetime import timedelta

from app.extensions import clock
from app.services.answers import answering
from app.services.background import runs
from app.services.judgement import screenings
from models import (
    Action,
    ActionPlan,
    ActionSide,
    ActionState,
    BandDecision,
    Correction,
    CorrectionAbout,
    CorrectionMessage,
    CorrectionSide,
    CorrectionState,
    Decision,
    DecisionKind,
    Invitation,
    Person,
    Role,
    SecondOpinion,
    StoredReport,
)
from support.world import World, answer_everything


def everything_happened(world: World, invitation: Invitation) -> StoredReport:
    """Screen all, let the cleaner answer, decide, dispute and plan; its current report."""
    world.screen_all()
    answer_everything(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )
    world.do_queued_work()
    world.screen_all()
    report = world.session.query(StoredReport).filter_by(supplier_id=world.cleaner.id, current=True).one()
    people_decided(world, report, invitation)
    return report


def people_decided(world: World, report: StoredReport, invitation: Invitation) -> None:
    """Decisions of two people, a changed band, a correction with a reply, and a plan with a late action."""
    session, council_id, now = world.session, world.council.id, clock.now()
    lead = Person(email="lea@anytown.example", name="Lea Secret", role=Role.LEAD, council_id=council_id)
    session.add(lead)
    session.flush()
    common = {"council_id": council_id, "supplier_id": report.supplier_id}
    session.add(
        BandDecision(
            **common,
            report_id=report.id,
            advised=report.band,
            band="medium",
            reason="Two years of good audits.",
            person_id=world.officer.id,
            decided_at=now,
        )
    )
    decision = Decision(
        **common,
        report_id=report.id,
        kind=DecisionKind.ACTION_PLAN,
        reason="Fees are not known.",
        review_on=clock.today() + timedelta(days=90),
        person_id=world.officer.id,
        decided_at=now,
        needs_second=True,
        second_id=lead.id,
        second_opinion=SecondOpinion.AGREED,
        second_at=now,
    )
    withdrawn = Decision(
        **common,
        report_id=report.id,
        kind=DecisionKind.ACCEPT,
        reason="Too early.",
        person_id=world.officer.id,
        decided_at=now,
        withdrawn_at=now,
    )
    correction = Correction(
        **common,
        invitation_id=invitation.id,
        report_id=report.id,
        about=CorrectionAbout.SECTOR,
        key="sector",
        line="Sector: Cleaning.",
        line_cy="Sector: Glanhau.",
        made_by_id=invitation.contact_id,
        made_at=now,
        due_on=clock.today(),
        state=CorrectionState.DECLINED,
    )
    correction.messages.append(
        CorrectionMessage(
            side=CorrectionSide.COUNCIL,
            text="The register says so.",
            outcome=CorrectionState.DECLINED,
            written_by_id=world.officer.id,
            written_at=now,
        )
    )
    plan = ActionPlan(**common, title="Fees", opened_by_id=world.officer.id, opened_at=now)
    session.add_all([decision, withdrawn, correction, plan])
    session.flush()
    for number, (state, days) in enumerate(
        ((ActionState.OPEN, -3), (ActionState.REPORTED, 10), (ActionState.CLOSED, -40))
    ):
        session.add(
            Action(
                **common,
                plan_id=plan.id,
                what=f"Ask every agency who pays its fees ({number})",
                side=ActionSide.SUPPLIER,
                owner_words="HR manager",
                due_on=clock.today() + timedelta(days=days),
                state=state,
            )
        )
    session.commit()


def screened(world: World) -> None:
    """All suppliers, screened once."""
    run = runs.new_run(world.session, world.council.id, None, "test", clock.now(), clock.today())
    world.session.commit()
    screenings.run(world.session, run.id, clock.now)
