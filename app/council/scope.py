"""What the signed-in person may see: the statements of the own council, and no others."""

from __future__ import annotations

from flask import abort

from app import access
from app.extensions import db
from app.services.annual import annual_statements
from app.store import annual as store
from models import AnnualSection, AnnualStatement, Council, Person, Pledge, Role, SectionComment


def council() -> Council:
    """The person's council; 403 for a person without one."""
    return access.person().council or abort(403)


def person() -> Person:
    """The person who is signed in."""
    return access.person()


def is_lead() -> bool:
    """Whether the person may change anything here."""
    return access.person().role == Role.LEAD


def statement(statement_id: int) -> AnnualStatement:
    """A statement of the person's council; 404 for any other."""
    return store.statement(db.session(), council().id, statement_id) or abort(404)


def section(statement_id: int, area: str) -> AnnualSection:
    """A section of a statement of the person's council; 404 for any other."""
    try:
        return annual_statements.section_of(statement(statement_id), area)
    except KeyError:
        abort(404)


def comment(comment_id: int) -> SectionComment:
    """A comment on a section of the person's council; 404 for any other."""
    return store.comment(db.session(), council().id, comment_id) or abort(404)


def pledge(pledge_id: int) -> Pledge:
    """A promise of the person's council; 404 for any other."""
    return store.pledge(db.session(), council().id, pledge_id) or abort(404)
