"""What tests of the pages of annual statements share: the people, their browsers and the statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.annual import annual_approval, annual_statements
from models import AnnualSection, AnnualStatement, Person, StatementState
from screening.annual import Approval, areas
from support.world import World

YEAR_END = date(2026, 3, 31)
TEXT = (
    "Anytown Council read the answers of its suppliers in the year to 31 March 2026 and trained [[trained]] "
    "people. Payslips of cleaners were read with their union, and what was found changed the contract."
)


@dataclass
class Room:
    """The people, their browsers and the statement."""

    world: World
    statement: AnnualStatement
    lee: Person
    lead: FlaskClient
    officer: FlaskClient
    stranger: FlaskClient

    @property
    def session(self) -> Session:
        return self.world.session

    @property
    def address(self) -> str:
        return f"/statement/{self.statement.id}"

    def section(self, area: str) -> AnnualSection:
        return annual_statements.section_of(self.statement, area)

    def write(self, area: str, text: str = TEXT, welsh: str = "", because: str = "", **more) -> None:
        section = self.section(area)
        annual_statements.write(
            self.session, self.lee, section, text, welsh, because, section.revision, clock.now(), **more
        )

    def write_all(self) -> None:
        for section in self.statement.sections:
            self.write(section.area, f"{areas()[section.area].title}. {TEXT}")

    def approve(self) -> None:
        """All the way to the freezing."""
        self.write_all()
        given = Approval("Cabinet", date(2026, 6, 9), "Sam Sample", "Leader", date(2026, 6, 10))
        annual_approval.note_approval(self.session, self.lee, self.statement, given, clock.now())
        for state in list(StatementState)[1:5]:
            annual_approval.send(
                self.session, self.lee, self.statement, state, "", clock.now(), clock.today()
            )
