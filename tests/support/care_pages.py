"""Addresses of one supplier's pages, and a decision made on them as an officer would."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import select

from models import Decision, Supplier
from support.pages import page, words
from support.world import World

DUE = date(2026, 12, 4)


def address(supplier: Supplier, rest: str = "") -> str:
    """The address of a page of one supplier, such as "/notes"."""
    return f"/officer/suppliers/{supplier.id}{rest}"


def decided(
    client: FlaskClient, world: World, supplier: Supplier, kind: str = "accept", **more: str
) -> Decision | None:
    """The newest decision, once the form was sent as it is shown, with `more` fields of it filled in."""
    form = page(client.get(address(supplier, "/decide")))
    data = {
        "report": form.select_one("[name=report]")["value"],
        "kind": kind,
        "reason": "We know the site",
        "review_on": "1/5/2027",
        **more,
    }
    answer = client.post(address(supplier, "/decide"), data=data)
    assert answer.status_code == 302, words(page(answer))
    return world.session.scalars(select(Decision).order_by(Decision.id.desc()).limit(1)).first()
