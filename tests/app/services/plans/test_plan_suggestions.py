"""Ready-written steps: from the findings of a report and from answers, never what is done already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask_babel import force_locale

from app.services.plans.plan_suggestions import DAYS_FOR, FIRST_TICKED, RELIEF, suggestions, usual_if_nothing
from models import Action, ActionSide
from screening import screen
from screening.clauses.lint import lint
from screening.factors import FACTORS
from screening.improvement import library
from screening.improvement.library import EFFORTS
from screening.types import Case, Contract, Evidence, Signal, StatementFinding, StatementStatus

CASE = Case(
    identity="v1",
    name="Northgate Cleaning Services Ltd",
    as_at=date(2026, 11, 20),
    contracts=(Contract(reference="V1", title="Office cleaning", cpv=("90919200",), agency_labour="most"),),
)


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context():
        yield


def of(case: Case, size: str = "", language: str = "en"):
    return {one.key: one for one in suggestions(screen(case), case, language, size)}


def test_every_effort_has_days_and_every_relief_is_in_the_library() -> None:
    assert set(DAYS_FOR) == set(EFFORTS)
    known = {one.id for one in library().recommendations}
    assert {name for names in RELIEF.values() for name in names} <= known
    assert len(FACTORS) and all(RELIEF.values())


def test_what_raises_the_hazard_is_the_reason_of_a_step() -> None:
    step = of(CASE)["licence_checks"]
    assert step.finding == "agency" and "agency workers" in str(step.because[0])
    assert step.side is ActionSide.SUPPLIER and step.steps and step.why and step.evidence_wanted


def test_the_council_does_something_itself() -> None:
    found = of(CASE)
    own = [one for one in found.values() if one.side is ActionSide.COUNCIL]
    assert [one.key for one in own][:2] == ["council-meet", "council-price"]
    assert found["council-price"].finding == "agency"
    assert "council-ask" in found, "nobody has answered"


def test_few_steps_are_ticked_and_the_more_helpful_come_first() -> None:
    found = list(of(CASE).values())
    ticked = [one for one in found if one.ticked and one.side is ActionSide.SUPPLIER]
    assert 0 < len(ticked) <= FIRST_TICKED
    theirs = [one for one in found if one.side is ActionSide.SUPPLIER]
    assert theirs[: len(ticked)] == ticked


def test_gaps_in_the_answers_come_before_what_is_usual() -> None:
    answered = replace(CASE, signals={"recruitment.no_fees": Signal("no")})
    found = of(answered)
    first = next(one for one in found.values() if one.side is ActionSide.SUPPLIER)
    assert first.key == "fees_never" and first.finding == "recruitment.no_fees" and first.ticked
    assert "council-ask" not in found


def test_what_the_answers_show_as_done_is_not_proposed() -> None:
    assert "licence_checks" in of(CASE)
    done = replace(CASE, signals={"providers.licence_checks": Signal("yes", Evidence.DOCUMENTED)})
    assert "licence_checks" not in of(done)


def test_i_do_not_know_begins_with_finding_out() -> None:
    unknown = replace(CASE, signals={"documents.kept_by_workers": Signal("unknown")})
    step = of(unknown)["documents_own"]
    advice = next(one for one in library().recommendations if one.id == "documents_own")
    assert step.steps[0] == advice.find_out.en and step.steps[1:] == tuple(text.en for text in advice.how)


def test_a_small_supplier_gets_the_steps_that_cost_little() -> None:
    advice = next(one for one in library().recommendations if one.id == "licence_checks")
    assert of(CASE, "micro")["licence_checks"].steps == tuple(text.en for text in advice.small)
    assert of(CASE)["licence_checks"].steps == tuple(text.en for text in advice.how)


@pytest.mark.parametrize("status", StatementStatus)
def test_a_statement_is_asked_for_only_where_none_was_found_for_sure(status) -> None:
    case = replace(CASE, statement=StatementFinding(status, copy_date=date(2026, 11, 1)))
    expected = status in (StatementStatus.NOT_FOUND, StatementStatus.POSSIBLE)
    assert ("council-statement" in of(case)) == expected


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_suggestion_fits_into_a_step(language) -> None:
    # All of the library at once: every answer is "no".
    signals = {name: Signal("no") for one in library().recommendations for name in one.signals}
    case = replace(CASE, signals=signals)
    columns = Action.__table__.c
    with force_locale(language):
        for one in of(case, language=language).values():
            assert len(one.evidence_wanted) <= columns.evidence_wanted.type.length
            assert len(one.owner_words) <= columns.owner_words.type.length
            assert len(one.finding) <= columns.finding.type.length
            assert one.what and one.days > 0


def test_what_follows_if_nothing_happens_helps_first_and_ends_nothing_at_once() -> None:
    text = usual_if_nothing()
    assert text.index("help") < text.index("meet") < text.index("remedies")
    assert "The end of a contract is the last of them" in text
    assert lint(text) == ()
