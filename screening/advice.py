"""The one next step: what would help most now, in one sentence."""

from __future__ import annotations

from screening.clauses.brief import CHANNEL_NAMES, channel_points
from screening.controls import DO_NOT_KNOW, british, in_scope_not_found
from screening.types import Band, Case, Report, Sentence, StatementStatus, Use, say

_WORTH_ASKING = 20
"""An unknown is worth a question of its own from so many tenths of a point of interval."""


def _forced_labour(report: Report) -> Sentence | None:
    lines = [
        line
        for line in report.contributions
        if line.factor == "listed_goods" and "forced" in line.reason.text
    ]
    return lines[0].reason if lines else None


def next_action(case: Case, report: Report) -> Sentence:
    """The single most useful step, the first of this list that applies.

    1. A possible statement match waits for a person.  2. Nothing tells what is bought.  3. A good that is
    listed for its country: who makes it.  4. Nothing was answered, and the band is not low: the
    questionnaire.  5. In scope of section 54 and not found: where the statement is.  6. The unknown that
    matters most.  7. High: an improvement plan for the channel that carries most.  8. Medium: raise it at
    the next review.  9. Low: nothing now.

    While tenders are read, the only step is a question to all tenderers alike, or none.
    """
    if report.use is Use.EVALUATION:
        return _while_tenders_are_read(report)
    if report.statement.status is StatementStatus.POSSIBLE and not report.statement.decided:
        return say("Check the possible statement match.")
    if report.band is Band.NOT_ENOUGH_KNOWN:
        return say("Find out what this supplier provides, and record it on the contract.")
    listed = _forced_labour(report)
    if listed is not None:
        return say("Ask which factories, farms or mines the goods come from. {reason}.", reason=listed)
    unknown = report.unknowns[0] if report.unknowns else None
    if not case.signals and report.band is not Band.LOW and unknown is not None:
        return say(
            "Ask the supplier to answer the questionnaire, first of all: {question}",
            question=unknown.ask,
        )
    if in_scope_not_found(case):
        copy = british(case.statement.copy_date)
        return say(
            "Ask where its statement is published: in scope of section 54, "
            "not found in the registry copy of {copy}.",
            copy=copy,
        )
    if report.band is not Band.LOW and unknown is not None and unknown.gain >= _WORTH_ASKING:
        said = [signal.value for name, signal in case.signals.items() if name == unknown.signal]
        text = (
            "Help the supplier to find out, as it does not know: {question}"
            if DO_NOT_KNOW in said
            else "Ask: {question}"
        )
        return say(text, question=unknown.ask)
    if report.band is Band.HIGH:
        totals = channel_points(report.contributions)
        channel = max(totals, key=lambda each: (totals[each], each.value))
        return say(
            "Agree an improvement plan with dates. Most of the points: {channel}.",
            channel=CHANNEL_NAMES[channel],
        )
    if report.band is Band.MEDIUM:
        return say("Raise it at the next contract review.")
    return say("No step now; look again when the contract is renewed or changes.")


def _while_tenders_are_read(report: Report) -> Sentence:
    unknown = report.unknowns[0] if report.unknowns else None
    if report.band is Band.LOW or unknown is None:
        return say("No step while tenders are read; the published criteria decide.")
    return say(
        "Ask all tenderers alike, where the published procedure provides for it: {question}",
        question=unknown.ask,
    )
