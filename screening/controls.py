"""The controls: what a supplier does about it, each on the channels that it controls, weighed by its
evidence.

Four things stay four: an answer ("no" is an answer), "I do not know", not answered, and not looked for.
Only an answer is credited; what is not known widens the range downwards. A possible statement is never
credited, and a group's statement counts for a part of what a supplier's own would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from screening.effects import Effect, Kind
from screening.sectors import Work
from screening.types import (
    Case,
    Channel,
    CoverBasis,
    Evidence,
    Sentence,
    Signal,
    StatementFinding,
    StatementStatus,
    say,
)
from screening.weights import SHIPPED, Control, Weights, controls, statement_control, value

DO_NOT_KNOW = "unknown"
NOT_ANSWERED = "controls_not_answered"
_DAYS_IN_MONTH = 365.25 / 12
# The controls of controls.yaml without a module, as the tests hold against this list: known without a file.
_NAMES = (
    "policy.published",
    "recruitment.no_fees",
    "documents.kept_by_workers",
    "providers.licence_checks",
    "voice.grievance",
    "chain.mapped",
    "subcontractors.flow_down",
    "audit.worker_interviews",
    "training.given",
    "remedy.process",
)


def answer(case: Case, signal: str) -> str | None:
    """The answer to a signal that has one value, None if it is absent."""
    found = case.signals.get(signal)
    if found is None:
        return None
    return found.value if isinstance(found.value, str) else ",".join(found.value)


def quality(evidence: Evidence, dated: date | None, as_at: date, weights: Weights = SHIPPED) -> float:
    """The worth of evidence in [0, 1]: full while fresh, then falling evenly to that of a supplier's word.

    A stale, undated or future-dated document is worth as much as a word, never less.
    """
    full = weights.value(f"evidence.{evidence.value}")
    said = weights.value("evidence.said")
    if full <= said:
        return full
    if dated is None or dated > as_at:
        return said
    fresh, stale = value("evidence.fresh_months"), value("evidence.stale_months")
    months = (as_at - dated).days / _DAYS_IN_MONTH
    faded = min(1.0, max(0.0, (months - fresh) / (stale - fresh)))
    return full - (full - said) * faded


def worth(control: Control, given: str | tuple[str, ...]) -> float | None:
    """The part of a control that an answer gives, in [0, 1]; a list adds up. None if it is no answer."""
    if isinstance(given, str):
        return control.answers.get(given)
    if any(each not in control.answers for each in given):
        return None
    return min(1.0, sum(control.answers[each] for each in set(given)))


def _control(factor: str, channel: Channel, best: float, now: float, worst: float, **more: object) -> Effect:
    """An effect that leaves a part of the hazard, given the parts removed at best, now and at worst."""
    return Effect(factor, channel, Kind.CONTROL, 1.0 - best, 1.0 - now, 1.0 - worst, **more)  # type: ignore[arg-type]


@lru_cache(maxsize=8192)
def _of_answer(
    name: str, given: str | tuple[str, ...] | None, credit: float, document: float
) -> tuple[Effect, ...]:
    """The effects of one control. `credit` is the quality of the evidence behind the answer, `document` that
    of a dated document."""
    control = controls()[name]
    part = None if given is None or given == DO_NOT_KNOW else worth(control, given)
    more: dict[str, object] = {"source": control.source, "label": control.label, "signal": name}
    if part is not None:
        return _known(control, part * credit, given, more)
    if given is None:
        reason = say("Not asked or not answered: {control}", control=control.label)
        more["bundle"] = NOT_ANSWERED
    else:
        reason = say("The supplier does not know: {control}", control=control.label)
    # At best, a supplier that answers could show a dated document.
    return tuple(
        _control(
            name,
            channel,
            effect * document,
            0.0,
            0.0,
            known=False,
            reason=reason,
            ask=say(control.ask),
            **more,
        )
        for channel, effect in control.effect.items()
    )


def _known(
    control: Control, credited: float, given: str | tuple[str, ...] | None, more: Mapping[str, object]
) -> tuple[Effect, ...]:
    shown = given if isinstance(given, str) else ", ".join(sorted(given or ()))
    absent = given in ("no", ("none",), "none")
    words = shown.replace("_", " ")
    reason = (
        say("The supplier answered no: {control}", control=control.label)
        if absent
        else say("{control} ({answer}): {reason}", control=control.label, answer=words, reason=control.reason)
    )
    effects = []
    for index, (channel, effect) in enumerate(control.effect.items()):
        part = effect * credited
        effects.append(
            _control(
                control.signal,
                channel,
                part,
                part,
                part,
                known=True,
                reason=reason,
                finding=absent,
                shown=absent and index == 0,
                **more,
            )
        )
    return tuple(effects)


def effects_of_answer(name: str, work: Work) -> tuple[Effect, ...]:
    """The effects of one control by what the supplier answered and by the evidence behind the answer."""
    document = work.weights.value("evidence.documented")
    signal: Signal | None = work.case.signals.get(name)
    if signal is None:
        return _of_answer(name, None, 0.0, document)
    credit = quality(signal.evidence, signal.evidence_date, work.case.as_at, work.weights)
    return _of_answer(name, signal.value, credit, document)


def answered(work: Work) -> Iterable[Effect]:
    """Every control that is to be expected of all suppliers; those of modules are in `screening.modules`."""
    for name in _NAMES:
        yield from effects_of_answer(name, work)


# --- The transparency statement -------------------------------------------------------------------

_CREDITED = (StatementStatus.MATCHED, StatementStatus.COVERED_BY_GROUP)


def _part_credited(found: StatementFinding) -> float:
    """The part of a statement's worth that counts for the supplier: all of its own, less of its group's."""
    if found.status is not StatementStatus.COVERED_BY_GROUP:
        return 1.0
    basis = found.group.basis if found.group else CoverBasis.PARENT_TABLE
    return statement_control().covered[basis]


def in_scope_not_found(case: Case) -> bool:
    """In scope of s.54, looked for, not found, not said to be published: compliance, never a hazard."""
    return (
        answer(case, "statement.in_scope") == "yes"
        and case.statement.status is StatementStatus.NOT_FOUND
        and answer(case, "statement.published") != "yes"
    )


def british(day: date | None) -> str:
    """A date as people write it: 16 February 2022; "an unknown date" without one."""
    return f"{day.day} {day:%B %Y}" if day else "an unknown date"


def _covered(found: StatementFinding) -> Mapping[Channel, float]:
    """The part of each channel that a statement and the areas it covers could remove when verified."""
    table = statement_control()
    left = dict.fromkeys(Channel, 1.0)
    areas = [part for name, part in table.areas.items() if found.areas.get(name)]
    for part in (table.presence, *areas):
        for channel, effect in part.effect.items():
            left[channel] *= 1.0 - effect
    return {channel: 1.0 - part for channel, part in left.items()}


def _everything() -> Mapping[Channel, float]:
    return _covered(StatementFinding(areas=dict.fromkeys(statement_control().areas, True)))


def _presence() -> Mapping[Channel, float]:
    return _covered(StatementFinding())


def _statement_reason(case: Case) -> Sentence:
    found = case.statement
    copy = british(found.copy_date)
    if found.status is StatementStatus.MATCHED:
        return say(
            "A statement of {organisation} is matched in the registry copy of {copy}: "
            "weak evidence of a control",
            organisation=found.organisation or case.name,
            copy=copy,
        )
    if found.status is StatementStatus.COVERED_BY_GROUP:
        return say(
            "Covered by the group's statement of {parent} in the registry copy of {copy}: "
            "weaker evidence than a statement of its own",
            parent=found.group.submitted_by if found.group else found.organisation,
            copy=copy,
        )
    if found.status is StatementStatus.POSSIBLE:
        return say(
            "A possible match in the registry copy of {copy}, not confirmed and not credited", copy=copy
        )
    if found.status is StatementStatus.NOT_LOOKED_FOR:
        return say("No registry copy was searched for this supplier's statement")
    if in_scope_not_found(case):
        return say(
            "In scope of section 54 by its own answer, and not found in the registry copy of {copy}: "
            "a question of compliance that adds no points",
            copy=copy,
        )
    if answer(case, "statement.published") == "yes":
        return say(
            "The supplier says that it publishes one, which counts a little; not found in the registry copy "
            "of {copy}, which adds no points",
            copy=copy,
        )
    return say("Not found in the registry copy of {copy}; that adds no points", copy=copy)


def statement(work: Work) -> Iterable[Effect]:
    """The published statement: a weak control where it is matched; its absence never raises anything.

    Matched: credited as a dated document. Covered by the group: a part of that, by the ground on which it
    is taken to be covered. Possible: not credited; the range reaches down to this statement.
    Not looked for: the range reaches down to a full statement. Not found: the range reaches down to a
    statement outside the registry copy; if the supplier says that it publishes one, its word is credited
    for presence.
    """
    case = work.case
    if case.statement.status in _WITHOUT:
        scope, published = (answer(case, f"statement.{name}") for name in ("in_scope", "published"))
        found = case.statement
        return _without_statement(work.weights, found.status, found.copy_date, scope, published)
    return tuple(_statement(case, work.weights))


_WITHOUT = (StatementStatus.NOT_FOUND, StatementStatus.NOT_LOOKED_FOR)


@lru_cache(maxsize=256)
def _without_statement(
    weights: Weights,
    status: StatementStatus,
    copy_date: date | None,
    scope: str | None,
    published: str | None,
) -> tuple[Effect, ...]:
    # Most suppliers have none, and then it is the same for all who answered alike: told once.
    answers = {"statement.in_scope": scope, "statement.published": published}
    signals = {name: Signal(given) for name, given in answers.items() if given is not None}
    case = Case("", "", date.min, statement=StatementFinding(status, copy_date), signals=signals)
    return tuple(_statement(case, weights))


def _statement(case: Case, weights: Weights) -> Iterable[Effect]:
    found, table = case.statement, statement_control()
    said = _presence() if answer(case, "statement.published") == "yes" else {}
    word, document = weights.value("evidence.said"), weights.value("evidence.documented")
    credited = {channel: part * word for channel, part in said.items()}
    best: Mapping[Channel, float] = {channel: part * document for channel, part in _presence().items()}
    if found.status in _CREDITED:
        worth_now = quality(Evidence.DOCUMENTED, found.period_end, case.as_at, weights) * _part_credited(
            found
        )
        matched = {channel: part * worth_now for channel, part in _covered(found).items()}
        credited = {channel: max(part, credited.get(channel, 0.0)) for channel, part in matched.items()}
        best = credited
    elif found.status is StatementStatus.POSSIBLE:
        best = {channel: part * document for channel, part in _covered(found).items()}
    elif found.status is StatementStatus.NOT_LOOKED_FOR:
        best = {channel: part * document for channel, part in _everything().items()}
    elif answer(case, "statement.published") == "no":
        best = {}
    asks = {
        StatementStatus.POSSIBLE: say("Is the possible match this supplier's statement?"),
        StatementStatus.NOT_LOOKED_FOR: say("Is the supplier's statement in the registry?"),
        StatementStatus.NOT_FOUND: say("Where is your transparency statement published, if you have one?"),
    }
    reason = _statement_reason(case)
    for index, channel in enumerate(Channel):
        now = credited.get(channel, 0.0)
        yield _control(
            "statement",
            channel,
            max(now, best.get(channel, 0.0)),
            now,
            now,
            known=found.status in _CREDITED,
            reason=reason,
            source=table.source,
            finding=in_scope_not_found(case),
            shown=index == 0,
            ask=asks.get(found.status),
            signal="statement.published" if found.status is StatementStatus.NOT_FOUND else "",
            label="a published statement",
        )


SIGNALS_READ: frozenset[str] = frozenset({"statement.in_scope", "statement.published", *_NAMES})
