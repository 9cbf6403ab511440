"""What the pages of the registry entry call things: problems, sources, steps."""

from __future__ import annotations

from flask_babel import gettext as _

from app.documents.registry_sheet import content
from app.services.annual.registry_known import Source
from screening.registry_form import Code, Field, Kind, Problem, fields


def hint(field: Field, follows: bool) -> str:
    """How a question is answered, below it. `follows` for one that stands below the question that leads to
    it: when it is asked at all."""
    said = []
    if follows and field.only_if:
        option = fields()[field.only_if[0]].options[field.only_if[1]]
        said.append(_("Only if you chose “%(option)s” above.", option=option))
    if field.kind == Kind.DATE:
        said.append(_("For example 9/6/2026"))
    elif field.kind not in (Kind.CHOICE, Kind.YES_NO) and (how := content.how(field)):
        said.append(f"{how}.")
    return " ".join(said)


def problem(found: Problem, field: Field) -> str:
    """What is wrong with an answer, and how to put it right."""
    numbers = {name: f"{number:,}" for name, number in found.numbers.items()}
    said = {
        Code.NEEDED: _needed(field),
        Code.URL_OR_EMAIL: _(
            "Enter the address of the statement, or an e-mail address if there is no website"
        ),
        Code.URL_AND_EMAIL: _("Enter the address of the statement or an e-mail address, not both"),
        Code.NOT_AN_OPTION: _("Choose one of the options"),
        Code.NONE_AND_MORE: _("Tick the last option alone, or others without it"),
        Code.NOT_A_DAY: _("Enter a day such as 14/12/2026"),
        Code.NOT_PAST: _("Enter a day that has passed"),
        Code.NOT_A_URL: _("Enter an address that begins with https://"),
        Code.NOT_AN_EMAIL: _("Enter an e-mail address in the right form, like name@example.org"),
        Code.APPROVED_EARLY: _("Enter a day of approval that is not before the end of the period"),
        Code.BRACKETS: _(
            "Enter the name without brackets: the registry puts the job title in brackets behind it"
        ),
        Code.RISKS_AND_NONE: _("Describe risks or tick that you identified none, not both"),
        Code.RISK_FIRST: _("Describe the risk to which the other answers belong"),
    }.get(found.code)
    if said is not None:
        return said
    if found.code == Code.TOO_LONG:
        return _too_long(field, found)
    if found.code == Code.TOO_MANY:
        return _("Enter %(most)s or fewer", most=numbers["most"])
    if found.code == Code.PERIOD_LENGTH:
        return _("Enter a period of %(shortest)s to %(longest)s months", **numbers)
    years = {name: str(number) for name, number in found.numbers.items()}
    if found.code == Code.NOT_A_YEAR:
        return _("Enter a year such as 2026, from %(first)s on", **years)
    return _("For this reporting year, enter a day in %(first)s to %(last)s", **years)


def _needed(field: Field) -> str:
    if field.is_chosen:
        return _("Choose an answer")
    if field.kind == Kind.DATE:
        return _("Enter a day such as 14/12/2026")
    return _("Enter an answer")


def _too_long(field: Field, found: Problem) -> str:
    numbers = {name: f"{number:,}" for name, number in found.numbers.items()}
    if field.takes_several:
        return _("Enter %(longest)s characters or fewer on each line: the longest has %(length)s", **numbers)
    return _("Enter %(longest)s characters or fewer: there are %(length)s", **numbers)


def source(found: Source) -> str:
    """Where in the records an answer stands."""
    return {
        Source.COUNCIL: _("what is known of the council"),
        Source.YEAR: _("the year of the statement"),
        Source.SECTIONS: _("the sections of the statement"),
        Source.APPROVAL: _("approval and signature"),
        Source.PLACES: _("where the statement is published"),
        Source.TRAINING: _("the training log"),
        Source.QUESTIONNAIRES: _("questionnaires answered"),
        Source.LAST_YEAR: _("the registry entry of an earlier year"),
    }[found]
