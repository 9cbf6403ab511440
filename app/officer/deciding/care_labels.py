"""Names for people of decisions: their kinds, what they take, how far they are."""

from __future__ import annotations

from flask_babel import format_date
from flask_babel import gettext as _

from app.labels import band_label
from models import Decision, DecisionKind, Person, SecondOpinion


def called(person: Person | None) -> str:
    """How a colleague is called: by name, else by address."""
    if person is None:
        return _("nobody")
    return person.name or person.email


def kind_label(kind: str) -> str:
    """A decision in words."""
    return {
        "accept": _("Accept for now"),
        "ask_more": _("Ask for more"),
        "action_plan": _("Agree an action plan"),
        "escalate": _("Escalate to a lead"),
    }[kind]


def kind_options() -> list[tuple[str, str]]:
    """Every kind of decision with its words."""
    return [(kind.value, kind_label(kind)) for kind in DecisionKind]


def kind_hints() -> dict[str, str]:
    """What follows from each kind."""
    return {
        "accept": _("What is known is enough. You say when you look at it again; the risk stays what it is."),
        "ask_more": _("Too little is known. The next page asks the supplier."),
        "action_plan": _("Something is to be mended. The next page begins a plan with steps and dates."),
        "escalate": _("Others must decide. The leads are told by e-mail and have it in their list."),
    }


def second_person_options() -> list[tuple[str, str]]:
    """What a council may mark as taking two people, with its words."""
    bands = ("high", "medium", "low", "not_enough_known")
    always = [(kind.value, kind_label(kind)) for kind in DecisionKind]
    narrow = [
        (f"accept:{band}", _("Accept for now, where the band is: %(band)s", band=band_label(band)))
        for band in bands
    ]
    return [always[0], *narrow, *always[1:]]


def state_words(decision: Decision, in_force: Decision | None) -> str:
    """How far a decision is."""
    if decision.withdrawn_at is not None:
        return _("Taken back on %(day)s", day=format_date(decision.withdrawn_at, "d MMMM y"))
    if decision.needs_second and decision.second_opinion is None:
        return _("Waits for a second person")
    if decision.second_opinion == SecondOpinion.DECLINED:
        return _("%(name)s did not agree", name=called(decision.second))
    if in_force is not None and in_force.id == decision.id:
        return _("In force")
    return _("Replaced by a newer decision")


def state_colour(decision: Decision, in_force: Decision | None) -> str:
    """The colour of the tag that says so; the words carry the meaning."""
    if decision.withdrawn_at is not None or decision.second_opinion == SecondOpinion.DECLINED:
        return "grey"
    if decision.needs_second and decision.second_opinion is None:
        return "yellow"
    return "blue" if in_force is not None and in_force.id == decision.id else "grey"
