"""The page of a supplier, in parts that have addresses of their own, and as a whole for paper."""

from __future__ import annotations

from flask import render_template

from app import access
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.supplier import supplier_views


def _part(supplier_id: int, *names: str, shown_as: str = "") -> str:
    """These parts of a supplier's page, below what stands above every part."""
    opened = supplier_views.Opened(scope.supplier(supplier_id))
    context = supplier_views.head(opened, shown_as or names[0])
    for name in names:
        if name in supplier_views.PARTS:
            context |= supplier_views.PARTS[name](opened)
    return render_template("officer/supplier.html", shown=names, **context)


@blueprint.get("/suppliers/<int:supplier_id>")
@access.officer
def supplier(supplier_id: int) -> str:
    """Who this is, the result in short, what is not known, what is next and what was decided."""
    return _part(supplier_id, "overview")


@blueprint.get("/suppliers/<int:supplier_id>/risk")
@access.officer
def supplier_risk(supplier_id: int) -> str:
    """The explained result: every point, what moved, the contracts by themselves."""
    return _part(supplier_id, "risk")


@blueprint.get("/suppliers/<int:supplier_id>/contracts")
@access.officer
def supplier_contracts(supplier_id: int) -> str:
    """Contracts and spend, and what is known of the work."""
    return _part(supplier_id, "contracts")


@blueprint.get("/suppliers/<int:supplier_id>/match")
@access.officer
def supplier_statement(supplier_id: int) -> str:
    """The transparency statement and the matches to confirm or reject."""
    return _part(supplier_id, "statement")


@blueprint.get("/suppliers/<int:supplier_id>/answers")
@access.officer
def supplier_answers(supplier_id: int) -> str:
    """The answers with their evidence, or how far asking has come."""
    return _part(supplier_id, "answers")


@blueprint.get("/suppliers/<int:supplier_id>/work")
@access.officer
def supplier_work(supplier_id: int) -> str:
    """Decisions, plans, clauses, price checks, notes, exclusion grounds, corrections."""
    return _part(supplier_id, "work")


@blueprint.get("/suppliers/<int:supplier_id>/documents")
@access.officer
def supplier_documents(supplier_id: int) -> str:
    """The report as files, and what else of the supplier can be taken away."""
    return _part(supplier_id, "documents")


@blueprint.get("/suppliers/<int:supplier_id>/all")
@access.officer
def supplier_all(supplier_id: int) -> str:
    """All parts on one page, for printing and for searching in the browser."""
    return _part(supplier_id, *supplier_views.PARTS, shown_as="all")
