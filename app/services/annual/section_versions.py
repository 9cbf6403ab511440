"""Earlier versions of a section: taking their words out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.services.annual.annual_statements import Finished
from app.store import audit
from models import AnnualSection, Person, SectionVersion


def remove_words(
    session: Session, person: Person, section: AnnualSection, version: SectionVersion, now: datetime
) -> None:
    """Take the words of an earlier version out, for example because they said something of a person.

    Who wrote it and when stays. The version that stands now cannot be emptied so: it is written over first.
    Raises `Finished` for it.
    """
    if version.revision == section.revision:
        raise Finished
    if version.removed_at is not None:
        return
    version.text = version.text_cy = version.missing_because = ""
    version.removed_at = now
    audit.record(
        session,
        person,
        "statement.version_removed",
        section,
        now,
        section.statement.council_id,
        revision=version.revision,
    )
    session.commit()
