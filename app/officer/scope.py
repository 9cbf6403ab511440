"""What the signed-in officer may see: the rows of the officer's own council, and no others."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from app import access
from app.extensions import db
from app.store import merged, suppliers
from models import Contract, Supplier


def council_id() -> int:
    """The officer's council; 403 for a person without one."""
    found = access.person().council_id
    if found is None:
        abort(403)
    return found


def supplier(supplier_id: int) -> Supplier:
    """A supplier of the officer's council; 404 for any other.

    The address of one that was merged into another leads to the same page of the other. Nothing that was
    posted to it is done: the officer sees the other first.
    """
    found = suppliers.supplier(db.session(), council_id(), supplier_id) or abort(404)
    if found.merged_into_id is None:
        return found
    stands = merged.survivor(db.session(), found)
    flash(_("“%(name)s” was merged into this supplier.", name=found.name))
    given = {**request.args, **(request.view_args or {}), "supplier_id": stands.id}
    is_read = request.method in ("GET", "HEAD") and request.endpoint is not None
    target = request.endpoint if is_read and request.endpoint else "officer.supplier"
    abort(redirect(url_for(target, **(given if is_read else {"supplier_id": stands.id}))))


def contract(supplier_id: int, contract_id: int) -> Contract:
    """A contract of a supplier of the officer's council; 404 for any other."""
    found = supplier(supplier_id)
    return suppliers.contract(db.session(), council_id(), found.id, contract_id) or abort(404)
