"""The pages of a council that are not in the first row of its navigation, each with what it is for."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext as _

from app import access
from app.officer.blueprint import blueprint
from models import Role


@dataclass(frozen=True, slots=True)
class Room:
    """A page: its name, what it is for, and its address."""

    name: str
    words: str
    href: str


@blueprint.get("/more")
@access.officer
def more() -> str:
    """Everything else, in groups."""
    return render_template("officer/more.html", groups=_groups(access.person().role == Role.LEAD))


def _groups(is_lead: bool) -> list[tuple[str, list[Room]]]:
    groups = [
        (
            _("Work with suppliers"),
            [
                Room(
                    _("Corrections"),
                    _("What suppliers say is wrong in the council's reports, and your replies."),
                    url_for("officer.corrections"),
                ),
                Room(
                    _("Duplicates"),
                    _("Records that may be one organisation: compare, merge, undo."),
                    url_for("officer.duplicates"),
                ),
                Room(
                    _("Questionnaires"),
                    _("The standard questions, and the council's own beside them."),
                    url_for("officer.questionnaires"),
                ),
                Room(
                    _("Price checks"),
                    _("Tenders whose price is mostly labour, against the statutory wage floor."),
                    url_for("officer.price_checks"),
                ),
                Room(
                    _("What was done to many at once"),
                    _("Bulk acts, their progress, and their undo."),
                    url_for("officer.bulk_acts"),
                ),
            ],
        ),
        (
            _("Records and reports"),
            [
                Room(
                    _("Files"),
                    _("Contracts registers, spend and registry copies: add, check, undo."),
                    url_for("officer.statements"),
                ),
                Room(
                    _("Portfolio report"),
                    _("All suppliers together, as PDF, Word and Excel."),
                    url_for("officer.portfolio_report"),
                ),
                Room(
                    _("Guidance library"),
                    _("Guidance, helplines, training and toolkits, with when their links were last checked."),
                    url_for("council.guidance"),
                ),
                Room(
                    _("Scrutiny"),
                    _("What councillors see: progress, risks by sector, questions to ask."),
                    url_for("scrutiny.page"),
                ),
            ],
        ),
        (
            _("How the council works"),
            [
                Room(
                    _("Weights"),
                    _("The numbers of the judgement, each with its reason."),
                    url_for("officer.weights"),
                ),
                *(_rooms_of_leads() if is_lead else []),
                Room(
                    _("Who stands in"),
                    _("Deputies for days of leave."),
                    url_for("officer.deputies"),
                ),
                Room(_("Help"), _("How the pages work."), url_for("public.help_officer")),
            ],
        ),
    ]
    return groups


def _rooms_of_leads() -> list[Room]:
    return [
        Room(
            _("People"),
            _("Officers, leads and councillors; who stands in for whom."),
            url_for("officer.people"),
        ),
        Room(
            _("Decisions that take two people"),
            _("Which decisions count only once a second person has agreed."),
            url_for("officer.second_person"),
        ),
        Room(
            _("What is kept, and for how long"),
            _("Periods after which data is removed, holds, and erasing a person."),
            url_for("officer.kept"),
        ),
        Room(
            _("Concerns passed on"),
            _("How many, by month and by whom they went to; nothing about anybody."),
            url_for("council.concerns"),
        ),
        Room(
            _("Word templates"),
            _("The council's own templates for clauses, tender packs and the annual statement."),
            url_for("officer.word_templates"),
        ),
        Room(
            _("Programs"),
            _("Tokens and webhooks for the council's own systems."),
            url_for("officer.programs"),
        ),
    ]
