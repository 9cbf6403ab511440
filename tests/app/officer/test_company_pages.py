"""The page on which company a supplier is."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import clock
from app.officer.supplier import company_views
from app.officer.uploads import upload_views
from app.services.matching import company_directory
from app.services.matching.screening_setup import screening_setup
from app.services.organisations import which_company
from app.services.organisations.which_company import Trouble
from models import (
    FileKind,
    NameKind,
    Organisation,
    OrganisationName,
    Role,
    SourceFile,
    StatedCompany,
    StatementOrganisation,
)
from support.council_people import add_council, add_person
from support.naughty import NAUGHTY, encoded, runs_nothing

NUMBER = "01234567"
REASON = "It is on its invoice of March."


@pytest.fixture
def officer(world, sign_in) -> FlaskClient:
    return sign_in(world.officer)


@pytest.fixture
def companies(world, app) -> None:
    """The cleaner's namesake has a number in the registry copy, and the council was screened."""
    named = world.session.scalars(
        select(StatementOrganisation).where(StatementOrganisation.name.like("Northgate%"))
    ).one()
    named.company_number = NUMBER
    lawyers = Organisation(name="QUILL & PARTNERS LLP", company_number="OC301234", postcode="EX1 1AA")
    lawyers.names.append(
        OrganisationName(name="FEATHER AND QUILL LLP", kind=NameKind.PREVIOUS, source="companies_house")
    )
    world.session.add(lawyers)
    world.session.commit()
    world.screen_all()
    setup = screening_setup(app.config["SETTINGS"])
    company_directory.renew(world.session, world.council.id, setup)


def address(supplier, more: str = "") -> str:
    return f"/officer/suppliers/{supplier.id}/company{more}"


def page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.data, "html.parser")


def words(answer) -> str:
    return " ".join(page(answer).find("main").get_text(" ").split())


def say(client: FlaskClient, supplier, number: str = NUMBER, reason: str = REASON):
    return client.post(address(supplier), data={"number": number, "reason": reason}, follow_redirects=True)


def test_the_supplier_page_leads_to_it_and_says_what_it_does(officer, world) -> None:
    shown = page(officer.get(f"/officer/suppliers/{world.cleaner.id}"))
    assert shown.find("a", href=address(world.cleaner)).get_text() == "Add the company number"
    world.cleaner.company_number = NUMBER
    world.session.commit()
    shown = page(officer.get(f"/officer/suppliers/{world.cleaner.id}"))
    assert shown.find("a", href=address(world.cleaner)).get_text().startswith("Correct it")


def test_candidates_are_shown_with_reasons_and_nothing_is_set(officer, world, companies) -> None:
    shown = words(officer.get(address(world.cleaner)))
    assert "Northgate Cleaning Service Limited" in shown and NUMBER in shown
    assert "A name alone settles nothing" in shown
    lawyers = words(officer.get(address(world.lawyer)))
    assert "Likely QUILL & PARTNERS LLP" in lawyers
    assert "EX1 1AA" in lawyers and "FEATHER AND QUILL LLP" in lawyers
    world.session.refresh(world.lawyer)
    assert world.lawyer.company_number == ""


def test_a_candidate_is_put_into_the_form_and_saved_with_a_reason(officer, world, companies) -> None:
    link = page(officer.get(address(world.lawyer))).select_one(".fh-card a[href*='number=']")
    form = page(officer.get(link["href"]))
    assert form.find(id="number")["value"] == "OC301234"
    assert "OC301234 is QUILL & PARTNERS LLP." in form.get_text()
    answer = words(say(officer, world.lawyer, "OC301234"))
    assert "The company number is OC301234. The supplier is being screened again." in answer
    assert "Ann Example said so on 20 November 2026." in answer
    assert "said by Ann Example on 20 November 2026. Before, there was none." in answer and REASON in answer
    world.session.refresh(world.lawyer)
    assert world.lawyer.organisation.name == "QUILL & PARTNERS LLP"


@pytest.mark.parametrize("typed", ["quill", "OC301234", "feather"])
def test_companies_are_looked_for_by_name_and_number(officer, world, companies, typed: str) -> None:
    shown = words(officer.get(address(world.cleaner, f"?q={typed}")))
    assert "1 company" in shown and "QUILL & PARTNERS LLP" in shown


def test_what_is_not_found_is_no_reason_to_stop(officer, world, companies) -> None:
    shown = words(officer.get(address(world.cleaner, "?q=zzzzzzzz")))
    assert "The company may be there all the same" in shown
    form = page(officer.get(address(world.cleaner, "?number=09999999")))
    assert "09999999 is not in the tables that were loaded." in form.get_text()
    assert form.find("a", href=lambda href: href and href.endswith("/company/09999999"))


def test_before_the_first_screening_the_page_says_so(officer, world) -> None:
    assert "Names can be looked for from the first screening on." in words(
        officer.get(address(world.cleaner))
    )


@pytest.mark.parametrize(
    ("number", "reason", "field", "told"),
    [
        ("", REASON, "number", "Enter a company number, for example 01234567"),
        ("GB 123 4567 82", REASON, "number", "This is a VAT number."),
        ("123456789", REASON, "number", "A company number has 8 characters."),
        (NUMBER, "", "reason", "Say how you know."),
    ],
)
def test_problems_are_listed_and_nothing_is_saved(officer, world, number, reason, field, told) -> None:
    shown = page(say(officer, world.cleaner, number, reason))
    summary = shown.select_one(".govuk-error-summary")
    assert told in summary.get_text() and summary.find("a", href=f"#{field}")
    assert told in shown.find(id=f"{field}-error").get_text()
    assert shown.find(id="number")["value"] == number
    assert not world.session.scalars(select(StatedCompany)).all()


def test_every_trouble_has_words(app) -> None:
    with app.test_request_context():
        assert len({company_views.trouble_words(one) for one in Trouble}) == len(Trouble)


def test_another_supplier_with_the_number_is_told_with_the_way_to_merge(officer, world) -> None:
    say(officer, world.builder)
    shown = page(say(officer, world.cleaner))
    assert "Another supplier of yours has this number" in shown.get_text()
    assert shown.find("a", href=f"/officer/suppliers/{world.cleaner.id}/compare/{world.builder.id}")


def test_it_is_taken_back(officer, world) -> None:
    say(officer, world.cleaner)
    shown = words(officer.post(address(world.cleaner, "/take-back"), follow_redirects=True))
    assert "Taken back. The supplier is being screened again." in shown
    assert "There is no company number." in shown
    assert "Taken back by Ann Example on 20 November 2026." in shown
    again = words(officer.post(address(world.cleaner, "/take-back"), follow_redirects=True))
    assert "Nothing was changed: there was nothing to take back." in again


def test_the_timeline_tells_both(officer, world) -> None:
    say(officer, world.cleaner)
    officer.post(address(world.cleaner, "/take-back"))
    told = page(officer.get(f"/officer/suppliers/{world.cleaner.id}/timeline"))
    assert "An officer said that the company number is 01234567" in told.get_text()
    assert "An officer's company number was taken back" in told.get_text()
    assert told.find("a", href=address(world.cleaner))


def test_what_a_file_says_otherwise_is_told(officer, world) -> None:
    said = which_company.say(
        world.session, world.officer, world.cleaner, NUMBER, REASON, clock.now(), clock.today()
    )
    file = SourceFile(
        council_id=world.council.id,
        kind=FileKind.CONTRACTS,
        name="register <of> March.csv",
        sha256="1" * 64,
        loaded_at=clock.now(),
    )
    said.file_number, said.source_file = "07654321", file
    world.session.add(file)
    world.session.commit()
    shown = words(officer.get(address(world.cleaner)))
    assert "The file “register <of> March.csv” says another number: 07654321." in shown


def test_the_preview_of_a_file_tells_of_numbers_that_stay(app) -> None:
    nothing = dict.fromkeys(
        ("new", "changed", "same", "gone", "contracts_added", "contracts_same", "contracts_left"), 0
    )
    names = ("new_names", "changed_rows", "gone_names", "added_rows", "left_rows")
    changes = {**nothing, **dict.fromkeys(names, ())}
    with app.test_request_context():
        without = upload_views.change_rows(changes)
        row = {"name": "Marsh Care Ltd", "stated": NUMBER, "file": "07654321"}
        told = upload_views.change_rows({**changes, "other_numbers": 1, "other_number_rows": [row]})
    [more] = [one for one in told if one not in without]
    assert more["first"] == ["Marsh Care Ltd: 01234567 stays, the file says 07654321"]


def test_the_queue_is_narrowed_to_suppliers_without_a_number(officer, world) -> None:
    world.screen_all()
    say(officer, world.cleaner)
    world.do_queued_work()
    shown = words(officer.get("/officer/suppliers?unnumbered=1&sort=spend"))
    assert "Company number" in shown and "Not known" in shown
    assert world.cleaner.name not in shown
    assert shown.index(world.builder.name) < shown.index(world.lawyer.name)


def test_another_council_neither_sees_nor_says(world, sign_in) -> None:
    stranger = sign_in(add_person(world, "Sam Stranger", Role.LEAD, add_council(world)))
    assert stranger.get(address(world.cleaner)).status_code == 404
    assert stranger.post(address(world.cleaner), data={"number": NUMBER, "reason": "x"}).status_code == 404
    assert stranger.post(address(world.cleaner, "/take-back")).status_code == 404
    world.session.refresh(world.cleaner)
    assert world.cleaner.company_number == ""


@pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY.keys())
def test_naughty_strings_run_nothing(officer, world, companies, text: str) -> None:
    typed = quote(encoded(text))
    assert runs_nothing(page(officer.get(address(world.cleaner, f"?q={typed}&number={typed}"))))
    for number in (typed, NUMBER):
        answer = officer.post(
            address(world.cleaner),
            data=f"number={number}&reason={typed}+seen",
            content_type="application/x-www-form-urlencoded",
            follow_redirects=True,
        )
        assert runs_nothing(page(answer))


def none(client: FlaskClient, supplier, kind: str = "sole_trader", reason: str = REASON):
    data = {"kind": kind, "none_reason": reason}
    return client.post(address(supplier, "/none"), data=data, follow_redirects=True)


def test_that_there_is_none_is_said_shown_everywhere_and_taken_back(officer, world, companies) -> None:
    told = words(none(officer, world.cleaner))
    assert "Saved: it has no company number." in told
    assert "It has no company number. What it is: A sole trader." in told
    assert "Companies that it may be" not in told and "Take back that it has none" in told
    shown = words(officer.get(f"/officer/suppliers/{world.cleaner.id}"))
    assert "None. A sole trader" in shown and "Correct it" in shown
    taken = words(officer.post(address(world.cleaner, "/take-back"), follow_redirects=True))
    assert "There is no company number." in taken and "A sole trader : said by" in taken
    timeline = words(officer.get(f"/officer/suppliers/{world.cleaner.id}/timeline"))
    assert "An officer said that there is no company number: A sole trader" in timeline


def test_a_sole_trader_need_not_publish_a_statement(officer, world, companies) -> None:
    statement = f"/officer/suppliers/{world.lawyer.id}/match"
    assert "section 54 binds companies and partnerships" not in words(officer.get(statement))
    none(officer, world.lawyer)
    assert "section 54 binds companies and partnerships" in words(officer.get(statement))


def test_that_there_is_none_needs_a_kind_and_a_reason(officer, world) -> None:
    for data, told in (({"kind": "", "reason": REASON}, "Choose what it is"), ({"reason": " "}, "Say how")):
        answer = none(officer, world.cleaner, **data)
        assert told in page(answer).find(class_="govuk-error-summary").get_text()
    assert none(officer, world.cleaner, "company").status_code == 200
    assert world.session.scalars(select(StatedCompany)).all() == []


def test_charity_number_and_postcode_stand_on_the_page_of_the_supplier(officer, world) -> None:
    world.cleaner.charity_number, world.cleaner.postcode = "1121596", "EX1 1JN"
    world.session.commit()
    shown = words(officer.get(f"/officer/suppliers/{world.cleaner.id}"))
    assert "Charity number 1121596" in shown and "Postcode EX1 1JN" in shown
