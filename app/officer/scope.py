"""What the signed-in officer may see: the rows of the officer's own council, and no others."""

from __future__ import annotations

from flask import abort

from app import access
from app.extensions import db
from app.store import suppliers
from models import Contract, Supplier


def council_id() -> int:
    """The officer's council; 403 for a person without one."""
    found = access.person().council_id
    if found is None:
        abort(403)
    return found


def supplier(supplier_id: int) -> Supplier:
    """A supplier of the officer's council; 404 for any other."""
    return suppliers.supplier(db.session(), council_id(), supplier_id) or abort(404)


def contract(supplier_id: int, contract_id: int) -> Contract:
    """A contract of a supplier of the officer's council; 404 for any other."""
    return suppliers.contract(db.session(), council_id(), supplier_id, contract_id) or abort(404)
