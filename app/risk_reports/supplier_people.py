"""What people decided, answered, disputed and set out to do about a supplier: parts of the report on it.

A role stands for every person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app import plan_view
from app.council_view import statement_text
from app.documents.risk_report.content import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Form,
    Pairs,
    Part,
    Table,
    Text,
)
from app.labels import about_label, band_label
from app.risk_reports import figures
from app.risk_reports.figures import day, share
from app.sentences import sentence
from app.services.reports.supplier_report_facts import Answered, Decided, SupplierReportFacts
from questionnaires import answers as answering
from screening.types import Use


def decided(facts: SupplierReportFacts) -> Iterator[Part]:
    """What officers said of the band, and what they concluded."""
    if facts.use is Use.EVALUATION:
        return
    blocks: list[Block] = []
    if band := facts.band_decided:
        values = {
            "band": band_label(band.band),
            "who": figures.role_words(band.role),
            "day": day(band.on).text,
            "run": day(band.as_of).text,
        }
        if band.band == band.advised:
            said = _(
                "The band %(band)s was confirmed by %(who)s on %(day)s, as of the screening of %(run)s.",
                **values,
            )
        else:
            said = _(
                "The band was changed to %(band)s by %(who)s on %(day)s, as of the screening of %(run)s.",
                **values,
            )
        blocks.append(Text(f"{said} {band.reason}".strip()))
    else:
        blocks.append(Text(_("No officer has confirmed this band yet.")))
    if facts.decisions:
        blocks.append(
            Table(
                caption=_("Decisions that stand, the newest first"),
                sheet=_("Decisions"),
                columns=(
                    Column(_("Decision"), 1.6),
                    Column(_("On"), 1.6),
                    Column(_("By"), 1.6),
                    Column(_("Why"), 3),
                    Column(_("Looked at again on"), 1.6),
                ),
                rows=tuple(map(_decision, facts.decisions)),
            )
        )
    else:
        blocks.append(Text(_("No decision stands.")))
    yield Part(_("What was decided"), tuple(blocks))


def _decision(one: Decided) -> tuple[Cell, ...]:
    who = figures.role_words(one.role)
    if one.second_role:
        second = figures.role_words(one.second_role)
        who = _("%(first)s; %(second)s agreed as the second person", first=who, second=second)
    again: Cell = day(one.review_on) if one.review_on else _("No day is set")
    return figures.decision_words(one.kind), day(one.on), who, one.reason, again


def statement(facts: SupplierReportFacts) -> Part:
    """What looking for a statement found, and why it is thought to be the supplier's."""
    finding = facts.report.statement
    rows: list[tuple[str, Cell]] = [(_("What was found"), statement_text(finding))]
    if facts.use is Use.EVALUATION:
        return Part(_("Transparency statement"), (Pairs(tuple(rows)),))
    if finding.period_end:
        rows.append((_("For the period to"), day(finding.period_end)))
    if finding.url:
        rows.append((_("Address"), finding.url))
    blocks: list[Block] = [Pairs(tuple(rows))]
    if match := facts.match:
        found: list[tuple[str, Cell]] = [
            (_("Organisation in the registry"), match.organisation),
            (_("Probability"), share(match.probability)),
            (_("Who says so"), figures.match_words(match.decision)),
        ]
        if match.decided_by and match.decided_on:
            found.append(
                (
                    _("Decided"),
                    _(
                        "by %(who)s on %(day)s",
                        who=figures.role_words(match.decided_by),
                        day=day(match.decided_on).text,
                    ),
                )
            )
        blocks.append(Pairs(tuple(found)))
        if match.reasons:
            blocks.append(Bullets(tuple(sentence(reason) for reason in match.reasons)))
    return Part(_("Transparency statement"), tuple(blocks))


def answers(facts: SupplierReportFacts) -> Part | None:
    """The answers by which the council judges, with the evidence beside them and its age."""
    if facts.use is Use.EVALUATION:
        return None
    heading = _("Answers to the questionnaire")
    given = facts.answers
    if given is None:
        return Part(heading, (Text(_("The council can read no answers of this supplier.")),))
    said = _(
        "Submitted on %(day)s. Declared by: %(role)s. Reference %(reference)s, version %(version)s.",
        day=day(given.submitted_on).text,
        role=given.declared_role or _("not stated"),
        reference=given.reference,
        version=given.version,
    )
    table = Table(
        caption=_("Answers, with the age of the evidence"),
        sheet=_("Answers"),
        columns=(
            Column(_("Question"), 3),
            Column(_("Answer"), 2.6),
            Column(_("Evidence"), 2.2),
            Column(_("Dated"), 1.6),
            Column(_("Age in months"), 1, figures=True),
        ),
        rows=tuple(_answer(one, facts.today) for one in given.rows),
    )
    return Part(heading, (Text(said), table))


def _answer(one: Answered, today: date) -> tuple[Cell, ...]:
    language = figures.language()
    words: str | list[str] = (
        answering.display(one.question, one.answer, language) if one.answer else _("Not answered")
    )
    answer = words if isinstance(words, str) else "; ".join(words)
    files = sum(document.is_file for document in one.documents)
    evidence = []
    if files:
        evidence.append(ngettext("%(num)s file", "%(num)s files", files))
    if files < len(one.documents):
        evidence.append(_("a link"))
    newest = max((each.dated_on for each in one.documents if each.dated_on), default=None)
    if newest is None:
        dated: Cell = _("No date") if one.documents else ""
        age: Cell = ""
    else:
        months = max(
            (today.year - newest.year) * 12 + today.month - newest.month - (today.day < newest.day), 0
        )
        dated, age = day(newest), Figure(months, str(months), Form.COUNT)
    told = ", ".join(evidence) or _("Said, nothing attached")
    return one.question.text.in_language(language), answer, told, dated, age


def disputed(facts: SupplierReportFacts) -> Part | None:
    """What the supplier says is wrong, and what became of that."""
    if facts.use is Use.EVALUATION or not facts.disputed:
        return None
    welsh = figures.language() == "cy"
    table = Table(
        caption=_("Lines that the supplier disputes, the newest first"),
        sheet=_("Corrections"),
        columns=(
            Column(_("Line of the report"), 3),
            Column(_("What is said to be wrong"), 2),
            Column(_("Said on"), 1.6),
            Column(_("Now"), 1.4),
            Column(_("Replied on"), 1.6),
        ),
        rows=tuple(
            (
                one.line_cy if welsh else one.line,
                about_label(one.about),
                day(one.made_on),
                figures.correction_words(one.state),
                day(one.replied_on) if one.replied_on else _("No reply yet"),
            )
            for one in facts.disputed
        ),
    )
    said = _("An accepted correction changes nothing here by itself: the fact is mended where it is kept.")
    return Part(_("What the supplier says is wrong"), (Text(said), table))


def actions(facts: SupplierReportFacts) -> Part | None:
    """The actions of its plans that are not done."""
    if facts.use is Use.EVALUATION:
        return None
    heading = _("Actions that are not done")
    if not facts.actions:
        return Part(heading, (Text(_("No action of a plan is open.")),))
    table = Table(
        caption=_("Actions, the one due first before the others"),
        sheet=_("Actions"),
        columns=(
            Column(_("Action"), 3.5),
            Column(_("Who does it"), 1.2),
            Column(_("Due on"), 1.6),
            Column(_("How far it is"), 1.6),
        ),
        rows=tuple(
            (
                one.what,
                plan_view.side_label(one.side),
                day(one.due_on),
                figures.action_words(one.state, overdue=one.overdue),
            )
            for one in facts.actions
        ),
    )
    return Part(heading, (table,))
