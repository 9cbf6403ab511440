"""What tests of the pages of annual statements share: the room, and how a page is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.extensions import clock
from app.services import annual_approval, annual_statements
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


def page(answer, status: int = 200) -> BeautifulSoup:
    """The page, which has one first heading, no id twice, and a label for every field."""
    assert answer.status_code == status, (answer.status, answer.get_data(as_text=True)[-2000:])
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert len(found.select("h1")) == 1
    ids = [element["id"] for element in found.select("[id]")]
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    for field in found.select("main input:not([type=hidden]), main textarea, main select"):
        assert found.select_one(f"label[for='{field['id']}']"), field
    for described in found.select("[aria-describedby]"):
        for name in described["aria-describedby"].split():
            assert name in ids, name
    for link in found.select("main a[href^='#']"):
        assert link["href"][1:] in ids, link
    levels = [int(heading.name[1]) for heading in found.select("main h1, main h2, main h3, main h4")]
    assert levels[0] <= 2 and all(b - a <= 1 for a, b in pairwise(levels)), levels
    names = [" ".join(button.get_text().split()) for button in found.select("main button")]
    assert all(names)
    return found


def words(found: BeautifulSoup) -> str:
    """What can be read on the page."""
    return " ".join(found.get_text().split())
