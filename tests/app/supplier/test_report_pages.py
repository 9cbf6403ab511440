"""The supplier's own report: page, PDF, text and table say the same, and nobody else reads it."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import date

import pikepdf
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.extensions import clock
from app.services.answers import answering
from models import Invitation
from questionnaires import Answer, path
from screening.improvement import library
from support.world import World, acceptable

#: A cleaner of middling size that does some things well, some not, and is honest about the rest.
SAID = {
    "organisation_size": "medium",
    "workers_agency": "some",
    "workers_migrant": "unknown",
    "workers_low_paid": "most",
    "recruitment_no_fees": "policy",
    "voice_grievance": "no",
    "remedy_process": "unknown",
    "providers_licence_checks": "yes",
    "sites_visited": "checked",
    "wages_in_full": "rule",
    "statement_in_scope": "unknown",
    "statement_published": "no",
    "gap_goals": "planned",
    "gap_goals_by": "2027-03-31",
    "audit_worker_interviews": "no",
    "training_given": ("executives",),
    "chain_mapped": "tier_one",
}
EVIDENCE = {
    "providers_licence_checks": date(2026, 11, 2),
    "sites_visited": date(2025, 3, 1),
    "policy_published": date(2025, 1, 10),
}


def _answer(world: World, invitation: Invitation) -> None:
    """Answer what is asked: as in SAID, else anything that is acceptable."""
    questionnaire = answering.questionnaire_of(invitation.response)
    while (
        asked := path.first_unanswered(questionnaire, answering.answers_of(invitation.response))
    ) is not None:
        answer = Answer(SAID[asked.id]) if asked.id in SAID else acceptable(asked)
        if asked.id in EVIDENCE:
            answer = Answer(answer.value, "https://northgate.example/proof", EVIDENCE[asked.id])
        answering.save(world.session, invitation.contact, invitation, asked.id, answer, clock.now())


@pytest.fixture
def submitted(world: World, invitation: Invitation) -> Invitation:
    _answer(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "A. Director", "Director", clock.now(), clock.today()
    )
    return invitation


def _page(client: FlaskClient, invitation: Invitation) -> BeautifulSoup:
    answer = client.get(f"/answers/{invitation.id}/report")
    assert answer.status_code == 200
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _words(page: BeautifulSoup) -> str:
    return page.select_one("#own-report").get_text(" ", strip=True)


def test_the_report_names_strengths_three_that_help_most_and_the_rest(
    owner: FlaskClient, submitted: Invitation
) -> None:
    page = _page(owner, submitted)
    headings = [one.get_text(strip=True) for one in page.select("#own-report h2")]
    assert headings[:3] == ["What you do well", "What would help most", "All of your plan"]
    assert len(page.select("#own-report .govuk-inset-text")) == 3
    assert page.select_one(".govuk-inset-text h3")["id"] == "voice_route"
    words = _words(page)
    assert "You answered “There is no such route yet” to “How can workers safely raise a concern" in words
    assert "You said that you do not know: “Do you have a written plan" in words
    assert "Ask your managers what they would do tonight." in words
    assert "You visit people who work at night and alone" in words


def test_the_report_says_what_evidence_runs_out_when(owner: FlaskClient, submitted: Invitation) -> None:
    rows = [
        [cell.get_text(strip=True) for cell in row.select("td")]
        for row in _page(owner, submitted).select("tbody tr")
    ]
    states = {row[0][:22]: row[1:] for row in rows}
    assert states["Do you visit night and"] == ["1 March 2025", "1 March 2026", "has run out"]
    assert states["Do you have a written "] == ["10 January 2025", "10 January 2027", "runs out soon"]
    assert states["Do you check that your"] == ["2 November 2026", "2 November 2027", "in date"]
    assert states["By when will you cover"] == ["31 March 2027"]


def test_there_is_no_mark_in_it(owner: FlaskClient, submitted: Invitation) -> None:
    words = _words(_page(owner, submitted)).lower()
    forbidden = ("compliant", "score", "rating", "band", "failed", "suspicious", "clean supply", "points")
    assert [word for word in forbidden if word in words.replace("husband", "")] == []


def test_a_plan_links_to_guidance_and_says_that_nobody_opened_it_yet(
    owner: FlaskClient, submitted: Invitation
) -> None:
    page = _page(owner, submitted)
    known = {one.address for each in library().recommendations for one in each.guidance}
    assert {link["href"] for link in page.select("#own-report a")} <= known
    assert "We have not yet opened the addresses" in _words(page)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_pdf_says_what_the_page_says(owner: FlaskClient, submitted: Invitation, language: str) -> None:
    owner.get(f"/language/{language}")
    page = _page(owner, submitted)
    answer = owner.get(f"/answers/{submitted.id}/report.pdf")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    name = f"{submitted.response.reference}-{language}.pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert str(pdf.Root.Lang) == f"{language}-GB"
        titles = _titles(pdf)
    expected = [
        one.get_text(" ", strip=True) for one in page.select("main h1, #own-report h2, #own-report h3")
    ]
    assert titles == expected


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext of poppler-utils")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_sentence_of_the_page_is_in_the_pdf(
    owner: FlaskClient, submitted: Invitation, language: str
) -> None:
    owner.get(f"/language/{language}")
    content = owner.get(f"/answers/{submitted.id}/report.pdf").data
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    around = (submitted.supplier.name, f"{submitted.response.reference},")
    lines = [line.strip("\f") for line in done.stdout.decode().splitlines()]
    text = "".join("".join(line.split()) for line in lines if not line.startswith(around))
    for part in _page(owner, submitted).select("#own-report :is(p, li, h2, h3, th, td)"):
        assert "".join(part.get_text().split()) in text


def _titles(pdf: pikepdf.Pdf) -> list[str]:
    """The headings of the bookmarks, in the order of the document."""
    found: list[str] = []
    with pdf.open_outline() as outline:

        def walk(items: list[pikepdf.OutlineItem]) -> None:
            for item in items:
                found.append(" ".join(item.title.split()))
                walk(item.children)

        walk(outline.root)
    return found


def test_the_plain_text_has_every_sentence_of_the_page(owner: FlaskClient, submitted: Invitation) -> None:
    text = " ".join(owner.get(f"/answers/{submitted.id}/report.txt").get_data(as_text=True).split()).lower()
    for part in _page(owner, submitted).select("#own-report p, #own-report li, #own-report h3"):
        words = " ".join(part.get_text(" ", strip=True).split()).lower().replace(" ,", ",").replace(" :", ":")
        assert words in text


def test_the_table_has_a_line_for_each_and_room_for_a_name_and_a_day(
    owner: FlaskClient, submitted: Invitation
) -> None:
    answer = owner.get(f"/answers/{submitted.id}/report.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    titles = [one.get_text(strip=True) for one in _page(owner, submitted).select("h3[id]")]
    assert [row[1] for row in rows[1:]] == titles
    assert rows[0][-2:] == ["Who does it", "By when"]
    assert all(row[-2:] == ["", ""] for row in rows[1:])


def test_there_is_no_report_before_the_answers_are_submitted(
    owner: FlaskClient, invitation: Invitation
) -> None:
    assert owner.get(f"/answers/{invitation.id}/report").location == f"/answers/{invitation.id}"
    for ending in ("pdf", "txt", "csv"):
        assert owner.get(f"/answers/{invitation.id}/report.{ending}").status_code == 404


def test_an_officer_does_not_read_it(world: World, sign_in, submitted: Invitation) -> None:
    officer = sign_in(world.officer)
    for ending in ("", ".pdf", ".txt", ".csv"):
        assert officer.get(f"/answers/{submitted.id}/report{ending}").status_code == 403
