"""A small fictitious world for tests of the service, and a clock that stands still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.answers import answering
from app.services.background import runs
from app.services.judgement import screenings
from app.settings import Settings
from app.store import screenings as queue
from models import (
    Contract,
    Council,
    FileKind,
    Invitation,
    Person,
    Role,
    SourceFile,
    Statement,
    StatementOrganisation,
    Supplier,
)
from questionnaires import Answer, Question, QuestionType, answers, path

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


@dataclass
class StandingClock:
    """Time that moves only when a test moves it."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def pass_by(self, **period: float) -> None:
        self.moment += timedelta(**period)


@dataclass
class World:
    """Anytown Council with an officer, three suppliers, two organisations with statements."""

    session: Session
    settings: Settings
    council: Council
    officer: Person
    cleaner: Supplier
    lawyer: Supplier
    builder: Supplier

    def screen_all(self) -> None:
        run = runs.new_run(self.session, self.council.id, None, "test", clock.now(), clock.today())
        self.session.commit()
        assert screenings.run(self.session, run.id, clock.now)

    def do_queued_work(self) -> int:
        """What a worker would do: every run that is queued. Returns how many there were."""
        waiting = [run.id for run in queue.stale_runs(self.session, clock.now() + timedelta(days=1))]
        for run_id in waiting:
            screenings.run(self.session, run_id, clock.now)
        return len(waiting)


def make_world(session: Session, settings: Settings) -> World:
    """Fill an empty database."""
    council = Council(slug="anytown", name="Anytown Council", brand_colour="#12504c")
    session.add(council)
    session.flush()
    officer = Person(
        email="ann@anytown.example", name="Ann Example", role=Role.OFFICER, council_id=council.id
    )
    suppliers = [
        _supplier(
            council.id, "v1", "Northgate Cleaning Services Ltd", "90919200", "Office cleaning", 880_000
        ),
        _supplier(council.id, "v2", "Quill & Partners LLP", "79100000", "Legal advice", 20_000),
        _supplier(
            council.id, "v3", "Harbour Construction Group Limited", "45000000", "New school", 9_000_000
        ),
    ]
    copy = SourceFile(
        kind=FileKind.REGISTRY,
        name="StatementSummaries2026.csv",
        sha256="0" * 64,
        as_at=date(2026, 11, 1),
        rows_read=2,
        rows_loaded=2,
        loaded_at=NOW,
    )
    session.add_all([officer, *suppliers, copy])
    session.flush()
    for number, name in enumerate(("HARBOUR CONSTRUCTION GROUP LTD", "Northgate Cleaning Service Limited")):
        statement = Statement(
            address=f"https://registry.example/{number}",
            source_file_id=copy.id,
            statement_url=f"https://statements.example/{number}",
            year=2026,
            period_end=date(2026, 3, 31),
            areas={"policies": True},
        )
        statement.organisations.append(StatementOrganisation(name=name))
        session.add(statement)
    session.commit()
    return World(session, settings, council, officer, *suppliers)


def _supplier(council_id: int, key: str, name: str, cpv: str, title: str, value: int) -> Supplier:
    supplier = Supplier(council_id=council_id, key=key, name=name, vendor_id=key, spend=Decimal(value))
    supplier.contracts.append(
        Contract(council_id=council_id, reference=key.upper(), title=title, cpv=[cpv], value=Decimal(value))
    )
    return supplier


def acceptable(question: Question) -> Answer:
    """An answer that any question of this kind takes: its first option, or something valid."""
    entries = {
        QuestionType.COUNTRY_LIST: ["United Kingdom"],
        QuestionType.TEXT: ["We check every year."],
        QuestionType.URL: ["https://www.supplier.example/statement"],
        QuestionType.DATE: ["1", "4", "2026"],
        QuestionType.WHOLE_NUMBER: [str(question.minimum or 1)],
    }.get(question.type) or [question.options[0].value]
    parsed = answers.parse(question, {"answer": entries}, "en")
    assert isinstance(parsed, Answer), f"{question.id}: {parsed}"
    return parsed


def answer_everything(world: World, invitation: Invitation) -> None:
    """Answer every question on the path, in order."""
    questionnaire = answering.questionnaire_of(invitation.response)
    while (
        asked := path.first_unanswered(questionnaire, answering.answers_of(invitation.response))
    ) is not None:
        answering.save(
            world.session, invitation.contact, invitation, asked.id, acceptable(asked), clock.now()
        )
