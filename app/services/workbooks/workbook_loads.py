"""Reading a workbook of answers back: nothing on the web is overwritten, nothing that was typed is lost.

What is right is saved, each answer as on its own page. What was not changed since the download writes
nothing. Where somebody changed the answer on the web meanwhile, the workbook's is kept beside it as a
proposal until a person has chosen. A workbook without its marker is read all the same: its hidden cells say
which question is which, and every answer that stands on the web and differs is left to be chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import IO, Final

from sqlalchemy.orm import Session

from app.intake import answer_workbook as intake
from app.services.answers import answering, proposing
from app.services.files import file_kinds
from app.services.inviting.colleagues import Seat
from app.services.workbooks import workbook_markers
from app.services.workbooks.workbook_markers import Marker
from app.settings import Settings
from app.store import audit
from app.workbook_layout import Column
from models import Person, ProposalSource, Response, ResponseStatus
from questionnaires import Answer, Problems, Question, Questionnaire, path
from questionnaires import answers as parsing

#: A workbook that is filled in to the last cell has about 100 kB.
LARGEST: Final = 5 * 1024 * 1024


class Trouble(StrEnum):
    """Why a file is not read at all."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND = "kind"
    MACROS = "macros"
    BROKEN = "broken"
    NO_QUESTIONS = "no_questions"
    OTHER_RESPONSE = "other_response"
    OTHER_VERSION = "other_version"


class Refused(Exception):
    """The file was not read; nothing was changed."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Reason(StrEnum):
    """Why a cell was passed over, where the questionnaire itself does not say."""

    NOT_YES_NO = "not_yes_no"
    TWICE = "twice"
    NOT_ASKED = "not_asked"
    ESCAPED = "escaped"
    NOT_YOURS = "not_yours"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class CellError:
    """One cell that was not taken: where it is and what is in it. `message` is the questionnaire's own words,
    empty where `reason` says why.
    """

    cell: intake.Cell
    question: Question | None
    reason: Reason | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of an upload. Every cell that holds something is in `cells`, and each in one of the others.

    `saved`, `unchanged`, `conflicts` and `kept` are ids of questions in order: written; as they were; another
    answer stands on the web, so both wait for a choice; empty here and left as they stand on the web.
    `off_path` are those saved that the answers do not call for now. `errors` were passed over, and with them
    `beside`, the other cells of the same questions.
    """

    name: str
    has_marker: bool
    cells: int
    saved: tuple[str, ...]
    unchanged: tuple[str, ...]
    conflicts: tuple[str, ...]
    kept: tuple[str, ...]
    off_path: tuple[str, ...]
    errors: tuple[CellError, ...]
    beside: tuple[intake.Cell, ...]

    @property
    def questions_with_errors(self) -> int:
        """How many questions have a cell that has to be mended."""
        return len({error.cell.row.question_id for error in self.errors})


@dataclass(slots=True)
class _Loading:
    """One upload while it is being read. `given` are the answers on the web, with what was saved so far."""

    given: dict[str, Answer]
    saved: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    conflicts: dict[str, Answer] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    beside: list[intake.Cell] = field(default_factory=list)


def load(
    session: Session,
    settings: Settings,
    person: Person,
    seat: Seat,
    name: str,
    content: IO[bytes],
    language: str,
    now: datetime,
    today: date,
) -> Loaded:
    """Read a workbook and save what is right in it, each answer as on its own page.

    Messages about cells are in `language`. Raises `Refused`, and `AlreadySubmitted` for a response that was
    submitted.
    """
    response = seat.invitation.response
    if response.status != ResponseStatus.DRAFT:
        raise answering.AlreadySubmitted
    questionnaire = answering.questionnaire_of(response)
    data = _checked(content)
    marker, read = _read(settings, data, response, questionnaire, language)
    loading = _Loading(answering.answers_of(response))
    for stray in read.strays:
        _note(loading, stray.cell, _question(questionnaire, stray.cell), Reason(stray.why.value))
    for filled in read.questions:
        _load_one(session, person, seat, questionnaire, filled, marker, loading, language, now, today)
    proposing.propose(session, response, loading.conflicts, ProposalSource.WORKBOOK, name, today, person, now)
    aside = path.set_aside(questionnaire, loading.given)
    loaded = Loaded(
        name=name,
        has_marker=marker is not None,
        cells=sum(1 for filled in read.questions for cell in filled.cells if cell.text) + len(read.strays),
        saved=tuple(loading.saved),
        unchanged=tuple(loading.unchanged),
        conflicts=tuple(loading.conflicts),
        kept=tuple(loading.kept),
        off_path=tuple(question_id for question_id in loading.saved if question_id in aside),
        errors=tuple(loading.errors),
        beside=tuple(loading.beside),
    )
    audit.record(
        session,
        person,
        "workbook.loaded",
        response,
        now,
        sha256=sha256(data).hexdigest(),
        cells=loaded.cells,
        saved=len(loaded.saved),
        unchanged=len(loaded.unchanged),
        conflicts=len(loaded.conflicts),
        errors=len(loaded.errors),
    )
    session.commit()
    return loaded


def _checked(content: IO[bytes]) -> bytes:
    """The bytes of a file that is certainly a workbook without macros and of a sane size."""
    content.seek(0)
    data = content.read(LARGEST + 1)
    if not data:
        raise Refused(Trouble.EMPTY)
    if len(data) > LARGEST:
        raise Refused(Trouble.TOO_LARGE)
    try:
        kind = file_kinds.kind_of(content)
    except file_kinds.HasMacros:
        raise Refused(Trouble.MACROS) from None
    if kind is None and data.startswith(b"PK"):
        raise Refused(Trouble.BROKEN)
    if kind is None or kind.name != "xlsx":
        raise Refused(Trouble.KIND)
    return data


def _read(
    settings: Settings, data: bytes, response: Response, questionnaire: Questionnaire, language: str
) -> tuple[Marker | None, intake.WorkbookRead]:
    try:
        marker = workbook_markers.read(settings, intake.read_marker(data))
        if marker is not None and marker.response_id != response.id:
            raise Refused(Trouble.OTHER_RESPONSE)
        asked = (response.questionnaire, response.version)
        if marker is not None and (marker.questionnaire, marker.version) != asked:
            raise Refused(Trouble.OTHER_VERSION)
        read = intake.read_workbook(data, questionnaire, marker.language if marker else language)
    except intake.Unreadable:
        raise Refused(Trouble.BROKEN) from None
    except intake.NoQuestions:
        raise Refused(Trouble.NO_QUESTIONS) from None
    if not read.questions:
        raise Refused(Trouble.OTHER_VERSION)
    return marker, read


def _question(questionnaire: Questionnaire, cell: intake.Cell) -> Question | None:
    return next((one for one in questionnaire.questions if one.id == cell.row.question_id), None)


def _note(
    loading: _Loading, cell: intake.Cell, question: Question | None, reason: Reason | None, message: str = ""
) -> None:
    loading.errors.append(CellError(cell, question, reason, message))


def _load_one(
    session: Session,
    person: Person,
    seat: Seat,
    questionnaire: Questionnaire,
    filled: intake.Filled,
    marker: Marker | None,
    loading: _Loading,
    language: str,
    now: datetime,
    today: date,
) -> None:
    """Take what one question's cells say: save it, find it unchanged, in conflict, or note what is wrong."""
    question, stored = filled.question, loading.given.get(filled.question.id)
    if not seat.answers(questionnaire.section_of(question.id).id):
        for cell in filled.cells:
            if cell.text:
                _note(loading, cell, question, Reason.NOT_YOURS)
        return
    if filled.is_blank:
        if stored is not None and not stored.is_blank:
            loading.kept.append(question.id)
        return
    if filled.faults:
        for fault in filled.faults:
            _note(loading, fault.cell, question, Reason(fault.why.value))
        _leave(loading, filled)
        return
    revision, downloaded = marker.held.get(question.id, (0, "")) if marker else (0, "")
    answer = _as_it_was(filled, stored, downloaded, language)
    if answer is not None:
        loading.unchanged.append(question.id)
        return
    required = path.is_required(questionnaire, loading.given, question)
    parsed = parsing.parse(question, filled.raw, language, required=required, as_at=today)
    if isinstance(parsed, Problems):
        _note_problems(loading, filled, parsed, language)
        _leave(loading, filled)
        return
    try:
        answering.save(session, person, seat.invitation, question.id, parsed, now, based_on=revision)
        loading.saved.append(question.id)
        loading.given[question.id] = parsed
    except answering.Conflict:
        if parsed.is_blank:  # evidence without an answer, which a proposal cannot hold
            _note(loading, _first(filled, Column.EVIDENCE_URL), question, Reason.NO_ANSWER)
        else:
            loading.conflicts[question.id] = parsed


def _as_it_was(filled: intake.Filled, stored: Answer | None, downloaded: str, language: str) -> Answer | None:
    """The answer of the cells if it is the one that was downloaded, or the one that stands; else None.

    Read without a day, since a date that was right then may have passed. An answer whose evidence was left
    empty, while the web has some, is the one that stands: an empty cell takes nothing away.
    """
    read = parsing.parse(filled.question, filled.raw, language, required=False)
    if isinstance(read, Problems):
        return None
    if read == stored or workbook_markers.digest(read.to_json()) == downloaded:
        return read
    if stored is not None and read.value == stored.value and not filled.has_evidence:
        return stored
    return None


def _leave(loading: _Loading, filled: intake.Filled) -> None:
    """Remember the other cells of a question that was not taken, so that they need not be typed again."""
    wrong = {id(error.cell) for error in loading.errors}
    loading.beside += [cell for cell in filled.cells if cell.text and id(cell) not in wrong]


def _note_problems(loading: _Loading, filled: intake.Filled, problems: Problems, language: str) -> None:
    """Each message at the cell that it is about."""
    for name, message in problems.messages.items():
        column = Column(name)
        if column is Column.ANSWER and filled.question.type.is_multiple:
            for cell, words in _wrong_entries(filled, message, language):
                _note(loading, cell, filled.question, None, words)
        else:
            _note(loading, _first(filled, column), filled.question, None, message)


def _wrong_entries(filled: intake.Filled, message: str, language: str) -> list[tuple[intake.Cell, str]]:
    """The cells of an answer in several rows that are wrong by themselves; else the first that is filled."""
    found = []
    for cell in filled.of(Column.ANSWER):
        if cell.row.entry and cell.text:
            alone = parsing.parse(filled.question, {"answer": [cell.text]}, language, required=False)
            if isinstance(alone, Problems):
                found.append((cell, alone.first))
    return found or [(_first(filled, Column.ANSWER), message)]


def _first(filled: intake.Filled, column: Column) -> intake.Cell:
    """The cell of a column at which to say something: the first with something in it, else the first."""
    cells = filled.of(column) or list(filled.cells)
    return next((cell for cell in cells if cell.text), cells[0])
