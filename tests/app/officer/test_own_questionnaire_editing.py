"""Editing own questions without knowing what a file is: the kind first, and what is left to do in words."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.services.answers import own_questionnaires as service
from models import CouncilQuestionnaire, Person, Role
from questionnaires import editing, own

LIST = "/officer/questionnaires"
SECTION = "own_tell_us_about_local_work"
QUESTION: dict[str, Any] = {
    "type": "yes_no",
    "text_en": "Do you offer apprenticeships?",
    "why_en": "We want work for young people.",
    "example_en": "Two in our depot.",
    "offer_unknown": "y",
    "required": "y",
    "settings": ["post_award"],
}
NAME = "own_do_you_offer_apprenticeships"


@pytest.fixture
def lead(world, sign_in) -> FlaskClient:
    """A lead of a council that has a Welsh name, with a draft that has an empty section."""
    person = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.council.name_cy = "Cyngor Anytown"
    world.session.add(person)
    world.session.commit()
    client = sign_in(person)
    assert client.post(f"{LIST}/new", data={"title_en": "Anytown questions"}).status_code == 302
    assert sent(client, world, "sections/new", title_en="Tell us about local work").status_code == 302
    return client


def row(world) -> CouncilQuestionnaire:
    world.session.expire_all()
    return world.session.scalars(
        select(CouncilQuestionnaire).order_by(CouncilQuestionnaire.id.desc())
    ).first()


def sent(client: FlaskClient, world, where: str, **fields: Any):
    there = row(world)
    return client.post(f"{LIST}/{there.id}/{where}", data={"revision": there.revision, **fields})


def page(client: FlaskClient, world, where: str = "", language: str = "") -> BeautifulSoup:
    if language:
        client.get(f"/language/{language}")
    answer = client.get(f"{LIST}/{row(world).id}{where}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def to_do(found: BeautifulSoup) -> dict[str, str]:
    """What is left to do, and the address of each line's link."""
    lines = found.select("#to-do li")
    return {" ".join(one.get_text().split()): one.select_one("a")["href"] for one in lines}


def test_what_is_left_to_do_is_told_by_the_words_of_each_part_and_leads_there(world, lead) -> None:
    number = row(world).id
    assert to_do(page(lead, world)) == {
        "Tell us about local work: Add a question, or remove the section.": (
            f"{LIST}/{number}/sections/{SECTION}/question"
        ),
        "Add the name in Welsh.": f"{LIST}/{number}/name",
        "Tell us about local work: Add the Welsh of: the title.": f"{LIST}/{number}/sections/{SECTION}",
    }
    sent(lead, world, f"sections/{SECTION}/question", **QUESTION, hint_en="Count all", hint_cy="Pob un")
    sent(lead, world, "standard/policy_published", note_en="Our charter counts.", asked="yes")
    found = to_do(page(lead, world))
    assert found[
        "Do you offer apprenticeships?: Add the Welsh of: the question, why you ask, the example."
    ] == (f"{LIST}/{number}/questions/{NAME}")
    [note] = [one for one in found if one.endswith(" that anyone can read?: Add the Welsh of your note.")]
    assert found[note] == f"{LIST}/{number}/standard/policy_published"
    assert to_do(page(lead, world, "/publish")) == found
    assert "sections.1" not in page(lead, world).get_text()


def test_nothing_is_left_to_do_exactly_when_it_can_be_published(world, lead) -> None:
    welsh = {f"{name}_cy": "Cymraeg" for name in ("text", "why", "example")}
    sent(lead, world, f"sections/{SECTION}/question", **QUESTION, **welsh)
    sent(lead, world, "name", title_en="Anytown questions", title_cy="Cwestiynau Anytown")
    assert to_do(page(lead, world)) and service.lacking_welsh(world.session, row(world))
    sent(lead, world, f"sections/{SECTION}", title_en="Local work", title_cy="Gwaith lleol")
    assert to_do(page(lead, world)) == {} and not service.lacking_welsh(world.session, row(world))
    assert page(lead, world, "/publish").select_one("#reason")


def test_mistakes_of_a_file_that_pages_cannot_make_are_told_where_they_are(world, lead) -> None:
    sent(lead, world, f"sections/{SECTION}/question", **QUESTION)
    there = row(world)
    written = editing.question(there.content, NAME)
    there.content = editing.put_question(there.content, SECTION, {**written, "signal": "policy.published"})
    world.session.commit()
    found = to_do(page(lead, world))
    [line] = [one for one in found if "enters no score" in one]
    assert line.startswith("Do you offer apprenticeships?: ")
    assert found[line].endswith(f"/questions/{NAME}")


def test_the_kind_of_answer_comes_first_and_only_its_fields_follow(world, lead) -> None:
    where = f"/sections/{SECTION}/question"
    first = page(lead, world, where)
    assert not first.select("textarea") and len(first.select("input[name=kind]")) == 8
    assert "Choose a kind" in page(lead, world, f"{where}?go=1").select_one(".govuk-error-summary").text
    assert "Choose a kind" in page(lead, world, f"{where}?go=1&kind=nonsense").text
    shown = {
        kind: {one["name"] for one in page(lead, world, f"{where}?kind={kind}").select("main [name]")}
        for kind in ("yes_no", "radio", "checkboxes", "text", "whole_number", "date")
    }
    special = {"options_en", "options_cy", "offer_none", "in_future", "minimum", "maximum"}
    assert {kind: names & special for kind, names in shown.items()} == {
        "yes_no": set(),
        "radio": {"options_en", "options_cy"},
        "checkboxes": {"options_en", "options_cy", "offer_none"},
        "text": set(),
        "whole_number": {"minimum", "maximum"},
        "date": {"in_future"},
    }
    chosen = page(lead, world, f"{where}?kind=date").select_one("input[name=type]")
    assert chosen["type"] == "hidden" and chosen["value"] == "date"


def test_another_kind_is_chosen_for_a_question_that_is_there(world, lead) -> None:
    sent(lead, world, f"sections/{SECTION}/question", **QUESTION)
    where = f"/questions/{NAME}"
    assert page(lead, world, f"{where}?choose=1").select_one("input[name=kind][checked]")["value"] == "yes_no"
    form = page(lead, world, f"{where}?choose=1&kind=whole_number")
    assert form.select_one("#text_en").get_text().strip() == QUESTION["text_en"]
    assert form.select_one("input[name=type]")["value"] == "whole_number"
    assert form.select("#minimum") and not form.select("#options_en")
    sent(lead, world, where[1:], **{**QUESTION, "type": "whole_number", "minimum": "0"})
    assert editing.question(row(world).content, NAME)["type"] == "whole_number"


def test_whoever_writes_freely_is_told_to_name_nobody(world, lead) -> None:
    sent(lead, world, f"sections/{SECTION}/question", **{**QUESTION, "type": "text"})
    seen = page(lead, world, f"/preview?question={NAME}").get_text(" ")
    assert "Do not name or describe any person." in seen
    welsh = page(lead, world, f"/preview?question={NAME}", "cy").get_text(" ")
    assert "Peidiwch ag enwi na disgrifio unrhyw berson." in welsh
    content = row(world).content
    assert "hint" not in editing.question(content, NAME)
    built = own.extended(service.base_of(row(world)), content)
    assert built.question(NAME).hint is not None


def test_what_cannot_be_undone_is_behind_a_second_press(world, lead) -> None:
    sent(lead, world, f"sections/{SECTION}/question", **QUESTION)
    found = page(lead, world)
    assert found.select_one("details form[action$='/discard']")
    assert not found.select("main > form[action$='/discard']")
    [whole] = found.select(f"form[action$='/parts/{SECTION}'] button[value=remove]")
    assert whole.find_parent("details")


def test_the_preview_lists_own_sections_first_and_the_rest_as_they_come(world, lead) -> None:
    sent(lead, world, f"sections/{SECTION}/question", **QUESTION)
    base = [one.title.en for one in service.base_of(row(world)).sections]
    shown = [one.get_text(strip=True) for one in page(lead, world, "/preview").select("main summary")]
    assert shown == ["Tell us about local work", *base]
