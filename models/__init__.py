"""The tables. Importing this module registers every one of them on `Base.metadata`."""

from models.audit import AuditEvent, AuditHead, OutboxMessage
from models.base import Base
from models.organisations import NameKind, Organisation, OrganisationName, OrganisationParent
from models.people import AccessLink, Council, LinkPurpose, Person, Role
from models.responses import Answer, Invitation, Response, ResponseStatus
from models.screenings import ReportText, RunStatus, ScreeningRun, StoredReport
from models.statements import Match, MatchDecision, Statement, StatementOrganisation
from models.suppliers import Contract, FileKind, SourceFile, Supplier

__all__ = [
    "AccessLink",
    "Answer",
    "AuditEvent",
    "AuditHead",
    "Base",
    "Contract",
    "Council",
    "FileKind",
    "Invitation",
    "LinkPurpose",
    "Match",
    "MatchDecision",
    "NameKind",
    "Organisation",
    "OrganisationName",
    "OrganisationParent",
    "OutboxMessage",
    "Person",
    "ReportText",
    "Response",
    "ResponseStatus",
    "Role",
    "RunStatus",
    "ScreeningRun",
    "SourceFile",
    "Statement",
    "StatementOrganisation",
    "StoredReport",
    "Supplier",
]
