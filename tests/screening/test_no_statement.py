"""Why there is no statement: each reason by itself, and what is never said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.no_statement import Why, is_home_page, why
from screening.types import CoverBasis, GroupCover, Signal, StatementFinding, StatementStatus

TODAY = date(2026, 11, 20)
COPY = date(2026, 11, 1)
OWN = StatementFinding(
    StatementStatus.MATCHED,
    COPY,
    organisation="Harbour Construction Group Ltd",
    period_end=date(2026, 3, 31),
    url="https://harbour.example/modern-slavery-statement",
)
NONE = StatementFinding(StatementStatus.NOT_FOUND, COPY)
BOUND, NOT_BOUND = {"statement.in_scope": Signal("yes")}, {"statement.in_scope": Signal("no")}


@pytest.mark.parametrize(
    ("finding", "signals", "expected"),
    [
        (OWN, {}, Why.NOTHING),
        (replace(OWN, period_end=date(2025, 5, 20)), {}, Why.STALE),
        (replace(OWN, period_end=date(2025, 5, 21)), {}, Why.NOTHING),
        (replace(OWN, url="https://harbour.example/"), {}, Why.LINK),
        (replace(OWN, url=""), {}, Why.LINK),
        (
            StatementFinding(
                StatementStatus.COVERED_BY_GROUP,
                COPY,
                group=GroupCover("Harbour plc", CoverBasis.LISTED, (), 9),
            ),
            {},
            Why.COVERED_BY_PARENT,
        ),
        (NONE, NOT_BOUND, Why.NOT_REQUIRED),
        (replace(NONE, turnover="Under £36 million"), {}, Why.NOT_REQUIRED),
        (NONE, BOUND, Why.MISSING),
        (NONE, BOUND | {"statement.published": Signal("no")}, Why.MISSING),
        (NONE, BOUND | {"statement.published": Signal("yes")}, Why.UNSURE),
        (NONE, {}, Why.UNSURE),
        (NONE, {"statement.in_scope": Signal("unknown")}, Why.UNSURE),
        (StatementFinding(StatementStatus.POSSIBLE, COPY), NOT_BOUND, Why.UNSURE),
        (StatementFinding(), {}, Why.UNSURE),
    ],
)
def test_each_reason(finding: StatementFinding, signals: dict[str, Signal], expected: Why) -> None:
    reading = why(finding, signals, TODAY)
    assert reading.why is expected
    assert reading.reasons
    settled = expected in (Why.NOTHING, Why.NOT_REQUIRED, Why.COVERED_BY_PARENT)
    assert bool(reading.settles) is not settled


@pytest.mark.parametrize(
    ("signals", "body", "expected"),
    [
        ({}, "sole_trader", Why.NOT_REQUIRED),
        (BOUND, "sole_trader", Why.MISSING),
        (NOT_BOUND, "sole_trader", Why.NOT_REQUIRED),
        ({"statement.published": Signal("yes")}, "sole_trader", Why.UNSURE),
        ({}, "public_body", Why.UNSURE),
        ({}, "partnership", Why.UNSURE),
        ({}, "", Why.UNSURE),
    ],
)
def test_what_an_officer_said_that_it_is(signals: dict[str, Signal], body: str, expected: Why) -> None:
    reading = why(NONE, signals, TODAY, body=body)
    assert reading.why == expected
    told = str(reading.reasons)
    assert ("sole trader" in told) == (body == "sole_trader" and not signals)
    assert ("public body" in told) == (body == "public_body")


def test_a_statement_that_was_found_counts_more_than_what_it_is() -> None:
    assert why(OWN, {}, TODAY, body="sole_trader").why == Why.NOTHING


def test_a_link_that_somebody_found_broken() -> None:
    assert why(OWN, {}, TODAY, link_works=False).why is Why.LINK
    assert why(OWN, {}, TODAY, link_works=True).why is Why.NOTHING


def test_the_copy_is_named_with_its_day() -> None:
    assert "registry copy of 1 November 2026" in " ".join(str(one) for one in why(NONE, {}, TODAY).reasons)


@pytest.mark.parametrize(
    ("url", "is_home"),
    [
        ("https://a.example", True),
        ("a.example/", True),
        ("https://a.example/index.html", True),
        ("https://a.example/en", True),
        ("https://a.example/modern-slavery", False),
        ("https://a.example/?page=slavery", False),
        ("", True),
    ],
)
def test_home_pages(url: str, is_home: bool) -> None:
    assert is_home_page(url) is is_home


FINDINGS = st.builds(
    StatementFinding,
    status=st.sampled_from(StatementStatus),
    copy_date=st.none() | st.just(COPY),
    period_end=st.none() | st.dates(date(2015, 1, 1), date(2026, 11, 1)),
    url=st.sampled_from(["", "https://a.example", "https://a.example/statement"]),
    turnover=st.sampled_from(["", "Under £36 million", "Over £500 million"]),
    group=st.none() | st.just(GroupCover("Harbour plc", CoverBasis.PERSON, (), 1)),
)
SIGNALS = st.dictionaries(
    st.sampled_from(["statement.in_scope", "statement.published"]),
    st.sampled_from([Signal("yes"), Signal("no"), Signal("unknown")]),
)


@given(FINDINGS, SIGNALS)
def test_it_always_has_a_reason_and_never_calls_anybody_names(finding, signals) -> None:
    reading = why(finding, signals, TODAY)
    words = " ".join(str(one) for one in (*reading.reasons, *reading.settles)).casefold()
    assert words
    for never in ("complian", "breach", "failed", "suspicious"):
        assert never not in words
    if finding.status is StatementStatus.NOT_LOOKED_FOR:
        assert reading.why in (Why.UNSURE, Why.NOT_REQUIRED, Why.MISSING)
