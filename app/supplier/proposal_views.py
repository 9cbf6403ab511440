"""What a question's page and the list of sections say of answers that stand ready to be confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.extensions import clock, db
from app.services.answers import answering as answering_service
from app.services.answers import moving, proposing
from models import ProposalSource, ProposedAnswer, Response
from questionnaires import Comparison, Question, Questionnaire
from questionnaires import answers as answering
from questionnaires.dates import month_after


def open_for(response: Response, question: Question) -> ProposedAnswer | None:
    """The newest open proposal for a question, if the question takes it."""
    return proposing.open_proposal(db.session(), response, question)


def answer_of(proposal: ProposedAnswer | None) -> answering.Answer | None:
    """What is proposed."""
    return answering.Answer.from_json(proposal.content) if proposal else None


def shown(
    proposal: ProposedAnswer | None, response: Response, question: Question, is_answered: bool
) -> dict[str, Any]:
    """What the page says above the question; all empty where there is nothing to say.

    `source` where the prefilled answer comes from, `notes` what has changed since: the question is new, was
    reworded or takes other answers, or the document has become too old.
    """
    notes: list[str] = []
    since = None if is_answered else proposing.since_last(db.session(), response)
    if since is not None:
        notes += _changes(since, question, proposal)
    answer = answer_of(proposal)
    if answer is not None and answer.evidence_date is not None and question.evidence is not None:
        last = month_after(answer.evidence_date, question.evidence.valid_for_months)
        if last < clock.today():
            notes.append(_expired(answer.evidence_date, question.evidence.valid_for_months))
    return {
        "source": source_words(proposal) if proposal and not is_answered else "",
        "origin": origin_words(proposal) if proposal else "",
        "notes": notes,
    }


def _changes(since: Comparison, question: Question, proposal: ProposedAnswer | None) -> list[str]:
    if question.id in since.new:
        return [_("New since you last answered.")]
    if question.id in since.changed:
        return [_("This question takes other answers since you last answered, so it is asked again.")]
    if question.id in since.reworded and proposal is not None:
        return [_("The question has been reworded since; read it again.")]
    return []


def _expired(dated: date, months: int) -> str:
    return ngettext(
        "The document of %(day)s is older than %(num)s month, so it no longer counts as evidence. Give a "
        "newer one if you have it.",
        "The document of %(day)s is older than %(num)s months, so it no longer counts as evidence. Give a "
        "newer one if you have it.",
        months,
        day=_day(dated),
    )


def source_words(proposal: ProposedAnswer) -> str:
    """Where a prefilled answer comes from, and what is to be done with it."""
    named = {"day": _day(proposal.dated_on), "name": proposal.source_name}
    return {
        ProposalSource.EARLIER_RESPONSE: _(
            "From your answers of %(day)s (%(name)s). Check that it is still true, then save.", **named
        ),
        ProposalSource.FIND_A_TENDER: _(
            "From your shared data of Find a Tender of %(day)s (%(name)s). Check that it is still true, then "
            "save.",
            **named,
        ),
        ProposalSource.WORKBOOK: _(
            "From the workbook %(name)s of %(day)s. Check that it is right, then save.", **named
        ),
    }[ProposalSource(proposal.source)]


def origin_words(proposal: ProposedAnswer) -> str:
    """The same as a heading over the answer."""
    named = {"day": _day(proposal.dated_on), "name": proposal.source_name}
    return {
        ProposalSource.EARLIER_RESPONSE: _("Your answer of %(day)s (%(name)s)", **named),
        ProposalSource.FIND_A_TENDER: _("Your shared data of Find a Tender of %(day)s (%(name)s)", **named),
        ProposalSource.WORKBOOK: _("The workbook %(name)s of %(day)s", **named),
    }[ProposalSource(proposal.source)]


def _day(day: date | None) -> str:
    return format_date(day, "d MMMM y") if day else _("an unknown day")


def for_tasks(
    response: Response, questionnaire: Questionnaire, proposed: Mapping[str, ProposedAnswer]
) -> dict[str, Any]:
    """What the list of sections says: `lines` above the list, and `hints` by section.

    `proposed` are the open proposals of the reader's sections by question.
    """
    since = proposing.since_last(db.session(), response)
    ahead = proposing.ahead(response, since, proposed)
    lines = _lines(response, since, ahead, proposed)
    hints: dict[str, str] = {}
    for section in questionnaire.sections:
        names = {question.id for question in section.questions}
        ready = len(names.intersection(ahead.ready))
        fresh = len(names.intersection((*ahead.new, *ahead.changed)))
        if ready or (fresh and since is not None):
            hints[section.id] = _hint(ready, fresh)
    return {"lines": lines, "hints": hints}


def _lines(
    response: Response,
    since: Comparison | None,
    ahead: proposing.Ahead,
    proposed: Mapping[str, ProposedAnswer],
) -> list[str]:
    lines = []
    moved = moving.last_move(db.session(), response)
    if moved is not None:
        lines.append(
            _("The questionnaire has changed since you began.")
            + " "
            + ngettext(
                "%(num)s answer that you had saved still stands.",
                "%(num)s answers that you had saved still stand.",
                moved.kept,
            )
        )
    before = _answered_before(response, proposed)
    if before is not None:
        day, name = before
        lines.append(_("You have answered before, on %(day)s (%(name)s).", day=_day(day), name=name))
    counts = [
        ngettext(
            "%(num)s answer stands ready to be confirmed.",
            "%(num)s answers stand ready to be confirmed one by one.",
            len(ahead.ready),
        )
        if ahead.ready
        else "",
        ngettext("%(num)s question is new.", "%(num)s questions are new.", len(ahead.new))
        if since is not None and ahead.new
        else "",
        ngettext("%(num)s question has changed.", "%(num)s questions have changed.", len(ahead.changed))
        if since is not None and ahead.changed
        else "",
    ]
    said = " ".join(filter(None, counts))
    if said and lines:
        lines[-1] += " " + said
    elif said:
        lines.append(said)
    if _beside(response, proposed):
        lines.append(
            ngettext(
                "%(num)s answer differs from what is proposed in its place. Open the section and choose.",
                "%(num)s answers differ from what is proposed in their place. Open the sections and choose.",
                _beside(response, proposed),
            )
        )
    return lines


def _answered_before(
    response: Response, proposed: Mapping[str, ProposedAnswer]
) -> tuple[date | None, str | None] | None:
    """Day and reference of the answers from which these began, or else of the newest that are proposed: those
    to standard questions may be of another council's questionnaire.
    """
    earlier = proposing.earlier_response(db.session(), response)
    if earlier is not None and earlier.submitted_at is not None:
        return earlier.submitted_at.date(), earlier.reference
    rows = [row for row in proposed.values() if row.source == ProposalSource.EARLIER_RESPONSE]
    newest = max(rows, key=lambda row: row.id, default=None)
    return (newest.dated_on, newest.source_name) if newest else None


def _beside(response: Response, proposed: Mapping[str, ProposedAnswer]) -> int:
    """How many open proposals stand beside another answer."""
    given = answering_service.answers_of(response)
    return sum(name in given for name in proposed)


def _hint(ready: int, fresh: int) -> str:
    said = [
        ngettext("%(num)s to be confirmed", "%(num)s to be confirmed", ready) if ready else "",
        ngettext("%(num)s new or changed", "%(num)s new or changed", fresh) if fresh else "",
    ]
    return ", ".join(filter(None, said))
