"""All rows of one council, read plainly and judged in Python: what figures and filters must equal."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.store.queue_conditions import months_later
from app.store.queue_entries import fold
from models import (
    Action,
    ActionState,
    Contract,
    Correction,
    CorrectionState,
    Decision,
    Invitation,
    Organisation,
    OrganisationName,
    OrganisationParent,
    StoredReport,
    Supplier,
    SupplierCare,
)


class RowsOfCouncil:
    """Everything of one council, read plainly and judged in Python."""

    def __init__(self, session, council_id: int, today: date) -> None:
        self.today = today
        own = {"council_id": council_id}
        self.suppliers = {one.id: one for one in session.scalars(select(Supplier).filter_by(**own))}
        reports = session.scalars(select(StoredReport).filter_by(**own, current=True))
        self.reports = {one.supplier_id: one for one in reports}
        self.contracts = self._many(session, Contract, own)
        self.invitations = self._many(session, Invitation, own)
        self.decisions = self._many(session, Decision, own)
        self.corrections = self._many(session, Correction, own)
        self.actions = self._many(session, Action, own)
        self.care = {one.supplier_id: one for one in session.scalars(select(SupplierCare).filter_by(**own))}
        self.names = self._names(session)
        ordered = sorted(self.reports.values(), key=self._order)
        self.ranks = {report.supplier_id: place for place, report in enumerate(ordered, start=1)}

    @staticmethod
    def _many(session, table, own) -> dict[int, list]:
        found: dict[int, list] = {}
        for one in session.scalars(select(table).filter_by(**own).order_by(table.id)):
            found.setdefault(one.supplier_id, []).append(one)
        return found

    @staticmethod
    def _order(report: StoredReport) -> tuple:
        return (
            report.order_band,
            report.order_residual,
            report.order_findings,
            report.order_high,
            report.order_identity,
        )

    def _names(self, session) -> dict[int, str]:
        organisations = {one.id: one.name for one in session.scalars(select(Organisation))}
        further: dict[int, list[str]] = {}
        for one in session.scalars(select(OrganisationName)):
            further.setdefault(one.organisation_id, []).append(one.name)
        parents: dict[str, list[str]] = {}
        for link in session.scalars(select(OrganisationParent)):
            parents.setdefault(link.child_number, []).append(link.parent_name)
        return {
            key: fold(
                " ".join(
                    [
                        one.name,
                        organisations.get(one.organisation_id, ""),
                        *further.get(one.organisation_id, []),
                        *parents.get(one.company_number, []),
                        one.company_number,
                        one.vendor_id,
                        *(contract.reference for contract in self.contracts.get(key, [])),
                    ]
                )
            )
            for key, one in self.suppliers.items()
        }

    def response(self, supplier_id: int) -> tuple[str, bool]:
        standing = [one for one in self.invitations.get(supplier_id, []) if one.revoked_at is None]
        if not standing:
            return "not_asked", False
        newest = standing[-1]
        if newest.withdrawn_at is not None:
            return "withdrawn", False
        if newest.is_shared and newest.response.submitted_at:
            return "answered", newest.response.submitted_at < newest.sent_at
        return ("overdue" if newest.due_on < self.today else "waiting"), False

    def decision(self, supplier_id: int) -> str:
        standing = [one for one in self.decisions.get(supplier_id, []) if one.stands]
        return standing[-1].kind if standing else "none"

    def waits(self, supplier_id: int) -> bool:
        return any(
            one.needs_second and one.second_opinion is None and one.withdrawn_at is None
            for one in self.decisions.get(supplier_id, [])
        )

    def moved(self, supplier_id: int) -> int:
        report = self.reports[supplier_id]
        return (report.rank_before or report.rank_after) - report.rank_after

    def ends(self, supplier_id: int, months: int) -> list[Contract]:
        last = months_later(self.today, months)
        return [
            one for one in self.contracts.get(supplier_id, []) if one.end and self.today <= one.end <= last
        ]

    def is_due(self, supplier_id: int, wanted: str) -> bool:
        due = self.care[supplier_id].due_on if supplier_id in self.care else None
        if due is None or wanted == "none":
            return wanted == "none" and due is None
        sunday = self.today + timedelta(days=6 - self.today.weekday())
        return {
            "overdue": due < self.today,
            "week": self.today <= due <= sunday,
            "month": due >= self.today and (due.year, due.month) == (self.today.year, self.today.month),
        }[wanted]

    def owner(self, supplier_id: int) -> int | None:
        return self.care[supplier_id].owner_id if supplier_id in self.care else None

    def is_disputed(self, supplier_id: int) -> bool:
        return any(one.state == CorrectionState.OPEN for one in self.corrections.get(supplier_id, []))

    def late(self, supplier_id: int) -> list[Action]:
        return [
            one
            for one in self.actions.get(supplier_id, [])
            if one.state == ActionState.OPEN and one.due_on < self.today
        ]
