"""A supplier's own report in words: one plain structure from which page, PDF, text and table are made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from app.services.inviting.own_reports import SOON_DAYS, OwnReport
from questionnaires import Question
from questionnaires import answers as answering
from screening.improvement import Advice, Found, Gap, GapKind, Guidance

Shown = dict[str, Any]


def shown(report: OwnReport) -> Shown:
    """Everything that the report says, in the reader's language. Only strings, lists and dicts."""
    plan = report.plan
    return {
        "title": _("Your report: what you do well, and what would help"),
        "labels": _labels(),
        "introduction": [
            _(
                "This report is made of your own answers, and of nothing else. "
                "It is for you: no council sees it."
            ),
            _(
                "There is no mark in it. It names what protects people where you work, and what would "
                "protect them better."
            ),
        ],
        "strengths": {
            "heading": _("What you do well"),
            "texts": []
            if plan.strengths
            else [_("Your answers name nothing here yet. What would help most is where to begin.")],
            "items": [_strength(found) for found in plan.strengths],
        },
        "most": {
            "heading": _("What would help most"),
            "texts": [_most_text(len(plan.most_helpful))],
            "items": [_advice(report, advice) for advice in plan.most_helpful],
        },
        "rest": {
            "heading": _("All of your plan"),
            "texts": [_("After these, the following help too, the more helpful first.")],
            "items": [_advice(report, advice) for advice in plan.recommendations if not advice.helps_most],
        },
        "evidence": _evidence(report),
        "missing": _missing(report),
        "promises": {
            "heading": _("What you promised, and by when"),
            "texts": [],
            "columns": [_("Question"), _("Your date")],
            "rows": [[_words(question), _day(day)] for question, day in report.promises],
        },
        "about": {"heading": _("How to use this report"), "texts": _about(report)},
    }


def _strength(found: Found) -> str:
    text = _language_of(found.text)
    return text + " " + _("You have evidence for this that is in date.") if found.documented else text


def _labels() -> dict[str, str]:
    return {
        "find_out": _("First find out"),
        "why": _("Why"),
        "how": _("How"),
        "effort": _("How long, and who"),
        "evidence": _("What would show that it is done"),
        "guidance": _("Read more"),
    }


def _most_text(number: int) -> str:
    if not number:
        return _("Your answers call for nothing more. Keep it so, and keep your evidence in date.")
    return ngettext(
        "%(num)s thing would do most for the people who work for you and for your suppliers.",
        "%(num)s things would do most for the people who work for you and for your suppliers.",
        number,
    )


def _advice(report: OwnReport, advice: Advice) -> Shown:
    one, find_out = advice.recommendation, advice.find_out
    return {
        "id": one.id,
        "title": _language_of(one.title),
        "because": [_because(report, gap) for gap in advice.because],
        "find_out": _language_of(find_out) if find_out else "",
        "why": _language_of(one.why),
        "steps": [_language_of(step) for step in advice.steps],
        "effort": " ".join(f"{part}." for part in (_effort(advice.effort), *map(_language_of, one.who))),
        "evidence": _language_of(one.evidence),
        "guidance": [_guidance(each) for each in one.guidance],
    }


def _because(report: OwnReport, gap: Gap) -> str:
    """The very answer that called for a recommendation."""
    question = report.asked[gap.signal]
    asked = _words(question)
    if gap.kind is GapKind.NOT_KNOWN:
        return _("You said that you do not know: “%(question)s” That is an honest answer.", question=asked)
    said = answering.display(question, report.answers[question.id], _language())
    answer = "; ".join(said) if isinstance(said, list) else said
    return _("You answered “%(answer)s” to “%(question)s”", answer=answer, question=asked)


def _effort(effort: str) -> str:
    return {"hours": _("A few hours"), "days": _("A few days"), "weeks": _("A few weeks")}[effort]


def _guidance(one: Guidance) -> dict[str, str]:
    note = _("opened by us on %(day)s", day=_day(one.checked)) if one.checked else ""
    return {"title": one.title, "publisher": one.publisher, "address": one.address, "note": note}


def _evidence(report: OwnReport) -> Shown:
    rows = [
        [
            _words(one.question),
            _day(one.dated_on),
            _day(one.valid_until),
            _state(one.valid_until, report.as_at),
        ]
        for one in report.evidence
    ]
    text = (
        _("Evidence counts for a time only. Renew what has run out before the next council asks.")
        if rows
        else _(
            "You have attached or linked no dated evidence yet. Your answers count, and evidence makes them "
            "count for more."
        )
    )
    return {
        "heading": _("What evidence runs out when"),
        "texts": [text],
        "columns": [_("Question"), _("Dated"), _("Counts until"), _("Today")],
        "rows": rows,
    }


def _state(valid_until: date, today: date) -> str:
    if valid_until < today:
        return _("has run out")
    return _("runs out soon") if valid_until < today + timedelta(days=SOON_DAYS) else _("in date")


def _missing(report: OwnReport) -> Shown:
    """Good answers that nothing stands behind yet, and what would."""
    questions = [report.asked[gap.signal] for gap in report.plan.gaps if gap.kind is GapKind.NO_EVIDENCE]
    unique = list(dict.fromkeys(questions))
    return {
        "heading": _("Good answers that nothing shows yet"),
        "texts": [_("A dated document beside an answer lets others rely on it. This is what would count.")],
        "items": [
            {"question": _words(one), "what": one.evidence.what.in_language(_language())}
            for one in unique
            if one.evidence is not None
        ],
    }


def _about(report: OwnReport) -> list[str]:
    texts = [
        _(
            "Give it to colleagues as a PDF file, or as a table in which each line has room for a name and a "
            "date."
        ),
        _(
            "Begin with one thing, and finish it. Next year your answers of today stand ready, and you "
            "change what has changed."
        ),
        _("Nobody is asked to buy anything. The steps are advice, and no part of a contract."),
        _(
            "Never write the names of workers into a plan. If somebody may be exploited, call 999 in danger, "
            "or the Modern Slavery Helpline on 08000 121 700."
        ),
    ]
    if any(
        not each.checked for advice in report.plan.recommendations for each in advice.recommendation.guidance
    ):
        texts.append(
            _(
                "We have not yet opened the addresses under “Read more” that have no date. If one does not "
                "open, search for its title."
            )
        )
    if _language() == "cy":
        texts.append(_("A Welsh speaker has not yet read the Welsh of this plan."))
    return texts


def file_lines(report: OwnReport, council: str, supplier: str) -> dict[str, str]:
    """The lines at the head and the foot of each page of the file."""
    return {
        "heading": _("%(supplier)s, asked by %(council)s", supplier=supplier, council=council),
        "foot": _(
            "%(reference)s, as at %(day)s", reference=report.response.reference or "", day=_day(report.as_at)
        ),
        "page": _("Page {page} of {pages}"),
    }


def columns() -> Sequence[str]:
    """The header of the plan as a table."""
    return [
        _("Number"),
        _("What would help"),
        _("Because"),
        _("Why"),
        _("How"),
        _("How long, and who"),
        _("What would show that it is done"),
        _("Read more"),
        _("Who does it"),
        _("By when"),
    ]


def _language() -> str:
    return str(get_locale())


def _language_of(text: Any) -> str:
    return str(text.in_language(_language()))


def _words(question: Question) -> str:
    return question.text.in_language(_language())


def _day(day: date) -> str:
    return str(format_date(day, "d MMMM y"))
