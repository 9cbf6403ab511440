"""The officer's pages as the officer gets them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.extensions import clock
from app.store.screenings import last_full_run
from models import (
    Council,
    Match,
    MatchDecision,
    NameKind,
    Organisation,
    OrganisationName,
    Person,
    Role,
    StatementOrganisation,
)
from support.world import answer_everything


def _page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _names(page: BeautifulSoup) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.select(".fh-queue__name")]


def test_the_queue_shows_every_supplier_with_its_place_and_next_step(officer) -> None:
    page = _page(officer.get("/officer/suppliers"))
    assert len(_names(page)) == 3
    assert [rank.get_text(strip=True) for rank in page.select(".fh-queue__rank")] == [
        "Place1",
        "Place2",
        "Place3",
    ]
    assert "Not found in the registry copy of 1 November 2026" in page.get_text()
    assert all(cell.p.get_text(strip=True) for cell in page.select(".fh-queue__next"))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=northgate", ["Northgate Cleaning Services Ltd"]),
        ("q=no+such+name", []),
        ("statement=not_found", ["Quill & Partners LLP"]),
        ("response=answered", []),
        ("band=nonsense", []),
    ],
)
def test_filters_live_in_the_address(officer, query: str, names: list[str]) -> None:
    found = _names(_page(officer.get(f"/officer/suppliers?{query}")))
    assert found == names


def test_a_supplier_page_explains_every_point(officer, world) -> None:
    page = _page(officer.get(f"/officer/suppliers/{world.cleaner.id}/risk"))
    by_reason, line_by_line = page.select("table.fh-waterfall")
    for table in (by_reason, line_by_line):
        *points, total = [cell.get_text(strip=True) for cell in table.select("td.fh-waterfall__points")]
        assert len(points) > 5
        assert sum(_tenths(text) for text in points) == _tenths(total)
    overview = _page(officer.get(f"/officer/suppliers/{world.cleaner.id}")).get_text()
    assert "advice for a person to decide, not a verdict" in overview


def _tenths(text: str) -> int:
    return round(float(text.replace("\N{MINUS SIGN}", "-").replace("+", "")) * 10)


def test_another_councils_supplier_is_not_there(officer, world, sign_in) -> None:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    stranger = Person(email="sam@elsewhere.example", name="Sam", role=Role.OFFICER, council_id=other.id)
    world.session.add(stranger)
    world.session.commit()
    client = sign_in(stranger)
    assert client.get(f"/officer/suppliers/{world.cleaner.id}").status_code == 404
    assert client.get(f"/officer/suppliers/{world.cleaner.id}/ask").status_code == 404
    assert client.post("/officer/matches/1/confirm").status_code == 404
    assert _names(_page(client.get("/officer/suppliers"))) == []


def test_a_supplier_contact_may_not_see_the_queue(invitation, sign_in) -> None:
    assert sign_in(invitation.contact).get("/officer/suppliers").status_code == 403


def test_rejecting_a_match_is_shown_and_can_be_taken_back(officer, world) -> None:
    from app.store import statements

    [match] = statements.matches_of_supplier(world.session, world.council.id, world.builder.id)
    for decision, expected in (("reject", MatchDecision.REJECTED), ("undo", MatchDecision.AUTOMATIC)):
        answer = officer.post(f"/officer/matches/{match.id}/{decision}", follow_redirects=True)
        assert "screened again" in answer.get_data(as_text=True)
        world.session.refresh(match)
        assert match.decision == expected


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"email": "nonsense", "due_on": "14/12/2026"}, "name@example.org"),
        ({"email": "c@northgate.example", "due_on": "soon"}, "such as 14/12/2026"),
        ({"email": "c@northgate.example", "due_on": "19/11/2026"}, "after today"),
        ({"email": "ann@anytown.example", "due_on": "14/12/2026"}, "council officer"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said(officer, world, form, said: str) -> None:
    answer = officer.post(f"/officer/suppliers/{world.cleaner.id}/ask", data=form)
    page = _page(answer)
    assert page.title.get_text().startswith("Error:")
    assert said in page.select_one(".govuk-error-summary").get_text()


def test_asking_a_supplier_shows_on_its_page(officer, world) -> None:
    form = {"email": "c@northgate.example", "contact_name": "", "due_on": "14 12 2026"}
    answer = officer.post(f"/officer/suppliers/{world.cleaner.id}/ask", data=form, follow_redirects=True)
    text = _page(answer).get_text()
    assert "The supplier has been asked to answer." in text
    assert "14 December 2026" in text


def test_an_overdue_answer_is_counted_in_days(world, invitation, standing_clock, sign_in) -> None:
    world.screen_all()
    standing_clock.pass_by(days=33)
    text = _page(sign_in(world.officer).get("/officer/suppliers?q=northgate")).get_text()
    assert "No answer, 12 days overdue" in text


def test_submitted_answers_and_the_reason_for_the_move_are_shown(world, invitation, sign_in) -> None:
    from app.services.answers import answering

    world.screen_all()
    answer_everything(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )
    world.do_queued_work()
    client = sign_in(world.officer)
    assert _page(client.get(f"/officer/suppliers/{world.cleaner.id}/risk")).find(string="Why it moved")
    page = _page(client.get(f"/officer/suppliers/{world.cleaner.id}/answers"))
    assert len(page.select("#answers ~ .govuk-summary-card, section .govuk-summary-card")) >= 4


def test_loaded_files_tell_what_was_read(officer, world) -> None:
    page = _page(officer.get("/officer/registry-copies"))
    assert "StatementSummaries2026.csv" in page.get_text()
    assert _page(officer.get(page.select_one("table a")["href"])).find(string="Every row was read.")


def test_the_queue_says_how_far_a_supplier_moved_and_why(world, sign_in) -> None:
    world.screen_all()
    contract = world.lawyer.contracts[0]
    contract.cpv, contract.title, contract.value = ["45000000"], "New hospital", Decimal(30_000_000)
    world.session.commit()
    world.screen_all()
    row = _page(sign_in(world.officer).get("/officer/suppliers?q=quill")).select_one(".fh-queue__row")
    assert "up 2 places" in row.select_one(".fh-moved").get_text()
    assert "Moved because:" in row.get_text()


@pytest.fixture
def group_page(world, sign_in):
    """The page of the builder, listed in the statement that another company submitted for its group."""
    listed = world.session.scalars(
        select(StatementOrganisation).where(StatementOrganisation.name.like("HARBOUR%"))
    ).one()
    listed.statement.is_group = True
    listed.statement.parent_name = "Tideway Holdings plc"
    listed.statement.organisations += [
        StatementOrganisation(name=name) for name in ("Tideway Holdings plc", "Tideway Dredging Ltd")
    ]
    world.session.commit()
    world.screen_all()
    client = sign_in(world.officer)
    return lambda: _page(client.get(f"/officer/suppliers/{world.builder.id}/match"))


def test_a_supplier_that_its_groups_statement_covers_is_told_as_such_with_the_whole_list(group_page) -> None:
    text = " ".join(group_page().get_text().split())
    assert "Covered by its group's statement" in text
    assert "Covered by the group's statement of Tideway Holdings plc in the registry copy of" in text
    assert "It is not this supplier's own statement, so it counts for less." in text
    listed = group_page().select_one(".fh-match details")
    assert listed is not None
    assert "The group's statement of Tideway Holdings plc lists 3 organisations" in listed.summary.get_text()
    assert [item.get_text() for item in listed.select("li")] == [
        "HARBOUR CONSTRUCTION GROUP LTD",
        "Tideway Dredging Ltd",
        "Tideway Holdings plc",
    ]


def test_the_queue_finds_covered_suppliers(group_page, world, sign_in) -> None:
    page = _page(sign_in(world.officer).get("/officer/suppliers?statement=covered_by_group"))
    assert _names(page) == ["Harbour Construction Group Limited"]
    assert "Covered by its group's statement: 1" in page.get_text()


def test_a_match_of_the_same_group_is_confirmed_as_covered(world, sign_in) -> None:
    world.screen_all()
    match = world.session.scalars(select(Match).where(Match.supplier_id == world.cleaner.id)).one()
    match.kind, match.decision, match.proposed = "same_group", "possible", "possible"
    world.session.commit()
    client = sign_in(world.officer)
    page = _page(client.get(f"/officer/suppliers/{world.cleaner.id}/match"))
    buttons = [button.get_text(strip=True) for button in page.select(".fh-match button")]
    assert buttons[0].startswith("This group's statement covers it")
    assert "Same organisation" not in " ".join(buttons)
    assert client.post(f"/officer/matches/{match.id}/confirm").status_code == 302
    assert world.do_queued_work() == 1
    again = _page(client.get(f"/officer/suppliers/{world.cleaner.id}/all")).get_text()
    assert "A person confirmed that the group's statement covers it." in again


def test_the_files_page_tells_what_matching_found_and_how_many_may_be_wrong(world, officer) -> None:
    run = last_full_run(world.session, world.council.id)
    run.matching = {**run.matching, "expected_wrong": 0.256}
    world.session.commit()
    page = _page(officer.get("/officer/registry-copies"))
    [table] = [one for one in page.select("table") if "expected to be wrong" in one.get_text()]
    cells = [cell.get_text(" ", strip=True) for cell in table.select("tbody tr")[0].find_all("td")]
    assert sum(int(cells[column]) for column in (0, 3, 4, 5)) == 3
    assert cells[2] == "0.26"
    assert "by name" in cells[6]
    assert "Without a person from a probability of 90%, possible from 40%" in page.get_text()


def test_other_names_of_the_organisation_are_shown_but_not_those_of_other_councils(world, sign_in) -> None:
    other = Council(slug="othertown", name="Othertown")
    organisation = Organisation(name="Quill & Partners LLP", company_number="OC301234")
    world.session.add_all([other, organisation])
    world.session.flush()
    for name, kind, council_id, until in (
        ("Pen & Partners LLP", NameKind.PREVIOUS, None, date(2019, 5, 1)),
        ("Quill Solicitors", NameKind.CONFIRMED, world.council.id, None),
        ("Secret Ledger Name", NameKind.CONFIRMED, other.id, None),
    ):
        organisation.names.append(
            OrganisationName(name=name, kind=kind, source="test", council_id=council_id, used_until=until)
        )
    world.lawyer.organisation = organisation
    world.session.commit()
    page = _page(sign_in(world.officer).get(f"/officer/suppliers/{world.lawyer.id}")).get_text()
    assert "Pen & Partners LLP (until 2019); Quill Solicitors" in page
    assert "Secret Ledger Name" not in page
