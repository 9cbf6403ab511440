"""Packs of clauses and Word templates, always of one council."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from models import ClausePack, PackClause, WordKind, WordTemplate


def pack(session: Session, council_id: int, pack_id: int) -> ClausePack | None:
    """One pack of this council with its clauses."""
    query = select(ClausePack).where(ClausePack.council_id == council_id, ClausePack.id == pack_id)
    return session.scalars(query.options(selectinload(ClausePack.clauses))).one_or_none()


def clause(session: Session, council_id: int, pack_id: int, row_id: int) -> PackClause | None:
    """One clause of a pack of this council."""
    query = (
        select(PackClause)
        .join(PackClause.pack)
        .where(ClausePack.council_id == council_id, ClausePack.id == pack_id, PackClause.id == row_id)
    )
    return session.scalars(query).one_or_none()


def of_council(session: Session, council_id: int, skip: int, most: int) -> Sequence[ClausePack]:
    """The packs of this council, the last changed first."""
    query = select(ClausePack).where(ClausePack.council_id == council_id)
    query = query.options(joinedload(ClausePack.supplier), joinedload(ClausePack.made_by))
    query = query.options(selectinload(ClausePack.clauses))
    return session.scalars(
        query.order_by(ClausePack.changed_at.desc(), ClausePack.id.desc()).offset(skip).limit(most)
    ).all()


def of_supplier(session: Session, council_id: int, supplier_id: int) -> Sequence[ClausePack]:
    """The packs for contracts of one supplier, the last changed first."""
    query = select(ClausePack).where(
        ClausePack.council_id == council_id, ClausePack.supplier_id == supplier_id
    )
    query = query.options(joinedload(ClausePack.made_by), selectinload(ClausePack.clauses))
    return session.scalars(query.order_by(ClausePack.changed_at.desc(), ClausePack.id.desc())).all()


def forget_origin(session: Session, pack: ClausePack) -> None:
    """Let the copies of a pack stand for themselves: the pack they were made from is thrown away."""
    copies = update(ClausePack).where(ClausePack.copied_from_id == pack.id)
    session.execute(copies.values(copied_from_id=None))


def template(session: Session, council_id: int, template_id: int) -> WordTemplate | None:
    """One Word template of this council, in use or retired."""
    query = select(WordTemplate).where(WordTemplate.council_id == council_id, WordTemplate.id == template_id)
    return session.scalars(query).one_or_none()


def templates(session: Session, council_id: int) -> Sequence[WordTemplate]:
    """The council's templates that are in use, the newest first."""
    query = select(WordTemplate).where(
        WordTemplate.council_id == council_id, WordTemplate.retired_at.is_(None)
    )
    query = query.options(joinedload(WordTemplate.uploaded_by))
    return session.scalars(query.order_by(WordTemplate.id.desc())).all()


def template_in_use(session: Session, council_id: int, kind: WordKind) -> WordTemplate | None:
    """The template that the council's documents of a kind are made with; None for the shipped one."""
    return next((one for one in templates(session, council_id) if one.kind == kind), None)
