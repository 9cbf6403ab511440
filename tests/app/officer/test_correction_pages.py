"""The officer's side of corrections: the list, the reply, and what the supplier sees."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import answering
from app.services.deciding import corrections
from app.services.judgement.contract_facts import contract_key
from app.store import corrections as store
from app.store import screenings
from models import (
    Correction,
    CorrectionAbout,
    CorrectionState,
    Council,
    Match,
    MatchDecision,
    OutboxMessage,
    Person,
    Role,
    ScreeningRun,
)
from support.world import answer_everything


@pytest.fixture
def stranger(world, sign_in) -> FlaskClient:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    person = Person(email="sam@elsewhere.example", name="Sam", role=Role.LEAD, council_id=other.id)
    world.session.add(person)
    world.session.commit()
    return sign_in(person)


@pytest.fixture
def submitted(world, invitation, officer):
    answer_everything(world, invitation)
    answering.submit(
        world.session,
        invitation.contact,
        invitation,
        "Con Tact",
        "Director",
        clock.now(),
        clock.today(),
        "en",
    )
    world.do_queued_work()
    return invitation


@pytest.fixture
def dispute(world, submitted):
    def made(key="statement", line="May be the same: X", about=CorrectionAbout.STATEMENT_MATCH) -> Correction:
        stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
        disputed = corrections.Disputed(key, line, f"cy {line}", about, "It is another firm.")
        return corrections.make(
            world.session,
            world.settings,
            submitted.contact,
            submitted,
            stored,
            disputed,
            clock.now(),
            clock.today(),
        )

    return made


def page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert len(found.select("h1")) == 1
    ids = [element["id"] for element in found.select("[id]")]
    assert len(ids) == len(set(ids))
    for field in found.select("main input:not([type=hidden]), main textarea, main select"):
        assert found.select_one(f"label[for='{field['id']}']"), field
    return found


def words(found) -> str:
    return " ".join(found.get_text().split())


# --- What the supplier sees -------------------------------------------------------------------------------


def test_what_the_supplier_sees_is_told_with_who_sees_it(officer, world, invitation, submitted) -> None:
    address = "/officer/suppliers/{}/what-the-supplier-sees"
    seen = page(officer.get(address.format(world.cleaner.id)))
    assert "The person who answered for this supplier sees this page" in words(seen)
    assert seen.select_one("table.fh-waterfall") and "Something wrong here" not in words(seen)
    unasked = words(page(officer.get(address.format(world.lawyer.id))))
    assert "was not asked, so no person of it is known" in unasked


def test_while_the_supplier_has_not_answered_nobody_sees_it(officer, world, invitation) -> None:
    seen = words(page(officer.get(f"/officer/suppliers/{world.cleaner.id}/what-the-supplier-sees")))
    assert "was asked and has not answered" in seen


# --- The list ---------------------------------------------------------------------------------------------


def test_the_list_says_in_words_what_waits_and_what_is_overdue(officer, dispute, standing_clock) -> None:
    assert "Nothing waits for a reply." in words(page(officer.get("/officer/corrections")))
    dispute()
    dispute(key="band", line="Band: High", about=CorrectionAbout.BAND)
    found = words(page(officer.get("/officer/corrections")))
    assert "2 lines wait for a reply." in found and "overdue" not in found
    standing_clock.pass_by(days=32)
    found = words(page(officer.get("/officer/corrections")))
    assert "2 of them are overdue." in found and found.count("Overdue") == 2


def test_officers_of_another_council_see_nothing_of_it(stranger, dispute, world) -> None:
    made = dispute()
    assert "Northgate" not in words(page(stranger.get("/officer/corrections")))
    for method in ("GET", "POST"):
        answer = stranger.open(f"/officer/corrections/{made.id}", method=method)
        assert answer.status_code == 404
    sees = stranger.get(f"/officer/suppliers/{world.cleaner.id}/what-the-supplier-sees")
    assert sees.status_code == 404


# --- The reply --------------------------------------------------------------------------------------------


def test_a_reply_says_why_goes_out_and_changes_no_fact(officer, dispute, world) -> None:
    made = dispute()
    match = world.session.scalars(select(Match).where(Match.supplier_id == world.cleaner.id)).one()
    before, runs = match.decision, len(world.session.scalars(select(ScreeningRun)).all())
    address = f"/officer/corrections/{made.id}"
    assert "It can answer once." in words(page(officer.get(address)))
    sent = {"outcome": "accepted", "done": "Rejected the match.", "reason": "You are right."}
    assert officer.post(address, data=sent).status_code == 302
    world.session.expire_all()
    assert made.state == CorrectionState.ACCEPTED and match.decision == before
    assert len(world.session.scalars(select(ScreeningRun)).all()) == runs
    shown = page(officer.get(address))
    assert "You are right." in words(shown) and not shown.select("main form")
    assert officer.post(address, data=sent).status_code == 409
    mails = [one.body for one in world.session.scalars(select(OutboxMessage)) if "You are right." in one.body]
    assert len(mails) == 1 and "Rejected the match." in mails[0]
    assert "An officer replied to the supplier's correction" in words(
        page(officer.get(f"/officer/suppliers/{world.cleaner.id}"))
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"reason": "why"}, "Choose a decision"),
        ({"outcome": "declined", "reason": " \n"}, "Give the supplier your reasons"),
        ({"outcome": "accepted", "reason": "why"}, "Mend it first"),
        ({"outcome": "partly", "reason": "why", "done": " "}, "Mend it first"),
        ({"outcome": "withdrawn", "reason": "why"}, "Not a valid choice"),
        ({"outcome": "declined", "reason": "x" * 4001}, "4,000 characters or fewer"),
    ],
)
def test_what_a_reply_lacks_is_told_at_the_field(officer, dispute, data, message: str) -> None:
    made = dispute()
    found = page(officer.post(f"/officer/corrections/{made.id}", data=data))
    link = found.select_one(".govuk-error-summary a")
    assert message in words(link) and found.select_one(link["href"]) is not None
    assert made.is_open


def test_mending_is_one_click_away_and_screens_again_by_itself(officer, dispute, world) -> None:
    made = dispute()
    found = page(officer.get(f"/officer/corrections/{made.id}"))
    assert found.select_one(f"main a[href='/officer/suppliers/{world.cleaner.id}/match']")
    match = world.session.scalars(select(Match).where(Match.supplier_id == world.cleaner.id)).one()
    officer.post(f"/officer/matches/{match.id}/reject")
    world.session.expire_all()
    assert match.decision == MatchDecision.REJECTED and made.is_open
    assert world.do_queued_work() == 1
    assert made.line in words(page(officer.get(f"/officer/corrections/{made.id}")))


def test_the_page_tells_whether_the_line_still_stands(officer, dispute, world) -> None:
    held = world.cleaner.company_number = "01234567"
    world.session.commit()
    made = dispute(key="number", line=f"Company number: {held}", about=CorrectionAbout.COMPANY)
    address = f"/officer/corrections/{made.id}"
    assert "This line still stands in the council's report." in words(page(officer.get(address)))
    place = page(officer.get(address)).find("h2", string="Where it is mended").find_next("a")["href"]
    assert place == f"/officer/suppliers/{world.cleaner.id}/company"
    world.cleaner.company_number = "07654321"
    world.session.commit()
    assert "This line no longer stands in the council's report." in words(page(officer.get(address)))


@pytest.mark.parametrize("about", list(CorrectionAbout))
def test_every_kind_of_mistake_has_a_place_where_it_is_mended(officer, dispute, about, world) -> None:
    contract = world.cleaner.contracts[0]
    made = dispute(key=f"contract.{contract_key(contract)[:12]}", about=about)
    found = page(officer.get(f"/officer/corrections/{made.id}"))
    place = found.find("h2", string="Where it is mended").find_next("a")["href"]
    assert officer.get(place).status_code == 200
    anchor = place.partition("#")[2]
    assert not anchor or page(officer.get(place)).select_one(f"[id='{anchor}']")
    if about is CorrectionAbout.CONTRACT:
        assert place.endswith(f"/contracts/{contract.id}")


# --- Where others show it ---------------------------------------------------------------------------------


def test_the_notice_and_the_row_say_what_is_disputed_as_text(app, dispute, world) -> None:
    dispute(line="<b>May be</b> the same")
    disputes = store.open_of_suppliers(world.session, world.council.id, [world.cleaner.id])
    lines = corrections.disputed_lines(world.session, world.council.id, [world.cleaner.id], "en")
    source = (
        "{% from 'officer/_disputed.html' import disputed_notice, disputed_row %}"
        "{{ disputed_notice(disputes, 'en') }}|{{ disputed_row(lines) }}|{{ disputed_notice([], 'en') }}"
        "{{ disputed_row(none) }}"
    )
    with app.test_request_context():
        shown = render_template_string(
            source, disputes=disputes[world.cleaner.id], lines=lines[world.cleaner.id]
        )
    notice, row, nothing = shown.split("|")
    for part in (notice, row):
        assert "The supplier disputes: &lt;b&gt;May be&lt;/b&gt; the same" in part
    assert "Reply by 21 December 2026" in notice and not nothing.strip()
