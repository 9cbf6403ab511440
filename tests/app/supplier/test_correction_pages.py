"""What the supplier sees of the council's report, and how it says that a line is wrong."""

from __future__ import annotations

import json
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import clock, limiter
from app.services import answering, bands, colleagues, corrections, invitations
from app.services.corrections import LONGEST_TEXT
from app.store import corrections as store
from app.store import screenings
from models import (
    Correction,
    CorrectionState,
    Council,
    Invitation,
    OutboxMessage,
    Person,
    Role,
    StatementClaim,
    Supplier,
)
from questionnaires import cleaning
from screening.types import Band
from support.world import answer_everything

NAUGHTY = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {0.__class__} %(x)s %s",
    "' OR 1=1 --",
    "=cmd|'/c'!A1",
    "مرحبا بالعالم ß ﬁ 👩\u200d👧",
    "Z\u0351\u036b\u0343" * 200,
    "two\n\nlines & <b>more</b>",
]


@pytest.fixture
def submitted(world, invitation) -> Invitation:
    """The cleaner answered everything, and was screened with its answers."""
    world.screen_all()
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
def address(submitted) -> str:
    return f"/answers/{submitted.id}/what-the-council-sees"


@pytest.fixture
def form(submitted) -> str:
    return f"/answers/{submitted.id}/corrections/new"


@pytest.fixture
def unlimited(app, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


@pytest.fixture
def officer(world, sign_in) -> FlaskClient:
    return sign_in(world.officer)


def page(answer, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status, f"{answer.status}: {answer.headers.get('Location')}"
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert len(found.select("h1")) == 1
    ids = [element["id"] for element in found.select("[id]")]
    assert len(ids) == len(set(ids))
    for field in found.select("main input:not([type=hidden]), main textarea"):
        assert found.select_one(f"label[for='{field['id']}']"), field
    return found


def words(found) -> str:
    return " ".join(found.get_text().split())


def figures(found: BeautifulSoup) -> list[list[str]]:
    """The rows of the explanation: label, reason, points, range."""
    table = found.select_one("table.fh-waterfall")
    return [
        [words(cell) for cell in row.select(".fh-waterfall__label, .fh-waterfall__label + span, td")]
        for row in table.select("tr")
    ]


def only(world) -> Correction:
    world.session.expire_all()
    return world.session.scalars(select(Correction)).one()


# --- What is seen -----------------------------------------------------------------------------------------


def test_the_supplier_reads_the_figures_of_the_officer_and_of_the_stored_report(
    owner, officer, world, submitted, address
) -> None:
    mine = page(owner.get(address))
    theirs = page(officer.get(f"/officer/suppliers/{world.cleaner.id}/risk"))
    assert figures(mine) == figures(theirs) and len(figures(mine)) > 5
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    report = json.loads(stored.text.report_json)
    points = [cell.get_text().strip() for cell in mine.select("tbody .fh-waterfall__points")]
    tenths = [round(10 * float(one.replace("\N{MINUS SIGN}", "-"))) for one in points]
    assert sum(tenths) == report["residual"]
    whole = words(mine)
    for value in (report["residual"], report["low"], report["high"], report["inherent"]):
        assert f"{value // 10}.{value % 10}" in whole
    for unknown in report["unknowns"]:
        assert f"narrow the range by {unknown['gain'] // 10}.{unknown['gain'] % 10} points" in whole
    sources = {words(one) for one in theirs.select("table.fh-waterfall")[0].select(".fh-waterfall__source")}
    assert sources <= {words(one) for one in mine.select(".fh-waterfall__source")}


def test_everything_that_the_report_is_about_is_there_with_its_use_and_its_limits(owner, address) -> None:
    whole = words(page(owner.get(address)))
    for said in (
        "This is advice for a person to decide, not a verdict.",
        "No officer has confirmed this band yet.",
        "in the registry copy of 1 November 2026",
        "Office cleaning",
        "£880,000",
        "must not be used to evaluate tenders",
        "The council uses the shipped values of all weights.",
        "UK GDPR, Articles 22A to 22D",
        "What is not on this page",
    ):
        assert said in whole
    for never in ("Place 1 of", "Ann Example", "v1 ", "firm in"):
        assert never not in whole


def test_a_band_that_an_officer_decided_is_told_by_role_and_day_without_name_or_note(
    owner, world, address
) -> None:
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    bands.decide(world.session, world.officer, stored, Band.LOW, "A note of the officer", clock.now())
    whole = words(page(owner.get(address)))
    assert "An officer of the council decided so on 20 November 2026" in whole
    assert "Ann Example" not in whole and "A note of the officer" not in whole


def test_nothing_of_other_suppliers_or_of_another_council_is_there(owner, world, submitted, address) -> None:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    sam = Person(email="sam@elsewhere.example", name="Sam", role=Role.OFFICER, council_id=other.id)
    twin = Supplier(council_id=other.id, key="x", name="Elsewhere's own word for it", vendor_id="x77")
    world.session.add_all([sam, twin])
    world.session.commit()
    theirs, _link = invitations.ask(
        world.session,
        world.settings,
        sam,
        twin,
        submitted.contact.email,
        "",
        date(2026, 12, 11),
        clock.now(),
    )
    theirs.response_id, theirs.agreed_at = submitted.response_id, None
    world.session.commit()
    assert owner.get(f"/answers/{theirs.id}/what-the-council-sees").status_code == 404  # not agreed to yet
    theirs.agreed_at = clock.now()
    world.session.commit()
    whole = words(page(owner.get(address)))
    for name in ("Elsewhere", "Quill", "Harbour", "HARBOUR"):
        assert name not in whole
    there = page(owner.get(f"/answers/{theirs.id}/what-the-council-sees"))
    assert "Elsewhere's own word for it" in words(there) and "Office cleaning" not in words(there)
    assert "has not been worked out yet" in words(there)
    owner.post(
        f"/answers/{theirs.id}/corrections/new?line=name",
        data={"about": "company", "text": "Not our name", "report": ""},
    )
    assert only(world).council_id == other.id
    assert "Not our name" not in words(page(owner.get(address)))
    assert owner.get(f"/answers/{submitted.id}/corrections/{only(world).id}").status_code == 404


def test_before_the_answers_are_in_there_is_no_such_page(owner, world, invitation) -> None:
    world.screen_all()
    for address in ("what-the-council-sees", "corrections/new?line=band"):
        assert owner.get(f"/answers/{invitation.id}/{address}").status_code == 404


def test_only_the_owner_disputes_and_whoever_declares_only_reads(
    app, owner, world, invitation, sign_in
) -> None:
    world.screen_all()
    answer_everything(world, invitation)

    def colleague(section: str, email: str) -> Person:
        asked, _link = colleagues.ask(
            world.session, world.settings, invitation.contact, invitation, section, email, "", clock.now()
        )
        return asked.person

    section = answering.questionnaire_of(invitation.response).sections[0].id
    helper, director = colleague(section, "helper@n.example"), colleague("", "dora@n.example")
    answering.submit(
        world.session, director, invitation, "Dora", "Director", clock.now(), clock.today(), "en"
    )
    address = f"/answers/{invitation.id}/what-the-council-sees"
    form = f"/answers/{invitation.id}/corrections/new?line=band"
    owner.post(form, data={"about": "band", "text": "No", "report": str(_report(world))})
    made = f"/answers/{invitation.id}/corrections/{only(world).id}"
    reader, stranger = sign_in(director), sign_in(helper)
    found = page(reader.get(address))
    assert "ask Con Tact" in words(found) and "Something wrong here" not in words(found)
    page(reader.get(made))
    assert reader.get(form).status_code == 404
    assert reader.post(f"{made}/withdraw").status_code == 404
    assert reader.post(made, data={"text": "x"}).status_code == 404
    for hidden in (address, form, made):
        assert stranger.get(hidden).status_code == 404
    assert sign_in(world.officer).get(address).status_code == 403


def _report(world) -> int:
    return screenings.current_report(world.session, world.council.id, world.cleaner.id).id


# --- Saying that a line is wrong --------------------------------------------------------------------------


def test_every_line_leads_to_a_form_that_names_it(owner, address) -> None:
    found = page(owner.get(address))
    links = [one for one in found.select("main a") if "Something wrong here" in one.get_text()]
    rows = len(found.select("table.fh-waterfall tbody tr"))
    assert len(links) >= rows + 7
    assert len({one["href"] for one in links}) == len(links)
    for link in links:
        named = link.select_one(".govuk-visually-hidden").get_text().removeprefix(": ").strip("….")
        assert named[:40] in words(page(owner.get(link["href"])).select_one("blockquote"))


def test_a_line_is_disputed_seen_as_open_and_answered_by_mail(owner, world, form, address) -> None:
    answer = owner.post(
        f"{form}?line=sector",
        data={"about": "sector", "text": "We sell soap.", "report": str(_report(world))},
    )
    assert answer.status_code == 302
    made = only(world)
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    assert made.report_id == stored.id and made.line.startswith("Sector: ")
    found = page(owner.get(answer.location))
    assert "has not replied yet" in words(found) and "18 December 2026" in words(found)
    listed = page(owner.get(address))
    assert "waits for the council's reply" in words(listed)
    assert listed.select_one("#explained ~ p a")["href"] == answer.location
    again = owner.post(
        f"{form}?line=sector",
        data={"about": "sector", "text": "We sell soap.", "report": str(_report(world))},
    )
    assert again.location == answer.location and only(world).id == made.id


def test_a_line_that_is_gone_and_a_report_that_is_newer_are_told(owner, world, form) -> None:
    gone = owner.get(f"{form}?line=factor.nothing.000000000000", follow_redirects=True)
    assert "no longer in the council's report" in words(page(gone))
    old = str(_report(world))
    world.screen_all()
    kept = page(owner.post(f"{form}?line=band", data={"about": "band", "text": "Too high", "report": old}))
    assert "worked out again" in words(kept) and kept.select_one("textarea").get_text().strip() == "Too high"
    assert kept.select_one("input[name=report]")["value"] == str(_report(world)) != old
    assert world.session.scalars(select(Correction)).all() == []


@pytest.mark.parametrize(
    ("line", "data", "message"),
    [
        ("band", {"about": "band"}, "Say what is wrong"),
        ("band", {"about": "band", "text": " \x00 "}, "Say what is wrong"),
        ("band", {"about": "country", "text": "x"}, "Not a valid choice"),
        ("band", {"text": "x"}, "Choose what is wrong"),
        ("band", {"about": "band", "text": "x" * (LONGEST_TEXT + 1)}, "4,000 characters or fewer"),
        ("band", {"about": "band", "text": "x", "link": "javascript:alert(1)"}, "Enter a link such as"),
        ("band", {"about": "band", "text": "x", "link": "https://" + "a" * 2000 + ".org"}, "Enter a link"),
        ("statement", {"about": "statement_match"}, "Say what is wrong"),
        ("statement", {"about": "statement_match", "claim": "ours"}, "Enter the link to your statement"),
        ("statement", {"about": "statement_match", "claim": "parents"}, "Enter the name of the parent"),
        ("statement", {"about": "statement_match", "claim": "magic", "text": "x"}, "Not a valid choice"),
    ],
)
def test_what_is_missing_is_told_at_the_field(owner, world, form, line, data, message) -> None:
    found = page(owner.post(f"{form}?line={line}", data={"report": str(_report(world)), **data}))
    assert found.title.get_text().startswith("Error:")
    link = found.select_one(".govuk-error-summary a")
    assert message in words(link) and found.select_one(link["href"]) is not None
    assert world.session.scalars(select(Correction)).all() == []


@pytest.mark.parametrize(
    ("data", "claim"),
    [
        ({"claim": "not_ours"}, StatementClaim.NOT_OURS),
        ({"claim": "no_duty"}, StatementClaim.NO_DUTY),
        ({"claim": "ours", "link": "www.northgate.example/statement"}, StatementClaim.OURS),
        ({"claim": "parents", "organisation": "North Holdings plc"}, StatementClaim.PARENTS),
        ({"text": "The registry copy is old."}, None),
    ],
)
def test_a_statement_is_disputed_by_a_choice_alone(owner, world, form, data, claim) -> None:
    sent = {"about": "statement_match", "report": str(_report(world)), **data}
    answer = owner.post(f"{form}?line=statement", data=sent)
    assert answer.status_code == 302, words(page(answer))
    made = only(world)
    assert made.claim == claim and made.organisation == data.get("organisation", "")
    assert made.link == ("https://www.northgate.example/statement" if "link" in data else "")
    page(owner.get(answer.location))


@pytest.mark.parametrize("text", NAUGHTY)
def test_whatever_is_written_is_kept_and_shown_as_text_on_both_sides(
    owner, officer, world, form, text
) -> None:
    sent = {"about": "other", "text": text, "report": str(_report(world))}
    answer = owner.post(f"{form}?line=other", data=sent)
    made = only(world)
    assert made.messages[0].text == cleaning.clean(text)
    for client, address in ((owner, answer.location), (officer, f"/officer/corrections/{made.id}")):
        found = page(client.get(address))
        assert found.select_one(".fh-clause").get_text() == cleaning.clean(text)
        assert not found.select(".fh-clause *")


def test_somebody_who_sends_on_and_on_is_stopped(owner, world, form) -> None:
    sent = {"about": "other", "report": str(_report(world))}
    answers = [owner.post(f"{form}?line=other", data=sent).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=300), link=st.text(max_size=60), line=st.text(max_size=30))
def test_no_text_breaks_the_form(unlimited, owner, world, form, text: str, link: str, line: str) -> None:
    for key in ("statement", "other", line):
        sent = {"about": "other", "text": text, "link": link, "organisation": text, "claim": link}
        answer = owner.post(form, query_string={"line": key}, data={"report": str(_report(world)), **sent})
        assert answer.status_code in (200, 302)


def test_withdrawing_and_one_answer_to_the_reply(owner, world, form, submitted) -> None:
    report = str(_report(world))
    first = owner.post(f"{form}?line=name", data={"about": "company", "text": "Old name", "report": report})
    assert "Take this back" in words(page(owner.get(first.location)))
    owner.post(f"{first.location}/withdraw")
    assert owner.post(f"{first.location}/withdraw").status_code == 409
    assert "You took this back." in words(page(owner.get(first.location)))
    second = owner.post(f"{form}?line=band", data={"about": "band", "text": "High?", "report": report})
    made = next(one for one in store.of_invitation(world.session, submitted.id) if one.is_open)
    assert owner.post(second.location, data={"text": "More"}).status_code == 409
    for round_, text in enumerate(("First reply", "Last reply")):
        corrections.reply(
            world.session,
            world.settings,
            world.officer,
            made,
            CorrectionState.DECLINED,
            text,
            "",
            clock.now(),
        )
        found = words(page(owner.get(second.location)))
        assert text in found and "The council does not agree." in found
        if not round_:
            assert "Write your answer" in words(page(owner.post(second.location, data={"text": " "})))
            assert owner.post(second.location, data={"text": "Look again"}).status_code == 302
    assert "Send your answer" not in found and "complaints procedure of Anytown Council" in found
    assert "Look again" in found and "Ann Example" not in found
    assert owner.post(second.location, data={"text": "Once more"}).status_code == 409
    sent = [one for one in world.session.scalars(select(OutboxMessage)) if "First reply" in one.body]
    assert [one.to for one in sent] == [submitted.contact.email]


def test_the_page_and_the_line_are_in_welsh_too(owner, world, form, address) -> None:
    owner.post("/language", data={"language": "cy"})
    page(owner.get(address))
    page(owner.get(f"{form}?line=sector"))
    owner.post(f"{form}?line=sector", data={"about": "sector", "text": "x", "report": str(_report(world))})
    made = only(world)
    assert made.line.startswith("Sector: ") and made.line_cy and made.line_cy != made.line
