"""Where an act of the example's story takes place: the moment, the council, and how its people are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.loads.registry import MADE_UP
from app.settings import Settings
from app.store import responses, screenings
from models import Council, Invitation, Person, StoredReport, Supplier


@dataclass(frozen=True, slots=True)
class Scene:
    """One act: its line of story.yaml (`told`), the moment and day on which it happens, and who takes part.

    `people` are the officers of both councils by the keys that the story gives them.
    """

    session: Session
    settings: Settings
    council: Council
    people: Mapping[str, Person]
    told: Mapping[str, Any]
    at: datetime
    first_start: date

    @property
    def day(self) -> date:
        """The day of the act."""
        return self.at.date()

    def on(self, name: str) -> date:
        """The day that the story gives as days from the first start."""
        return self.first_start + timedelta(days=self.told[name])

    @property
    def officer(self) -> Person:
        """Who acts for the council."""
        return self.people[self.told["by"]]

    @property
    def supplier(self) -> Supplier:
        """The made-up supplier of the act; a supplier that does not say that it is made up is never found."""
        return self.made_up(self.told["supplier"])

    def made_up(self, name: str) -> Supplier:
        """The made-up supplier of this name of the council."""
        query = select(Supplier).where(Supplier.council_id == self.council.id)
        return self.session.scalars(query.where(Supplier.name == f"{name} {MADE_UP}")).one()

    @property
    def invitation(self) -> Invitation:
        """The newest asking of the supplier."""
        found = responses.newest_invitation(self.session, self.council.id, self.supplier.id)
        if found is None:
            raise LookupError(f"{self.supplier.name} was not asked yet")
        return found

    @property
    def report(self) -> StoredReport:
        """The supplier's report in force."""
        found = screenings.current_report(self.session, self.council.id, self.supplier.id)
        if found is None:
            raise LookupError(f"{self.supplier.name} was not screened yet")
        return found
