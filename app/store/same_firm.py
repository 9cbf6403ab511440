"""Organisations that are one firm to the person who answers for it, though records keep them apart.

A record without a company number gets an organisation of its own when its supplier is first asked. So one
firm is two organisations where the number was learnt later, or where there is none (a sole trader, a
partnership).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Invitation, Organisation, Response, Supplier
from screening import names


@dataclass(frozen=True, slots=True)
class _Firm:
    """What tells firms apart: `numbers` has more than one where records contradict each other."""

    numbers: frozenset[str]
    names: frozenset[tuple[str, str]]

    def is_same(self, other: _Firm) -> bool:
        if self.numbers and other.numbers:
            return self.numbers == other.numbers and len(self.numbers) == 1
        return any(_alike(mine, theirs) for mine in self.names for theirs in other.names)


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two names have the same words, and the same legal form where both give one."""
    return one[0] == other[0] and (one[1] == other[1] or "" in (one[1], other[1]))


def organisations(session: Session, person_id: int, organisation_id: int) -> frozenset[int]:
    """The organisation, and those that are the same firm among all for which this person was asked to answer.

    The same company number makes one firm; two numbers never do. Where one of the two has none, the same
    name does. Of what others were asked for nothing is looked at, so that nobody is shown another's answers.
    """
    asked = (
        select(Response.organisation_id)
        .join(Invitation, Invitation.response_id == Response.id)
        .where(Invitation.contact_id == person_id, Invitation.revoked_at.is_(None))
    )
    others = set(session.scalars(asked.distinct())) - {organisation_id}
    if not others:
        return frozenset({organisation_id})
    known = {one: _firm(session, one) for one in (organisation_id, *others)}
    same = (one for one in others if known[organisation_id].is_same(known[one]))
    return frozenset({organisation_id, *same})


def _firm(session: Session, organisation_id: int) -> _Firm:
    held = session.get_one(Organisation, organisation_id)
    records = _records(session, organisation_id)
    own = [held.company_number] if held.company_number else [number for _name, number in records]
    said = _cleaned((held.name, *(name for name, _number in records)))
    return _Firm(frozenset(number for number in own if number), said)


def _records(session: Session, organisation_id: int) -> Collection[tuple[str, str]]:
    """Name and company number of each council's record that is or was taken for the organisation."""
    was_asked = (
        select(Invitation.supplier_id)
        .join(Response, Response.id == Invitation.response_id)
        .where(Response.organisation_id == organisation_id)
    )
    query = select(Supplier.name, Supplier.company_number).where(
        or_(Supplier.organisation_id == organisation_id, Supplier.id.in_(was_asked))
    )
    return [(name, number or "") for name, number in session.execute(query)]


def _cleaned(written: Iterable[str]) -> frozenset[tuple[str, str]]:
    parts = [names.clean(name) for name in written]
    return frozenset((one.core, one.legal_form) for one in parts if one.core)
