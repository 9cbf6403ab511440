"""Scrutiny: one page on which a councillor sees whether the council gets better, and what to ask."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

from app import access
from app.extensions import clock, db
from app.services.annual import figure_words
from app.services.reports.scrutiny import Progress, scrutiny
from screening import reference

blueprint = Blueprint("scrutiny", __name__, url_prefix="/scrutiny", template_folder="templates")


@blueprint.get("")
@access.councillor
def page() -> str:
    """The council's progress, its risks by sector, and two questions. No supplier is named."""
    council_id = access.person().council_id or abort(403)
    found = scrutiny(db.session(), council_id, clock.today())
    return render_template(
        "scrutiny/page.html",
        found=found,
        rows=[_row(one) for one in found.progress],
        risks=[(_sector(one.sector), one) for one in found.risks],
        questions=[_question(name) for name in found.questions],
    )


def _sector(name: str) -> str:
    known = reference.sectors().get(name)
    return _(known.label) if known else _("Other")


def _row(one: Progress) -> dict[str, str]:
    """A figure, that of a year ago, and what is counted."""
    return {
        "name": one.now.name,
        "label": figure_words.label(one.now.name),
        "now": figure_words.share(one.now, one.whole),
        "before": figure_words.share(one.before, one.whole_before) if one.before.rows else _("Nothing yet"),
    }


def _question(name: str) -> str:
    return {
        "actions_overdue": _("Which agreed actions are overdue, who owns them, and what keeps them?"),
        "answers_overdue": _("What does the council do when a supplier does not answer?"),
        "not_enough_known": _("Of which suppliers do we not know enough to judge them, and who finds out?"),
        "spend_not_screened": _("Which spending has nobody looked at yet, and why?"),
        "councillors_not_trained": _("When are councillors trained to recognise the signs of exploitation?"),
        "buyers_not_trained": _("When were the people who buy for us last trained?"),
        "what_changed": _("What did we find this year, and what changed for workers because of it?"),
        "what_next": _("What will the council do differently next year, and who answers for it?"),
    }[name]
