"""Paragraphs for a statement, put together from the records: a beginning that a person has to make their own.

Figures stand in them as live figures. They say what the records do not hold, name no supplier and no person,
promise nothing, and the reading (`screening.annual.read`) finds nothing in them. A text for which a language
has no words yet is left empty in that language rather than given in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.services.annual import annual_figures, trackers
from app.services.annual.annual_paragraphs import WRITERS, Known
from app.store import annual as store
from app.store.annual_figures import FIGURES
from models import AnnualStatement


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One paragraph in English and in Welsh, "" where there is no Welsh yet."""

    name: str
    text: str
    text_cy: str


def suggestions(
    session: Session, statement: AnnualStatement, area: str, today: date
) -> tuple[Suggestion, ...]:
    """The paragraphs for an area, in order; none where the records hold nothing for it."""
    write = WRITERS.get(area)
    if write is None:
        return ()
    known = _known(session, statement, today)
    with force_locale("en"):
        english = list(write(known))
    with force_locale("cy"):
        welsh = dict(write(known))
    return tuple(
        Suggestion(name, text, "" if welsh.get(name) == text else welsh.get(name, ""))
        for name, text in english
    )


def _known(session: Session, statement: AnnualStatement, today: date) -> Known:
    earlier = store.before(session, statement)
    now, before = {}, {}
    for name in FIGURES:
        pair = annual_figures.pair(session, statement, earlier, name, today)
        if pair is None:
            continue
        now[name] = pair.now
        if pair.before is not None:
            before[name] = pair.before
    confidence = store.mean_confidence(
        session, statement.council_id, statement.year_start, min(statement.year_end, today)
    )
    followed = tuple(trackers.summary(session, statement.council_id))
    return Known(statement, now, before, earlier is not None, confidence, followed)
