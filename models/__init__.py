"""The tables. Importing this module registers every one of them on `Base.metadata`."""

from models.audit import AuditEvent, AuditHead, OutboxMessage
from models.bands import BandDecision
from models.base import Base
from models.colleagues import DelegatedTask, Delegation, SectionReturn
from models.evidence import EvidenceFile, ScanState
from models.exclusions import ExclusionGround, ExclusionOutcome, ExclusionStatus
from models.organisations import NameKind, Organisation, OrganisationName, OrganisationParent
from models.people import AccessLink, Council, LinkPurpose, Person, Role
from models.responses import Answer, Invitation, Response, ResponseStatus
from models.screenings import ReportText, RunStatus, ScreeningRun, StoredReport
from models.statements import Match, MatchDecision, Statement, StatementOrganisation
from models.suppliers import Contract, FactsOfContract, FileKind, SourceFile, StatedFacts, Supplier
from models.weights import WeightRevision

__all__ = [
    "AccessLink",
    "Answer",
    "AuditEvent",
    "AuditHead",
    "BandDecision",
    "Base",
    "Contract",
    "Council",
    "DelegatedTask",
    "Delegation",
    "EvidenceFile",
    "ExclusionGround",
    "ExclusionOutcome",
    "ExclusionStatus",
    "FactsOfContract",
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
    "ScanState",
    "ScreeningRun",
    "SectionReturn",
    "SourceFile",
    "StatedFacts",
    "Statement",
    "StatementOrganisation",
    "StoredReport",
    "Supplier",
    "WeightRevision",
]
