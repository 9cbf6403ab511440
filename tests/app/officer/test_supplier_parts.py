"""The parts of a supplier's page: none opens the answers by the way, and old addresses lead on."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event, func, select

from app.extensions import clock, db
from app.services.inviting import invitations
from app.services.people import notes
from models import Council, Person, ResponseLook, Role
from questionnaires import Setting
from support.two_councils import DUE, ask, submit

PARTS = {
    "": "Overview",
    "/risk": "Risk",
    "/contracts": "Contracts",
    "/match": "Statement",
    "/answers": "Answers",
    "/work": "Work",
    "/timeline": "Timeline",
    "/documents": "Documents",
}
#: What the part with most in it takes; none may read row by row.
MOST_QUERIES = 26


def _page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.text, "html.parser")


def _home(world) -> str:
    return f"/officer/suppliers/{world.cleaner.id}"


@pytest.mark.parametrize("part", PARTS)
def test_every_part_says_where_one_is_and_leads_to_the_others(officer, world, part) -> None:
    page = _page(officer.get(_home(world) + part))
    links = page.select("nav.fh-parts a")
    assert {link.get_text(): link["href"] for link in links} == {
        label: _home(world) + path for path, label in PARTS.items()
    }
    [here] = page.select("nav.fh-parts a[aria-current=page]")
    assert here.get_text() == PARTS[part]
    assert [heading.get_text() for heading in page.select("h1")] == [world.cleaner.name]
    ids = [one["id"] for one in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_the_page_of_everything_has_every_section_of_the_parts_once(officer, world) -> None:
    whole = _page(officer.get(f"{_home(world)}/all"))
    ids = [one["id"] for one in whole.select("[id]")]
    assert len(ids) == len(set(ids))
    for part in PARTS:
        if part in (
            "",
            "/documents",
        ):  # the first ends with a list of the others; the last is no text to print
            continue
        headings = _page(officer.get(_home(world) + part)).select("main section > h2, main section > h3")
        assert headings
        for heading in headings:
            assert heading["id"] in ids, heading
    assert not whole.select("nav.fh-parts [aria-current]")


def test_only_the_answers_and_the_whole_open_the_answers(world, officer) -> None:
    submit(world, ask(world, world.cleaner))
    looks = select(func.count()).select_from(ResponseLook)
    for part in PARTS:
        before = world.session.scalar(looks)
        text = _page(officer.get(_home(world) + part)).get_text()
        assert (world.session.scalar(looks) > before) is (part == "/answers")
        assert ("Tell us about your organisation" in text) is (part == "/answers")


def test_addresses_given_out_before_the_page_had_parts_lead_to_the_right_row(world, officer) -> None:
    notes.write(world.session, world.settings, world.officer, world.cleaner, "Hello", [], clock.now())
    page = _page(officer.get(_home(world)))
    for fragment, part in (("statement", "match"), ("contracts", "contracts"), ("answers", "answers")):
        assert page.select_one(f"#{fragment} a")["href"] == f"{_home(world)}/{part}"
    for fragment in ("plans", "colleagues"):
        row = page.select_one(f"#{fragment}")
        row = row if row.a else row.find_parent(class_="govuk-summary-list__row")
        assert row.a["href"] == f"{_home(world)}/work"
    for fragment in ("in-short", "care", "decision"):
        assert page.select_one(f"#{fragment}")


@pytest.mark.parametrize("part", [*PARTS, "/all"])
def test_no_part_of_another_councils_supplier_is_there(world, sign_in, part) -> None:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    stranger = Person(email="sam@elsewhere.example", name="Sam", role=Role.OFFICER, council_id=other.id)
    world.session.add(stranger)
    world.session.commit()
    assert sign_in(stranger).get(_home(world) + part).status_code == 404


@pytest.mark.parametrize("part", PARTS)
def test_a_part_takes_few_queries_before_and_after_screening(world, sign_in, part) -> None:
    client = sign_in(world.officer)
    asked: list[str] = []

    def count(_connection, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    for _turn in range(2):
        asked.clear()
        assert client.get(_home(world) + part).status_code == 200
        assert len(asked) <= MOST_QUERIES, len(asked)
        event.remove(db.engine, "before_cursor_execute", count)
        world.screen_all()
        event.listen(db.engine, "before_cursor_execute", count)
    event.remove(db.engine, "before_cursor_execute", count)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"setting": Setting.POST_AWARD}, ["A contract that is in place"]),
        (
            {"setting": Setting.AT_EVALUATION},
            ["A tender that is being evaluated", "so nothing of workers' terms"],
        ),
        (
            {"setting": Setting.PRE_QUALIFICATION, "above_threshold": True},
            [
                "A stage before the tenders that narrows the field",
                "above the threshold, so such a stage is allowed",
            ],
        ),
        (
            {"setting": Setting.PRE_QUALIFICATION, "exception": "Light-touch services <b>"},
            ["the exception that the council relies on: Light-touch services <b>"],
        ),
    ],
)
def test_for_which_stage_a_supplier_was_asked_is_told(world, officer, given, said) -> None:
    person = (
        world.settings,
        world.officer,
        world.cleaner,
        "c@northgate.example",
        "Con Tact",
        DUE,
        clock.now(),
    )
    invitations.ask(world.session, *person, **given)
    section = _page(officer.get(f"{_home(world)}/answers")).select_one("#asked-for").find_next("dl")
    text = " ".join(section.get_text(" ").split())
    for words in said:
        assert words in text
    assert "Con Tact, 20 November 2026" in text


def test_a_supplier_that_was_not_screened_is_told_how_it_will_be(world, sign_in) -> None:
    client = sign_in(world.officer)
    for part in ("", "/risk", "/documents"):
        page = _page(client.get(_home(world) + part))
        assert "has not been screened yet" in page.get_text()
        assert page.select_one(".fh-empty a")["href"] == "/officer/files/add"
