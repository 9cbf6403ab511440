"""What happened at the example council before the newcomer came, played through the services, day by day.

Reader of app/example/story.yaml. Each act is a function of one of the modules `acts_*`; what it queues for
the worker and the next act needs, the screening of a supplier, is done at once. The days count from the first
start, so the example is in the middle of its work whenever somebody starts it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from sqlalchemy.orm import Session

from app.services.background import runs
from app.services.background.progress import Progress, silent
from app.services.example import acts_answering, acts_deciding, acts_working, fictitious
from app.services.example.scene import Scene
from app.services.judgement import screenings
from app.services.matching.screening_setup import screening_setup
from app.services.people import people
from app.settings import Settings
from app.store import audit
from app.store import people as people_store
from app.store import screenings as screening_store
from models import Council, Person, Role

_FILE: Final = Path(__file__).parents[2] / "example" / "story.yaml"
_TOLD: Final = "example.told"
_BEGINS: Final = timedelta(days=70)
_TEN: Final = time(10, tzinfo=UTC)

ACTS: Final[Mapping[str, Callable[[Scene], None]]] = {
    **acts_answering.ACTS,
    **acts_deciding.ACTS,
    **acts_working.ACTS,
}


@cache
def read() -> Mapping[str, Any]:
    """The story as it is written."""
    story: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return story


def in_order() -> Sequence[Mapping[str, Any]]:
    """The acts by their days; those of one day as they are written."""
    return sorted(read()["acts"], key=lambda act: int(act["day"]))


def beginning(today: date) -> datetime:
    """When the council began to use Fairhand, as the story has it."""
    return datetime.combine(today - _BEGINS, _TEN)


def add_council(session: Session, now: datetime, told: Mapping[str, str]) -> Council:
    """A council of the example; the caller commits."""
    council = Council(**told)
    session.add(council)
    session.flush()
    audit.record(session, None, "council.added", council, now, council.id)
    return council


def add_lead(session: Session, council: Council, email: str, name: str, now: datetime) -> Person:
    """The first person of a council, who adds the others; the caller commits."""
    lead = Person(email=email, name=name, role=Role.LEAD, council_id=council.id)
    session.add(lead)
    audit.record(session, None, "person.added", lead, now, council.id)
    return lead


@dataclass(frozen=True, slots=True)
class Teller:
    """Plays the story in a database in which it was not played yet."""

    session: Session
    settings: Settings
    council: Council
    lead: Person
    now: datetime
    today: date

    def tell(self, progress: Progress) -> None:
        """Play everything. The council's real files are loaded, and nothing was screened yet."""
        begun = beginning(self.today)
        neighbour = self._neighbour(begun)
        councils = {self.council.slug: self.council, neighbour.slug: neighbour}
        taking_part = self._people(neighbour, begun)
        fictitious.load_statements(self.session, self.settings, begun, self.today)
        for council in councils.values():
            given = (self.session, self.settings, council, begun, self.today)
            fictitious.load_suppliers(*given, silent)
            runs.queue_run(self.session, council.id, None, "first_start", begun, begun.date())
            self.session.commit()
        self._screen_waiting(begun)
        acts = in_order()
        for number, told in enumerate(acts, start=1):
            council = councils[told.get("council", self.council.slug)]
            moment = self._moment(told["day"], number)
            ACTS[told["do"]](self._scene(council, taking_part, told, moment))
            self._screen_waiting(moment)
            progress("Playing what happened at the example council", number, len(acts))
        audit.record(self.session, None, _TOLD, self.council, self.now, self.council.id, acts=len(acts))
        self.session.commit()

    def _scene(
        self, council: Council, taking_part: Mapping[str, Person], told: Mapping[str, Any], moment: datetime
    ) -> Scene:
        how = {"manner": read()["answers"][told["how"]]} if "how" in told else {}
        return Scene(self.session, self.settings, council, taking_part, {**told, **how}, moment, self.today)

    def _moment(self, day: int, number: int) -> datetime:
        """A moment of the working day, later with every act, and never later than now."""
        at = datetime.combine(self.today + timedelta(days=day), _TEN) + timedelta(minutes=number)
        return min(at, self.now)

    def _neighbour(self, begun: datetime) -> Council:
        told = {name: value for name, value in read()["neighbour"].items() if name != "lead"}
        return add_council(self.session, begun, told)

    def _people(self, neighbour: Council, begun: datetime) -> dict[str, Person]:
        lead = read()["neighbour"]["lead"]
        found = {
            "ann": self.lead,
            lead["key"]: add_lead(self.session, neighbour, lead["email"], lead["name"], begun),
        }
        self.session.commit()
        for key, one in read()["people"].items():
            given = (self.session, self.settings, self.lead, one["email"], one["name"])
            found[key] = people.add(*given, Role(one["role"]), begun)
        return found

    def _screen_waiting(self, at: datetime) -> None:
        """Do what an act asked of the worker; its task finds it done later."""
        for run in screening_store.stale_runs(self.session, at + timedelta(days=1)):
            screenings.run(self.session, run.id, lambda: at, silent, screening_setup(self.settings))


def was_told(session: Session, council: Council) -> bool:
    """Whether the story was played in this database."""
    return audit.newest_of(session, council, _TOLD) is not None


def newcomer_as(session: Session, role: str) -> Person | None:
    """Whom the newcomer may be ("who_answered", "councillor"); None where the story was not played."""
    return people_store.person_by_email(session, read()["newcomer_as"][role])
