"""What the answers of a supplier call for, in which order, and what never happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.controls import worth
from screening.improvement import Gap, GapKind, Plan, Proof, improve, library
from screening.improvement.library import NOT_APPLICABLE
from screening.reference import sectors
from screening.signals import SEVERAL, signal_values
from screening.types import Evidence, Signal
from screening.weights import controls

TODAY = date(2026, 11, 20)
Signals = Mapping[str, Signal]


def _ids(plan: Plan) -> list[str]:
    return [one.recommendation.id for one in plan.recommendations]


def _said(**values: str | tuple[str, ...]) -> dict[str, Signal]:
    """Signals by name, with "__" for the dot."""
    return {name.replace("__", "."): Signal(value) for name, value in values.items()}


def _every(value: str) -> dict[str, Signal]:
    return {name: Signal(value) for name, each in signal_values().items() if value in each.values}


# --- Strengths and the five kinds of gaps ---


def test_a_good_answer_is_a_strength_and_calls_for_nothing() -> None:
    plan = improve(_said(recruitment__no_fees="checked"))
    assert [one.signal for one in plan.strengths] == ["recruitment.no_fees"]
    assert plan.recommendations == plan.gaps == ()


@pytest.mark.parametrize(
    ("value", "kind"),
    [("no", GapKind.NO), ("policy", GapKind.IN_PART), ("unknown", GapKind.NOT_KNOWN)],
)
def test_no_in_part_and_not_known_are_different_gaps(value: str, kind: GapKind) -> None:
    plan = improve(_said(recruitment__no_fees=value))
    assert plan.gaps == (Gap("recruitment.no_fees", kind),)
    assert _ids(plan) == ["fees_never"]
    assert plan.recommendations[0].because == plan.gaps
    assert (plan.recommendations[0].find_out is not None) == (kind is GapKind.NOT_KNOWN)


def test_said_without_evidence_is_not_evidence_out_of_date() -> None:
    signals = _said(remedy__process="yes")

    def kinds(proof: Proof | None) -> list[GapKind]:
        proofs = {} if proof is None else {"remedy.process": proof}
        return [gap.kind for gap in improve(signals, proofs=proofs, as_at=TODAY).gaps]

    assert kinds(None) == []
    assert kinds(Proof()) == [GapKind.NO_EVIDENCE]
    assert kinds(Proof(date(2024, 11, 1), date(2026, 11, 19))) == [GapKind.OUT_OF_DATE]


def test_documented_answers_lack_nothing() -> None:
    documented = {"remedy.process": Signal("yes", Evidence.DOCUMENTED, TODAY)}
    plan = improve(documented, proofs={"remedy.process": Proof(TODAY, TODAY)}, as_at=TODAY)
    assert plan.gaps == () and plan.strengths[0].documented


def test_a_promise_by_a_date_is_a_gap_in_part() -> None:
    assert improve(_said(covers__goals="planned")).gaps == (Gap("covers.goals", GapKind.IN_PART),)


def test_what_does_not_apply_is_neither_good_nor_missing() -> None:
    assert improve(_every("not_applicable")) == Plan((), (), ())


# --- The duty to publish a statement ---


def test_below_the_threshold_no_statement_is_no_gap() -> None:
    plan = improve(_said(statement__in_scope="no", statement__published="no", covers__goals="no"))
    assert plan.gaps == plan.recommendations == ()


@pytest.mark.parametrize("in_scope", ["yes", "unknown"])
def test_where_the_duty_may_hold_a_statement_is_called_for(in_scope: str) -> None:
    plan = improve(_said(statement__in_scope=in_scope, statement__published="no"))
    assert "statement_published" in _ids(plan)
    assert ("scope_checked" in _ids(plan)) == (in_scope == "unknown")


def test_a_statement_by_choice_is_a_strength() -> None:
    plan = improve(_said(statement__in_scope="no", statement__published="yes"))
    assert [one.signal for one in plan.strengths] == ["statement.published"]


# --- Answers of several values ---


@pytest.mark.parametrize(
    ("given", "called"),
    [
        (("none",), ["train_people", "train_buyers"]),
        (("executives",), ["train_people", "train_buyers"]),
        (("front_line",), ["train_buyers"]),
        (("procurement", "executives"), ["train_people"]),
        (("front_line", "procurement"), []),
        (("all_staff",), []),
    ],
)
def test_training_of_some_calls_for_the_others(given: tuple[str, ...], called: list[str]) -> None:
    assert sorted(_ids(improve(_said(training__given=given)))) == sorted(called)


def test_a_policy_that_lacks_a_promise_is_to_be_completed() -> None:
    whole = tuple(library_values("policy.provisions"))
    assert _ids(improve(_said(policy__provisions=whole))) == []
    assert _ids(improve(_said(policy__provisions=whole[1:]))) == ["policy_complete"]


def library_values(signal: str) -> list[str]:
    return [value for value in signal_values()[signal].values if controls()[signal].answers.get(value)]


# --- Size and order ---


@pytest.mark.parametrize(
    ("size", "small"), [("micro", True), ("small", True), ("medium", False), ("", False)]
)
def test_small_organisations_get_steps_that_cost_little(size: str, small: bool) -> None:
    advice = improve(_said(chain__mapped="no"), size=size).recommendations[0]
    assert advice.steps == (advice.recommendation.small if small else advice.recommendation.how)
    assert advice.effort == ("hours" if small else "weeks")


def test_what_reaches_workers_comes_first_for_a_cleaner() -> None:
    plan = improve(_every("no"), sectors=["cleaning"])
    assert [one.recommendation.id for one in plan.most_helpful] == [
        "voice_route",
        "fees_never",
        "remedy_plan",
    ]


def test_the_chain_comes_early_where_goods_are_the_risk() -> None:
    first = _ids(improve(_every("no"), sectors=["textiles_ppe"]))[:3]
    assert "chain_map" in first and "hear_workers" in first


def test_paper_does_not_help_most_where_anything_else_is_missing() -> None:
    for sector in sectors():
        plan = improve(_every("no"), sectors=[sector])
        assert {one.recommendation.group for one in plan.most_helpful}.isdisjoint({"paper"}), sector


def test_kinds_of_work_that_nobody_knows_are_passed_over() -> None:
    said = _every("no")
    assert _ids(improve(said, sectors=["none"])) == _ids(improve(said))


# --- Whatever the answers ---


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Signal]:
    found = {}
    for name, each in signal_values().items():
        if not draw(st.booleans()):
            continue
        if each.kind == "one":
            value: str | tuple[str, ...] = draw(st.sampled_from(each.values))
        else:
            listed = each.values if each.kind == "several" else ("GB", "BD", "unknown")
            value = tuple(draw(st.lists(st.sampled_from(listed), min_size=1, unique=True)))
        found[name] = Signal(value, draw(st.sampled_from(Evidence)))
    return found


def _better(name: str, value: str | tuple[str, ...]) -> list[str | tuple[str, ...]]:
    """Answers to a control that are worth at least as much, and for lists say at least as much."""
    control = controls()[name]
    now = worth(control, value)
    if now is None or value == NOT_APPLICABLE:
        return []
    if name in SEVERAL:
        more = tuple(each for each in signal_values()[name].values if control.answers.get(each))
        return [(*value, *(each for each in more if each not in value))] if "none" not in value else [more]
    return [each for each, part in control.answers.items() if part > now]


@settings(max_examples=60, deadline=None)
@given(
    answers(),
    st.sampled_from(["", "micro", "small", "medium", "large"]),
    st.lists(st.sampled_from([*sectors(), "nowhere"]), max_size=3),
)
def test_any_answers_make_a_plan(signals: Signals, size: str, kinds: list[str]) -> None:
    proofs = {name: Proof() for name in signals}
    plan = improve(signals, size=size, sectors=kinds, proofs=proofs, as_at=TODAY)
    assert plan == improve(
        dict(reversed(signals.items())), size=size, sectors=kinds, proofs=proofs, as_at=TODAY
    )
    gains = [one.gain for one in plan.recommendations]
    assert gains == sorted(gains, reverse=True) and all(gain >= 0 for gain in gains)
    assert [one.helps_most for one in plan.recommendations] == [number < 3 for number in range(len(gains))]
    assert len(set(_ids(plan))) == len(_ids(plan))
    for one in plan.recommendations:
        assert one.because and one.steps
        assert all(gap.signal in signals and gap in plan.gaps for gap in one.because)


@settings(max_examples=60, deadline=None)
@given(answers(), st.data())
def test_a_better_answer_never_calls_for_more(signals: dict[str, Signal], data: st.DataObject) -> None:
    names = [name for name in signals if name in controls()]
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    others = _better(name, signals[name].value)
    if not others:
        return
    mended = signals | {name: Signal(data.draw(st.sampled_from(others)), signals[name].evidence)}
    assert set(_ids(improve(mended))) <= set(_ids(improve(signals)))


def test_all_good_answers_call_for_nothing() -> None:
    best: dict[str, Signal] = {}
    for name, control in controls().items():
        if name in SEVERAL:
            best[name] = Signal(tuple(library_values(name)))
        else:
            best[name] = Signal(max(control.answers, key=lambda value: control.answers[value]))
    plan = improve(best, as_at=TODAY)
    assert plan.recommendations == () and len(plan.strengths) == len(controls()) + 1
    assert {one.signal for one in plan.strengths} | {"statement.published"} == {
        one.signal for one in library().strengths
    }
