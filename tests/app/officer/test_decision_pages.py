"""The pages on which people decide: weights, exclusion grounds, bands."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import clock
from app.services.deciding import exclusions
from app.services.judgement import council_weights
from models import BandDecision, Council, ExclusionGround, Person, Role, WeightRevision
from screening import weights


@pytest.fixture
def lead(world, sign_in) -> FlaskClient:
    world.screen_all()
    person = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    return sign_in(person)


@pytest.fixture
def stranger(world, sign_in) -> FlaskClient:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    person = Person(email="sam@elsewhere.example", name="Sam", role=Role.LEAD, council_id=other.id)
    world.session.add(person)
    world.session.commit()
    return sign_in(person)


def page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert len(found.select("h1")) == 1
    ids = [element["id"] for element in found.select("[id]")]
    assert len(ids) == len(set(ids))
    for field in found.select("main input:not([type=hidden]), main textarea, main select"):
        assert found.select_one(f"label[for='{field['id']}']"), field
    return found


def words(found: BeautifulSoup) -> str:
    return " ".join(found.get_text().split())


# --- Weights ----------------------------------------------------------------------------------------------


def test_an_officer_sees_the_weights_and_may_not_change_them(officer) -> None:
    found = page(officer.get("/officer/weights"))
    assert "Only a lead of the council can change them" in words(found)
    assert "uses the shipped values of all weights" in words(found)
    assert not found.select("a[href*='/weights/change/']")
    for address in ("/officer/weights/change/raise.agency", "/officer/weights/reset"):
        assert officer.get(address).status_code == 403
    for step in ("save", "again", "discard"):
        assert officer.post(f"/officer/weights/drafts/1/{step}").status_code == 403


def test_a_lead_sees_the_effect_before_saving_and_takes_it_back(lead, world) -> None:
    form = page(lead.get("/officer/weights/change/raise.agency"))
    assert form.select_one("#value")["value"] == "1.0"
    answer = lead.post(
        "/officer/weights/change/raise.agency", data={"value": "1.5", "reason": "Our own audits show it"}
    )
    assert answer.status_code == 302
    draft = page(lead.get(answer.location))
    assert "A draft: nothing is changed yet" in words(draft)
    assert "Effect on your own ranking" in words(draft)
    assert "Northgate Cleaning Services Ltd" in words(draft)
    assert "uses the shipped values" in words(page(lead.get("/officer/weights")))
    saved = lead.post(f"{answer.location}/save", follow_redirects=True)
    assert "Lee Lead" in words(page(saved))
    world.do_queued_work()
    supplier = words(page(lead.get(f"/officer/suppliers/{world.cleaner.id}/risk")))
    assert "1.5 in place of 1" in supplier and "Our own audits show it" in supplier
    revision = world.session.scalars(select(WeightRevision)).one()
    address = f"/officer/weights/history/{revision.id}/take-back"
    page(lead.get(address))
    undone = lead.post(address, data={"reason": "A mistake"})
    lead.post(f"{undone.location}/save")
    assert council_weights.weights_of(world.session, world.council.id).changes == ()
    assert "Takes an earlier change back" in words(page(lead.get("/officer/weights")))


def test_the_page_tells_a_value_that_this_version_does_not_take(lead, world, monkeypatch) -> None:
    answer = lead.post(
        "/officer/weights/change/raise.agency", data={"value": "1.5", "reason": "Our own audits show it"}
    )
    lead.post(f"{answer.location}/save")
    narrower = {**weights.bounds(), "raise.agency": (0.9, 1.1)}
    monkeypatch.setattr(weights, "bounds", lambda: narrower)
    shown = words(page(lead.get("/officer/weights")))
    assert "value, 1.5, is outside what this version of the judgement allows" in shown


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"value": "9", "reason": "why"}, "Enter a number from 0.5 to 1.5"),
        ({"value": "1.2", "reason": " "}, "Say why the council changes this weight"),
        ({"value": "much", "reason": "why"}, "Enter a number"),
    ],
)
def test_a_change_beyond_its_bounds_or_without_a_reason_is_told(lead, data, message: str) -> None:
    found = page(lead.post("/officer/weights/change/raise.agency", data=data))
    assert message in words(found.select_one(".govuk-error-summary"))


def test_a_second_weight_joins_the_draft_which_can_be_thrown_away(lead, world) -> None:
    first = lead.post("/officer/weights/change/raise.agency", data={"value": "1.5", "reason": "why"})
    to_second = lead.get(f"{first.location}/add?name=raise.tiers")
    page(lead.get(to_second.location))
    second = lead.post(to_second.location, data={"value": "1", "reason": "why not"})
    assert second.location == first.location
    assert len(world.session.scalars(select(WeightRevision)).one().lines) == 2
    assert "Draft of" in words(page(lead.get("/officer/weights")))
    lead.post(f"{first.location}/discard")
    assert world.session.scalars(select(WeightRevision)).all() == []


def test_a_long_computation_shows_how_far_it_is(lead, world, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(council_weights, "AT_ONCE", 0)
    monkeypatch.setattr(council_weights, "after_commit", lambda *given: None)
    answer = lead.post("/officer/weights/change/raise.agency", data={"value": "1.5", "reason": "why"})
    found = page(lead.get(answer.location))
    assert found.select_one("progress")["max"] == "3"
    assert "0 of 3 suppliers" in words(found)
    assert not found.select(f"form[action='{answer.location}/save']")
    refused = lead.post(f"{answer.location}/save", follow_redirects=True)
    assert "Not saved: look at the effect first" in words(page(refused))


def test_reset_asks_for_a_reason_and_is_there_only_when_something_was_changed(lead, world) -> None:
    assert lead.get("/officer/weights/reset").status_code == 404
    made = lead.post("/officer/weights/change/raise.agency", data={"value": "1.5", "reason": "why"})
    lead.post(f"{made.location}/save")
    page(lead.get("/officer/weights/reset"))
    back = lead.post("/officer/weights/reset", data={"reason": "Back to the shipped values"})
    lead.post(f"{back.location}/save")
    assert council_weights.weights_of(world.session, world.council.id).changes == ()


def test_a_lead_of_another_council_cannot_reach_a_draft(world, stranger) -> None:
    made = council_weights.propose(
        world.session, world.officer, world.council.id, {"raise.agency": 1.5}, "why", clock.now()
    )
    assert stranger.get(f"/officer/weights/drafts/{made.id}").status_code == 404
    assert stranger.post(f"/officer/weights/drafts/{made.id}/save").status_code == 404


# --- Exclusion grounds ------------------------------------------------------------------------------------

ENTRY = {
    "ground": "sch7_misconduct",
    "concerned": "supplier",
    "event_on": "1/3/2025",
    "basis": "Wages were withheld",
    "evidence": "Case file 17",
}


def enter(officer, world) -> str:
    address = f"/officer/suppliers/{world.cleaner.id}/exclusion-grounds/add"
    page(officer.get(address))
    answer = officer.post(address, data=ENTRY)
    assert answer.status_code == 302
    return answer.location


def test_a_ground_is_entered_and_shown_apart_from_the_result(officer, world) -> None:
    before = words(page(officer.get(f"/officer/suppliers/{world.cleaner.id}/work")))
    assert "Exclusion grounds (separate from the risk result)" in before and "Nothing is entered" in before
    found = words(page(officer.get(enter(officer, world))))
    assert "Schedule 7, paragraph 3" in found and "1 March 2030" in found
    supplier = page(officer.get(f"/officer/suppliers/{world.cleaner.id}/work"))
    panel = supplier.select_one("section[aria-labelledby=exclusions]")
    assert "Labour misconduct without a conviction" in words(panel)
    assert "the supplier has not been asked yet" in words(panel)


def test_the_page_hints_against_personal_data_of_victims(officer, world) -> None:
    found = words(page(officer.get(f"/officer/suppliers/{world.cleaner.id}/exclusion-grounds/add")))
    assert "Do not write names of workers or victims" in found
    assert "Do not copy personal data about victims or workers" in found


def test_steps_open_in_the_order_of_the_law(officer, world, standing_clock) -> None:
    address = enter(officer, world)

    def steps() -> list[str]:
        return [field["value"] for field in page(officer.get(address)).select("input[name=step]")]

    def take(step: str, **fields: str) -> BeautifulSoup:
        data = {"step": step, **{f"{step}-{name}": value for name, value in fields.items()}}
        return page(officer.post(address, data=data, follow_redirects=True))

    assert steps() == ["ask", "end"]
    assert "Nothing was saved" in words(take("decide", outcome="excluded", continuing="yes", reasons="why"))
    take("ask", reply_due="11/12/2026")
    assert steps() == ["reply", "end"]
    take("reply", replied_on="20/11/2026", explanation="The wages were paid")
    assert steps() == ["reply", "consider", "end"]
    matters = dict.fromkeys(("taken_seriously", "prevention", "commitments", "time"), "Nothing was given")
    refused = take("consider", **matters)
    assert "Say what was found" in words(refused.select_one(".govuk-error-summary"))
    take("consider", **matters, other="Nothing was given")
    assert steps() == ["decide", "reply", "consider", "end"]
    decided = words(take("decide", outcome="not_excluded", continuing="no", reasons="It has ended"))
    assert "Decided: not excluded" in decided and "Ann Example" in decided and "It has ended" in decided
    assert steps() == ["ask", "end"]
    assert "Ended on 20 November 2026" in words(take("end", reason="Closed"))
    assert steps() == []


def test_an_incomplete_entry_is_told_field_by_field(officer, world) -> None:
    found = page(officer.post(f"/officer/suppliers/{world.cleaner.id}/exclusion-grounds/add", data={}))
    links = [link["href"].removeprefix("#") for link in found.select(".govuk-error-summary a")]
    assert links == ["ground", "concerned", "event_on", "basis", "evidence"]
    assert all(found.select_one(f"#{name}") for name in links)


def test_another_council_finds_no_entry(world, stranger) -> None:
    day, texts = date(2025, 3, 1), ("Wages were withheld", "Case file 17")
    entry = exclusions.add(
        world.session,
        world.officer,
        world.cleaner,
        "sch7_misconduct",
        "supplier",
        *texts,
        day,
        None,
        clock.now(),
        clock.today(),
    )
    assert stranger.get(f"/officer/exclusion-grounds/{entry.id}").status_code == 404
    assert stranger.get(f"/officer/suppliers/{world.cleaner.id}/exclusion-grounds/add").status_code == 404
    assert world.session.scalars(select(ExclusionGround)).one().council_id == world.council.id


# --- Bands ------------------------------------------------------------------------------------------------


def test_a_band_is_advice_until_an_officer_confirms_it(officer, world) -> None:
    supplier = f"/officer/suppliers/{world.cleaner.id}"
    assert "No officer has confirmed this band yet" in words(page(officer.get(supplier)))
    form = page(officer.get(f"{supplier}/band"))
    shown = {field["name"]: field["value"] for field in form.select("input[type=hidden], input[checked]")}
    officer.post(f"{supplier}/band", data={"report": shown["report"], "band": shown["band"]})
    found = words(page(officer.get(supplier)))
    assert "Confirmed by an officer" in found
    assert "Ann Example on 20 November 2026, as of the screening of 20 November 2026" in found
    queue = page(officer.get("/officer/suppliers"))
    assert "confirmed by an officer" in words(queue) and words(queue).count(" advice ") >= 2
    officer.post(f"{supplier}/band/take-back")
    assert "No officer has confirmed this band yet" in words(page(officer.get(supplier)))
    assert "Taken back on 20 November 2026" in words(page(officer.get(f"{supplier}/band")))


def test_another_band_without_a_reason_is_told(officer, world) -> None:
    address = f"/officer/suppliers/{world.cleaner.id}/band"
    report = page(officer.get(address)).select_one("input[name=report]")["value"]
    for band in ("high", "low"):
        answer = officer.post(address, data={"report": report, "band": band})
        if answer.status_code == 200:
            assert "Say why another band" in words(page(answer).select_one(".govuk-error-summary"))
            break
    else:
        pytest.fail("both were taken without a reason")


def test_nobody_decides_on_a_result_that_was_replaced(officer, world) -> None:
    address = f"/officer/suppliers/{world.cleaner.id}/band"
    report = page(officer.get(address)).select_one("input[name=report]")["value"]
    world.screen_all()
    answer = officer.post(address, data={"report": report, "band": "low", "reason": "why"})
    assert answer.status_code == 302
    assert world.session.scalars(select(BandDecision)).all() == []
