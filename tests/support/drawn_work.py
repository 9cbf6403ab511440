"""What stands beside a drawn supplier: a questionnaire, a correction, an owner, decisions, a plan."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

from models import (
    Action,
    ActionPlan,
    ActionSide,
    ActionState,
    Correction,
    CorrectionAbout,
    CorrectionState,
    Decision,
    DecisionKind,
    Invitation,
    Organisation,
    Response,
    ResponseStatus,
    SecondOpinion,
    SupplierCare,
)
from support.row_writer import RowWriter


def morning(today: date, days: int) -> datetime:
    """Six o'clock, so many days ago."""
    return datetime.combine(today, time(6), UTC) - timedelta(days=days)


class DrawnWork:
    """Draws the work of officers and respondents on the suppliers of one council."""

    def __init__(
        self,
        rows: RowWriter,
        chance: random.Random,
        today: date,
        council_id: int,
        officer_ids: list[int],
        contact_id: int,
    ) -> None:
        self.rows, self.chance, self.today = rows, chance, today
        self.council_id, self.officers, self.contact_id = council_id, officer_ids, contact_id

    def draw(self, supplier_id: int, name: str, report_id: int) -> None:
        """Nothing for most suppliers, and now and then all of it for one."""
        if self.chance.random() < 0.25:
            self._invitation(supplier_id, name)
        if self.chance.random() < 0.15:
            self._care(supplier_id)
        if self.chance.random() < 0.1:
            self._decisions(supplier_id, report_id)
        if self.chance.random() < 0.06:
            self._plan(supplier_id)

    def _moment(self, days: int) -> datetime:
        return morning(self.today, days)

    def _invitation(self, supplier_id: int, name: str) -> None:
        chance = self.chance
        asked = chance.randint(2, 90)
        state = chance.choice(("draft", "draft", "answered", "shared", "unsaid", "withdrawn", "revoked"))
        submitted = state in ("answered", "shared", "unsaid", "withdrawn")
        given = asked + 30 if state == "shared" else asked - 1
        response_id = self.rows.add(
            Response,
            organisation_id=self.rows.add(Organisation, name=name),
            questionnaire="supplier",
            version=2,
            context={},
            status=ResponseStatus.SUBMITTED if submitted else ResponseStatus.DRAFT,
            submitted_at=self._moment(given) if submitted else None,
        )
        agreed = state in ("answered", "shared", "withdrawn")
        invitation_id = self.rows.add(
            Invitation,
            council_id=self.council_id,
            supplier_id=supplier_id,
            response_id=response_id,
            contact_id=self.contact_id,
            sent_at=self._moment(asked),
            due_on=self.today + timedelta(days=chance.randint(-40, 40)),
            agreed_at=self._moment(asked - 1) if agreed else None,
            withdrawn_at=self._moment(1) if state == "withdrawn" else None,
            revoked_at=self._moment(1) if state == "revoked" else None,
        )
        if submitted and chance.random() < 0.3:
            self._correction(supplier_id, invitation_id)

    def _correction(self, supplier_id: int, invitation_id: int) -> None:
        self.rows.add(
            Correction,
            council_id=self.council_id,
            supplier_id=supplier_id,
            invitation_id=invitation_id,
            about=CorrectionAbout.CONTRACT,
            key="contract",
            line="Agency workers: most",
            line_cy="Gweithwyr asiantaeth: y rhan fwyaf",
            made_by_id=self.contact_id,
            made_at=self._moment(1),
            due_on=self.today,
            state=self.chance.choice((CorrectionState.OPEN, CorrectionState.ACCEPTED)),
        )

    def _care(self, supplier_id: int) -> None:
        owned, dated = self.chance.random() < 0.8, self.chance.random() < 0.8
        self.rows.add(
            SupplierCare,
            council_id=self.council_id,
            supplier_id=supplier_id,
            owner_id=self.chance.choice(self.officers) if owned else None,
            next_step=self.chance.choice(("", "Remind or phone")),
            due_on=self.today + timedelta(days=self.chance.randint(-30, 45)) if dated else None,
        )

    def _decisions(self, supplier_id: int, report_id: int) -> None:
        for _turn in range(self.chance.randint(1, 2)):
            second = self.chance.choice((None, None, SecondOpinion.AGREED, SecondOpinion.DECLINED))
            needs = second is not None or self.chance.random() < 0.3
            self.rows.add(
                Decision,
                council_id=self.council_id,
                supplier_id=supplier_id,
                report_id=report_id,
                kind=self.chance.choice(list(DecisionKind)),
                reason="Drawn.",
                person_id=self.officers[0],
                decided_at=self._moment(2),
                needs_second=needs,
                second_id=self.officers[1] if second else None,
                second_opinion=second,
                withdrawn_at=self._moment(1) if self.chance.random() < 0.2 else None,
            )

    def _plan(self, supplier_id: int) -> None:
        plan_id = self.rows.add(
            ActionPlan,
            council_id=self.council_id,
            supplier_id=supplier_id,
            title="Plan",
            opened_by_id=self.officers[0],
            opened_at=self._moment(9),
        )
        for _turn in range(self.chance.randint(1, 3)):
            self.rows.add(
                Action,
                plan_id=plan_id,
                council_id=self.council_id,
                supplier_id=supplier_id,
                what="Show who pays recruitment fees",
                side=self.chance.choice(list(ActionSide)),
                due_on=self.today + timedelta(days=self.chance.randint(-30, 60)),
                state=self.chance.choice(list(ActionState)),
            )
