"""What a supplier's own copy of submitted answers says, as plain data for the PDF."""

from __future__ import annotations

from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.sentences import council_name
from models import Invitation


def title() -> str:
    """The title of the copy."""
    return _("Your answers about modern slavery")


def shown(invitation: Invitation, sections: list[dict[str, Any]]) -> dict[str, Any]:
    """The copy of a submitted response; `sections` as `views.check_sections` gives them."""
    response = invitation.response
    facts = [
        (_("Answered for"), invitation.supplier.name),
        (_("Reference"), response.reference or ""),
        (_("Submitted on"), format_date(response.submitted_at, "d MMMM y")),
        (_("Declaration by"), f"{response.declared_name}, {response.declared_role}"),
    ]
    return {
        "facts": facts,
        "introduction": [
            _(
                "This is your copy of what was submitted. Who may read it can change, so that is not said "
                "here: your page of the questionnaire tells it."
            )
        ],
        "labels": {"evidence": _("Evidence")},
        "sections": [{"title": one["title"], "rows": [_row(row) for row in one["rows"]]} for one in sections],
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    evidence = [f"{file['name']} ({'; '.join(file['facts'])})" for file in row["files"]]
    if row["evidence_url"]:
        evidence.append(row["evidence_url"])
        if row["evidence_date"]:
            evidence.append(_("Link dated %(day)s", day=format_date(row["evidence_date"], "d MMMM y")))
    return {"question": row["key"], "values": row["values"] or ["-"], "evidence": evidence}


def cover_lines(invitation: Invitation) -> dict[str, str]:
    """The lines at the head and the foot of each page."""
    response, council = invitation.response, council_name(invitation.council)
    return {
        "heading": _(
            "%(supplier)s, asked by %(council)s", supplier=invitation.supplier.name, council=council
        ),
        "foot": _(
            "%(reference)s, submitted on %(day)s",
            reference=response.reference or "",
            day=format_date(response.submitted_at, "d MMMM y"),
        ),
        "page": _("Page {page} of {pages}"),
    }
