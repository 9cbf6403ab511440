"""The tables. Importing this module registers every one of them on `Base.metadata`."""

from models.actions import Action, ActionEntry, ActionPlan, ActionSide, ActionState, EntryKind
from models.annual import (
    AnnualSection,
    AnnualStatement,
    Audience,
    FrozenFigure,
    Pledge,
    PledgeState,
    ReferralCount,
    SectionComment,
    SectionState,
    StatementState,
    StatementStep,
    TrackerEntry,
    TrainingSession,
)
from models.audit import AuditEvent, AuditHead, OutboxMessage
from models.bands import BandDecision
from models.base import Base
from models.care import Decision, DecisionKind, Deputy, Note, NoteMention, SecondOpinion, SupplierCare
from models.colleagues import DelegatedTask, Delegation, SectionReturn
from models.corrections import (
    Correction,
    CorrectionAbout,
    CorrectionMessage,
    CorrectionSide,
    CorrectionState,
    StatementClaim,
)
from models.evidence import EvidenceFile, ScanState
from models.exclusions import ExclusionGround, ExclusionOutcome, ExclusionStatus
from models.organisations import NameKind, Organisation, OrganisationName, OrganisationParent
from models.packs import (
    AddedBy,
    ClausePack,
    PackClause,
    PackStage,
    PackState,
    WordKind,
    WordTemplate,
)
from models.people import AccessLink, Council, LinkPurpose, Person, Role
from models.proposals import ProposalOutcome, ProposalSource, ProposedAnswer
from models.questionnaires import CouncilQuestionnaire, QuestionnaireState
from models.queue import BulkAct, BulkKind, BulkState, QueueEntry, SavedView
from models.responses import Answer, Invitation, Response, ResponseLook, ResponseStatus
from models.screenings import ReportText, RunStatus, ScreeningRun, StoredReport
from models.statements import Match, MatchDecision, Statement, StatementOrganisation
from models.suppliers import Contract, FactsOfContract, FileKind, SourceFile, StatedFacts, Supplier
from models.uploads import ColumnMapping, FileLoad, Upload, UploadState, UploadStep
from models.weights import WeightRevision

__all__ = [
    "AccessLink",
    "Action",
    "ActionEntry",
    "ActionPlan",
    "ActionSide",
    "ActionState",
    "AddedBy",
    "AnnualSection",
    "AnnualStatement",
    "Answer",
    "Audience",
    "AuditEvent",
    "AuditHead",
    "BandDecision",
    "Base",
    "BulkAct",
    "BulkKind",
    "BulkState",
    "ClausePack",
    "ColumnMapping",
    "Contract",
    "Correction",
    "CorrectionAbout",
    "CorrectionMessage",
    "CorrectionSide",
    "CorrectionState",
    "Council",
    "CouncilQuestionnaire",
    "Decision",
    "DecisionKind",
    "DelegatedTask",
    "Delegation",
    "Deputy",
    "EntryKind",
    "EvidenceFile",
    "ExclusionGround",
    "ExclusionOutcome",
    "ExclusionStatus",
    "FactsOfContract",
    "FileKind",
    "FileLoad",
    "FrozenFigure",
    "Invitation",
    "LinkPurpose",
    "Match",
    "MatchDecision",
    "NameKind",
    "Note",
    "NoteMention",
    "Organisation",
    "OrganisationName",
    "OrganisationParent",
    "OutboxMessage",
    "PackClause",
    "PackStage",
    "PackState",
    "Person",
    "Pledge",
    "PledgeState",
    "ProposalOutcome",
    "ProposalSource",
    "ProposedAnswer",
    "QuestionnaireState",
    "QueueEntry",
    "ReferralCount",
    "ReportText",
    "Response",
    "ResponseLook",
    "ResponseStatus",
    "Role",
    "RunStatus",
    "SavedView",
    "ScanState",
    "ScreeningRun",
    "SecondOpinion",
    "SectionComment",
    "SectionReturn",
    "SectionState",
    "SourceFile",
    "StatedFacts",
    "Statement",
    "StatementClaim",
    "StatementOrganisation",
    "StatementState",
    "StatementStep",
    "StoredReport",
    "Supplier",
    "SupplierCare",
    "TrackerEntry",
    "TrainingSession",
    "Upload",
    "UploadState",
    "UploadStep",
    "WeightRevision",
    "WordKind",
    "WordTemplate",
]
