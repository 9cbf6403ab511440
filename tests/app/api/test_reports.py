"""The explained result: the stored report's own figures, and what the law keeps out of them."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import escape
from werkzeug.test import TestResponse

from app.extensions import clock
from app.services.judgement import bands
from app.store import screenings
from models import Supplier
from screening import codec
from screening.types import Band, Report
from support.site import SignIn
from support.two_councils import ask, submit
from support.world import World


def _stored(world: World, supplier: Supplier) -> Report:
    stored = screenings.current_report(world.session, world.council.id, supplier.id)
    assert stored is not None
    return codec.load_report(stored.text.report_json)


def _read(call: Any, supplier: Supplier, query: str = "") -> TestResponse:
    answer: TestResponse = call("GET", f"/suppliers/{supplier.id}/report{query}")
    assert answer.status_code == 200
    return answer


def test_the_figures_are_those_that_are_stored(call: Any, world: World) -> None:
    for supplier in (world.cleaner, world.lawyer, world.builder):
        report, told = _stored(world, supplier), _read(call, supplier).json
        for name, tenths in {
            "points": report.residual,
            "low": report.low,
            "high": report.high,
            "inherent": report.inherent,
            "controls": report.controls,
        }.items():
            assert told[name] == tenths / 10, name
        assert (told["band"], told["sector"]) == (report.band.value, report.sector)
        assert round(sum(10 * line["points"] for line in told["lines"])) == report.residual
        assert len(told["unknowns"]) == len(report.unknowns)
        assert {one["clause"] for one in told["clauses"]} == {one.clause for one in report.clauses}
        assert (told["model_version"], told["as_at"]) == (report.model_version, "2026-11-20")
        assert told["use"]["permitted"] == list(report.permitted_use)
        assert told["use"]["limit"]
        assert "never a verdict" in told["advice"]
        assert all(line["reason"] and line["source"] for line in told["lines"])


def test_the_figures_are_those_of_the_page(call: Any, world: World, sign_in: SignIn) -> None:
    told = _read(call, world.cleaner).json
    page = sign_in(world.officer).get(f"/officer/suppliers/{world.cleaner.id}/risk").text
    low, high = (int(told[name] + 0.5) for name in ("low", "high"))
    assert f"{told['points']:.1f}" in page
    assert f"{low} to {high}" in page
    for line in told["lines"]:
        assert f"{abs(line['points']):.1f}" in page
        assert str(escape(line["reason"])) in page


def test_for_evaluation_what_the_law_bars_is_left_out(call: Any, world: World) -> None:
    (contract,) = world.cleaner.contracts
    contract.delivery_countries, contract.agency_labour = ["MM"], "most"
    world.session.commit()
    world.screen_all()
    usual, narrow = _read(call, world.cleaner).json, _read(call, world.cleaner, "?use=evaluation").json
    assert {"delivery", "agency"} <= {line["factor"] for line in usual["lines"]}
    assert not {"delivery", "sourcing"} & {line["factor"] for line in narrow["lines"]}
    assert "delivery" in {one["factor"] for one in narrow["left_out"]}
    assert narrow["use"]["made_for"] == "evaluation"
    for name in ("rank", "suppliers", "places_moved", "band_decision"):
        assert narrow[name] is None
    for word in ("Myanmar", "Burma"):
        assert word not in str(narrow)


def test_a_use_for_which_there_is_no_such_report_is_refused(call: Any, world: World) -> None:
    answer = call("GET", f"/suppliers/{world.cleaner.id}/report?use=annual_statement")
    assert answer.status_code == 422


def test_before_the_first_screening_there_is_none(call: Any, world: World) -> None:
    new = Supplier(council_id=world.council.id, key="v9", name="Brand New Catering Ltd")
    world.session.add(new)
    world.session.commit()
    answer = call("GET", f"/suppliers/{new.id}/report")
    assert answer.status_code == 404
    assert "not screened yet" in answer.json["detail"]


def test_nothing_of_what_officers_wrote_and_of_no_person_is_told(call: Any, world: World) -> None:
    asked = ask(world, world.cleaner)
    submit(world, asked)
    world.screen_all()
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    assert stored is not None
    bands.decide(world.session, world.officer, stored, Band.MEDIUM, "PRIVATE reason", clock.now())
    text = _read(call, world.cleaner).text
    for words in ("PRIVATE", world.officer.name, world.officer.email, "Con Tact", "contact@northgate"):
        assert words not in text


@pytest.mark.parametrize("language", ["en", "cy"])
def test_sentences_are_in_the_language_that_is_asked_for(language: str, call: Any, world: World) -> None:
    answer = call("GET", f"/suppliers/{world.lawyer.id}/report", headers={"Accept-Language": language})
    assert answer.headers["Content-Language"] == language
    assert answer.json["points"] == _stored(world, world.lawyer).residual / 10
    labels = {line["label"] for line in answer.json["lines"]}
    assert ("Transparency statement" in labels) == (language == "en")
