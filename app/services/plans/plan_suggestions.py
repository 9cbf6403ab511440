"""Ready-written steps for a plan of action, each with the finding of the report that called for it.

They are made of the report in force and of the answers behind it. Nothing is decided here: an officer picks,
edits and adds, and the supplier sees nothing before the plan is shared with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask_babel import gettext as _

from models import ActionSide
from screening.improvement import Advice, GapKind, Recommendation, improve, library
from screening.types import Case, Contribution, Report, Sentence, StatementStatus

#: In how many days a step is first proposed to be done, by how long it takes.
DAYS_FOR: Final = {"hours": 14, "days": 30, "weeks": 90}
#: How many steps of the supplier are ticked at first: more at once is a plan that nobody carries out.
FIRST_TICKED: Final = 3
#: What a supplier can do about what raises the hazard: factor -> recommendations of the library.
RELIEF: Final[Mapping[str, tuple[str, ...]]] = {
    "agency": ("licence_checks", "providers_known", "providers_pay"),
    "migrant": ("fees_never", "documents_own", "contract_language"),
    "low_paid": ("wages_full", "hours_free"),
    "accommodation": ("housing_choice", "deductions_limited"),
    "tiers": ("flow_down", "know_subcontractors"),
    "listed_goods": ("chain_map", "buying_fair"),
    "sourcing": ("chain_map", "know_places"),
    "delivery": ("know_places", "hear_workers"),
    "sector": ("voice_route", "remedy_plan"),
}
_NO_STATEMENT: Final = (StatementStatus.NOT_FOUND, StatementStatus.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One step that an officer may take into a plan.

    `key` names it in a form. `finding` is the factor of the report that it answers, "" for one that every
    plan may have; `because` are the reasons of the findings and `not_known` questions that nobody has
    answered, to be shown in the reader's language. `days` is in how many days it is first proposed to be
    done, `ticked` whether it is picked at first.
    """

    key: str
    finding: str
    because: tuple[Sentence, ...]
    side: ActionSide
    what: str
    why: str
    steps: tuple[str, ...]
    effort: str
    owner_words: str
    evidence_wanted: str
    days: int
    not_known: tuple[Sentence, ...] = ()
    ticked: bool = False


def suggestions(report: Report, case: Case, language: str, size: str = "") -> list[Suggestion]:
    """What may go into a plan: the council's own steps, then the supplier's, the most helpful first.

    `size` is that of the supplier's organisation (micro, small, medium, large), "" if not known. A step that
    the answers show as done is not proposed.
    """
    found: dict[str, Suggestion] = {}
    for one in _supplier_steps(report, case, language, size):
        earlier = found.get(one.key)
        if earlier is None:
            found[one.key] = one
        else:
            found[one.key] = replace(
                earlier,
                because=_joined(earlier.because, one.because),
                not_known=_joined(earlier.not_known, one.not_known),
            )
    ticked = [replace(one, ticked=number < FIRST_TICKED) for number, one in enumerate(found.values())]
    return [*_council_steps(report, case), *ticked]


def _joined(first: tuple[Sentence, ...], then: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    return (*first, *(one for one in then if one not in first))


def _supplier_steps(report: Report, case: Case, language: str, size: str) -> Iterator[Suggestion]:
    """Gaps in the answers first, then what raises the hazard, then what nobody knows."""
    reasons = {one.factor: one for one in report.contributions}
    plan = improve(case.signals, size=size, sectors=(report.sector,), as_at=case.as_at)
    for advice in plan.recommendations:
        signal = advice.because[0].signal
        told = [reasons[gap.signal].reason for gap in advice.because if gap.signal in reasons]
        yield _of_advice(advice, signal, tuple(told), language)
    by_id = {one.id: one for one in library().recommendations}
    small = size in ("micro", "small")
    for raising in _raising(report):
        for name in RELIEF.get(raising.factor, ()):
            if not _is_done(by_id[name], case):
                yield _step(by_id[name], raising.factor, (raising.reason,), small, language, "")
    for unknown in report.unknowns:
        for one in by_id.values():
            if unknown.signal in one.signals and unknown.signal not in case.signals:
                first = one.find_out.in_language(language)
                step = _step(one, unknown.factor, (), small, language, first)
                yield replace(step, not_known=(unknown.ask,))


def _raising(report: Report) -> list[Contribution]:
    """What raises the hazard and is known, the most first, each factor once."""
    known = sorted((one for one in report.contributions if one.known and one.points > 0), key=_points)
    return list({one.factor: one for one in known}.values())


def _points(one: Contribution) -> int:
    return -one.points


def _is_done(one: Recommendation, case: Case) -> bool:
    """Whether every signal of a recommendation is answered, and no answer calls for it."""
    answered = {name: case.signals[name].value for name in one.signals if name in case.signals}
    return len(answered) == len(one.signals) and not any(
        one.is_called_by(name, frozenset({value} if isinstance(value, str) else value))
        for name, value in answered.items()
    )


def _of_advice(advice: Advice, finding: str, because: tuple[Sentence, ...], language: str) -> Suggestion:
    first = advice.find_out.in_language(language) if advice.find_out else ""
    unknown = any(gap.kind is GapKind.NOT_KNOWN for gap in advice.because)
    return _step(advice.recommendation, finding, because, advice.is_small, language, first if unknown else "")


def _step(
    one: Recommendation,
    finding: str,
    because: tuple[Sentence, ...],
    small: bool,
    language: str,
    first: str,
) -> Suggestion:
    effort = one.small_effort if small else one.effort
    steps = [text.in_language(language) for text in (one.small if small else one.how)]
    return Suggestion(
        key=one.id,
        finding=finding,
        because=because,
        side=ActionSide.SUPPLIER,
        what=one.title.in_language(language),
        why=one.why.in_language(language),
        steps=tuple([first, *steps] if first else steps),
        effort=effort,
        owner_words=one.who[0].in_language(language) if one.who else "",
        evidence_wanted=one.evidence.in_language(language),
        days=DAYS_FOR[effort],
    )


def _council_steps(report: Report, case: Case) -> Iterator[Suggestion]:
    """What the council itself does: a plan that asks only the other side leaves out half of the causes."""
    yield _own(
        "meet",
        _("Meet the supplier, go through the plan, and ask what stands in its way"),
        _("What is agreed is done sooner than what is sent. Ask for the root cause before the remedy."),
        _("A note of the meeting, with what was agreed"),
        ticked=True,
    )
    low_paid = next(
        (one for one in _raising(report) if one.factor in ("low_paid", "agency", "migrant")), None
    )
    yield _own(
        "price",
        _(
            "Check whether the contract's price, deadlines and changes of orders leave room for lawful pay "
            "and hours"
        ),
        _("The buyer's own terms can be a root cause. Then a step of the supplier alone does not help."),
        _("The sum by which price and hours were checked"),
        finding=low_paid.factor if low_paid else "",
        because=(low_paid.reason,) if low_paid else (),
    )
    if not case.signals:
        yield _own(
            "ask",
            _("Ask the supplier to answer the questionnaire"),
            _("Nobody has answered yet. Much of what the report says is what is usual in its sector."),
            _("The answers, read by the officer who looks after the supplier"),
            finding="controls_not_answered",
            not_known=tuple(one.ask for one in report.unknowns[:3]),
            ticked=True,
        )
    if report.statement.status in _NO_STATEMENT:
        statement = next((one for one in report.contributions if one.factor == "statement"), None)
        yield _own(
            "statement",
            _("Ask the supplier where its transparency statement is, or whose statement covers it"),
            _("None was found for sure. Most suppliers need none: below £36 million the law asks for none."),
            _("The address of the statement, or the reason why none is needed"),
            finding="statement",
            because=(statement.reason,) if statement else (),
        )


def _own(
    key: str,
    what: str,
    why: str,
    evidence: str,
    finding: str = "",
    because: tuple[Sentence, ...] = (),
    not_known: tuple[Sentence, ...] = (),
    ticked: bool = False,
) -> Suggestion:
    return Suggestion(
        key=f"council-{key}",
        finding=finding,
        because=because,
        side=ActionSide.COUNCIL,
        what=what,
        why=why,
        steps=(),
        effort="hours",
        owner_words="",
        evidence_wanted=evidence,
        days=DAYS_FOR["hours"],
        not_known=not_known,
        ticked=ticked,
    )


def usual_if_nothing() -> str:
    """What follows if nothing happens, in words that an officer may edit: help first, no end at once."""
    return "\n\n".join(
        [
            _(
                "If a step is late, we first ask what stands in the way. We offer help, and another date "
                "where that is reasonable."
            ),
            _(
                "If that does not help, we meet your management within four weeks of the date, and agree in "
                "writing what happens next."
            ),
            _(
                "If nothing happens after that, we use the remedies that the contract gives us, the mildest "
                "first and after we have heard you. The end of a contract is the last of them, with time to "
                "prepare it: a sudden end can harm the workers whom the plan is for."
            ),
        ]
    )
