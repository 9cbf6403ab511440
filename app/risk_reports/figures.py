"""Figures and names for people, in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from flask import get_template_attribute
from flask_babel import format_date, format_decimal, format_percent, get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app import plan_view
from app.documents import words
from app.documents.risk_report.content import Column, Figure, Form, Table
from app.labels import licence_label, source_words, table_version
from app.sentences import sentence
from models import ActionState, CorrectionState, DecisionKind, MatchDecision, Role
from screening.reference import sources
from screening.types import Sentence


def day(given: date) -> Figure:
    """A day, for example "20 November 2026"."""
    return Figure(given, str(format_date(given, "d MMMM y")), Form.DATE)


def day_words(given: date | None) -> str:
    """A day in words, "Not known" without one."""
    return day(given).text if given else _("Not known")


def points(tenths: int) -> Figure:
    """Whole tenths of a point, out of 100."""
    return Figure(Decimal(tenths).scaleb(-1), words.points(tenths), Form.POINTS)


def signed_points(tenths: int) -> Figure:
    """Whole tenths of a point that are added or taken away."""
    return Figure(Decimal(tenths).scaleb(-1), words.signed_points(tenths), Form.SIGNED_POINTS)


def pounds(amount: Decimal | None) -> Figure | str:
    """An amount in whole pounds, "Not known" without one."""
    if amount is None:
        return _("Not known")
    whole = amount.quantize(Decimal(1))
    sign = "\N{MINUS SIGN}" if whole < 0 else ""
    return Figure(whole, f"{sign}£{format_decimal(abs(whole))}", Form.POUNDS)


def count(number: int) -> Figure:
    """A number of things."""
    return Figure(number, str(format_decimal(number)), Form.COUNT)


def suppliers(number: int, **rows: str) -> Figure:
    """A number of suppliers, with the filter of the queue that shows these; without one, all of the queue."""
    return Figure(number, str(format_decimal(number)), Form.COUNT, tuple(rows.items()))


def share(part: float | Decimal) -> Figure:
    """A share in [0, 1] as a percentage."""
    given = Decimal(part).quantize(Decimal("0.0001"))
    return Figure(given, str(format_percent(given, "0%")), Form.SHARE)


def language() -> str:
    """The language of the reader: "en" or "cy"."""
    return "cy" if str(get_locale()).startswith("cy") else "en"


def role_words(role: Role) -> str:
    """Who did it: a role, never a name."""
    return {
        Role.OFFICER: _("an officer"),
        Role.LEAD: _("a lead officer"),
    }.get(role, _("somebody of the supplier"))


def decision_words(kind: DecisionKind) -> str:
    """What an officer concluded."""
    return {
        DecisionKind.ACCEPT: _("Accept for now"),
        DecisionKind.ASK_MORE: _("Ask for more"),
        DecisionKind.ACTION_PLAN: _("Agree an action plan"),
        DecisionKind.ESCALATE: _("Escalate to a lead"),
    }[kind]


def correction_words(state: CorrectionState) -> str:
    """What became of what a supplier disputes."""
    return {
        CorrectionState.OPEN: _("Waits for a reply"),
        CorrectionState.ACCEPTED: _("Accepted"),
        CorrectionState.PARTLY: _("Accepted in part"),
        CorrectionState.DECLINED: _("Declined"),
        CorrectionState.WITHDRAWN: _("Taken back by the supplier"),
    }[state]


def match_words(decision: MatchDecision) -> str:
    """Who says that supplier and organisation are the same."""
    return {
        MatchDecision.AUTOMATIC: _("The names and numbers agree; no person has looked at it"),
        MatchDecision.POSSIBLE: _("May be the same; no person has decided"),
        MatchDecision.CONFIRMED: _("Confirmed by a person"),
        MatchDecision.REJECTED: _("Rejected by a person"),
    }[decision]


def action_words(state: ActionState, *, overdue: bool) -> str:
    """How far an action is."""
    return _("Overdue") if overdue else plan_view.state_labels()[state.value]


def status_words(status: str) -> str:
    """What looking for statements found, as the pages word it."""
    said = get_template_attribute("macros/status.html", "statement_label")(status)
    return " ".join(Markup(said).unescape().split())


def joined(reasons: Iterable[Sentence]) -> str:
    """Several reasons in one cell."""
    return "; ".join(sentence(one).rstrip(".") for one in reasons)


def versions_table(versions: Mapping[str, str]) -> Table:
    """The reference tables that were used, each with its version."""
    return Table(
        caption=_("Reference tables"),
        sheet=_("Reference tables"),
        columns=(Column(_("Table"), 1), Column(_("Version"), 2)),
        rows=tuple((name, table_version(version)) for name, version in sorted(versions.items())),
    )


def cited(ids: Iterable[str]) -> dict[str, int]:
    """The registered sources among these, by their titles, each with the number under which it is cited."""
    known = sources()
    ordered = sorted(set(ids) & known.keys(), key=lambda one: (known[one].title, one))
    return {name: number for number, name in enumerate(ordered, start=1)}


def sources_table(ids: Iterable[str]) -> Table:
    """The sources that a report cites, by their numbers."""
    known = sources()
    told = [(number, known[name]) for name, number in cited(ids).items()]
    return Table(
        caption=_("Sources that this report cites"),
        sheet=_("Sources"),
        columns=(
            Column(_("Number"), 1.2),
            Column(_("Title"), 3),
            Column(_("Publisher"), 2),
            Column(_("As at"), 1.7),
            Column(_("Licence"), 1.5),
            Column(_("Address"), 3),
        ),
        rows=tuple(
            (count(number), *source_words(one), one.as_at, licence_label(one.licence), one.address)
            for number, one in told
        ),
    )
