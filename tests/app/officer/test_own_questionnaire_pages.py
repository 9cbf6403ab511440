"""The pages of a council's own questionnaires, from the first draft to the answer on the supplier's page."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import flask_babel
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.extensions import clock
from app.services.answers import answering
from app.services.answers import questionnaires_in_use as in_use
from models import Answer as AnswerRow
from models import Council, CouncilQuestionnaire, Invitation, OutboxMessage, Person, QuestionnaireState, Role
from questionnaires import editing
from support.world import answer_everything

LIST = "/officer/questionnaires"
QUESTION = {
    "type": "radio",
    "text_en": "Do you offer apprenticeships in Anytown?",
    "why_en": "We want work for young people.",
    "example_en": "Two in our depot.",
    "options_en": "Several\nOne\nNot yet",
    "offer_unknown": "y",
    "required": "y",
    "settings": ["post_award"],
}


@pytest.fixture
def lead(world, sign_in) -> FlaskClient:
    return sign_in(_person(world, world.council, "lee@anytown.example", Role.LEAD))


@pytest.fixture
def officer(world, sign_in) -> FlaskClient:
    return sign_in(world.officer)


def _person(world, council: Council, email: str, role: Role) -> Person:
    person = Person(email=email, name="Lee Lead", role=role, council_id=council.id)
    world.session.add(person)
    world.session.commit()
    return person


def page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert len(found.select("h1")) == 1
    ids = [element["id"] for element in found.select("[id]")]
    assert len(ids) == len(set(ids))
    for field in found.select("main input:not([type=hidden]), main textarea, main select"):
        assert found.select_one(f"label[for='{field['id']}']"), field
    for link in found.select(".govuk-error-summary a"):
        assert found.select_one(link["href"]), link
    return found


def words(found: BeautifulSoup) -> str:
    return " ".join(found.get_text(" ").split())


def row(world) -> CouncilQuestionnaire:
    world.session.expire_all()
    return world.session.scalars(
        select(CouncilQuestionnaire).order_by(CouncilQuestionnaire.id.desc())
    ).first()


def sent(client: FlaskClient, world, where: str, **fields: Any):
    """Post to a page of the newest version, with the revision that stands."""
    there = row(world)
    return client.post(f"{LIST}/{there.id}/{where}", data={"revision": there.revision, **fields})


@pytest.fixture
def draft(world, lead) -> FlaskClient:
    """A draft with a section and a question, made through the pages."""
    assert lead.post(f"{LIST}/new", data={"title_en": "Anytown questions"}).status_code == 302
    assert sent(lead, world, "sections/new", title_en="Tell us about local work").status_code == 302
    assert sent(lead, world, "sections/own_tell_us_about_local_work/question", **QUESTION).status_code == 302
    return lead


NAME = "own_do_you_offer_apprenticeships_in_anytown"


def test_an_officer_sees_and_may_not_change(world, draft, sign_in) -> None:
    officer, number = sign_in(world.officer), row(world).id
    assert "Only a lead of the council can add questions" in words(page(officer.get(LIST)))
    found = page(officer.get(f"{LIST}/{number}"))
    assert QUESTION["text_en"] in words(found)
    assert not found.select(f"main a[href*='/{number}/questions/']") and not found.select("main form")
    for where in ("publish", "name", "upload", "sections/new", f"questions/{NAME}", f"questions/{NAME}/when"):
        assert officer.get(f"{LIST}/{number}/{where}").status_code == 403, where
    for where in ("next", "discard", f"parts/{NAME}"):
        assert officer.post(f"{LIST}/{number}/{where}").status_code == 403, where


def test_another_council_finds_nothing(world, draft, sign_in) -> None:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    stranger = sign_in(_person(world, other, "sam@elsewhere.example", Role.LEAD))
    assert "Anytown questions" not in words(page(stranger.get(LIST)))
    number = row(world).id
    for where in ("", "/publish", "/preview", "/file", "/upload", f"/questions/{NAME}", "/sections/new"):
        assert stranger.get(f"{LIST}/{number}{where}").status_code == 404, where
    for where in ("next", "discard", f"parts/{NAME}"):
        assert stranger.post(f"{LIST}/{number}/{where}", data={"do": "remove"}).status_code == 404, where


def test_a_question_is_kept_as_it_was_entered_and_shown_again(world, draft) -> None:
    there = row(world)
    written = editing.question(there.content, NAME)
    assert [one["value"] for one in written["options"]] == ["option_1", "option_2", "option_3", "unknown"]
    assert written["settings"] == ["post_award"] and "cy" not in written["text"]
    assert "in English only" in words(page(draft.get(f"{LIST}/{there.id}")))
    form = page(draft.get(f"{LIST}/{there.id}/questions/{NAME}"))
    assert form.select_one("#text_en").get_text().strip() == QUESTION["text_en"]
    assert form.select_one("#options_en").get_text().split() == ["Several", "One", "Not", "yet"]
    changed = {**QUESTION, "options_en": "One\nMany", "options_cy": "Un\nLlawer"}
    assert sent(draft, world, f"questions/{NAME}", **changed).status_code == 302
    options = editing.question(row(world).content, NAME)["options"]
    assert options[0] == {"value": "option_2", "label": {"en": "One", "cy": "Un"}}
    assert options[1]["value"] not in ("option_2", "unknown")


@pytest.mark.parametrize(
    ("more", "said", "field"),
    [
        ({"text_en": " "}, "Enter the question", "text_en"),
        ({"why_en": ""}, "Say in a sentence why you ask", "why_en"),
        ({"example_en": ""}, "Enter an example", "example_en"),
        ({"type": ""}, "Choose a kind of answer", "type"),
        ({"options_en": "One"}, "Enter two options or more", "options_en"),
        ({"options_en": "One\none"}, "must be different", "options_en"),
        ({"options_cy": "Un"}, "as many options in Welsh", "options_cy"),
        ({"settings": []}, "Choose when it may be asked", "settings"),
        ({"hint_cy": "Awgrym"}, "Enter the English as well", "hint_cy"),
        ({"evidence_en": "A page", "evidence_months": "0"}, "from 1 to 60", "evidence_months"),
        ({"type": "whole_number", "minimum": "5", "maximum": "4"}, "not below the lowest", "maximum"),
        ({"text_en": "x" * 501}, "500 characters", "text_en"),
    ],
)
def test_each_field_says_what_is_wrong_with_it_and_nothing_is_lost(world, draft, more, said, field) -> None:
    before = row(world).content
    found = page(sent(draft, world, f"questions/{NAME}", **{**QUESTION, **more}))
    links = found.select(".govuk-error-summary a")
    assert any(said in link.get_text() and link["href"] == f"#{field}" for link in links), links
    assert found.select_one("#example_en").get_text().strip() == {**QUESTION, **more}["example_en"]
    assert row(world).content == before


@pytest.mark.parametrize(
    "kind", ["yes_no", "checkboxes", "text", "whole_number", "date", "country_list", "url"]
)
def test_every_kind_of_question_can_be_made(world, draft, kind) -> None:
    more = {"type": kind, "offer_none": "y", "in_future": "y", "minimum": "1", "evidence_en": "A page"}
    assert sent(draft, world, f"questions/{NAME}", **{**QUESTION, **more}).status_code == 302
    assert editing.question(row(world).content, NAME)["type"] == kind
    shown = page(draft.get(f"{LIST}/{row(world).id}/preview?question={NAME}"))
    assert QUESTION["text_en"] in words(shown)


def test_a_condition_is_chosen_in_two_steps_and_a_second_one_joins_it(world, draft) -> None:
    number, where = row(world).id, f"questions/{NAME}/when"
    assert "always asked" in words(page(draft.get(f"{LIST}/{number}/{where}")))
    step = page(draft.get(f"{LIST}/{number}/{where}?about=policy_published"))
    assert [one["value"] for one in step.select("input[name=answers]")] == ["yes", "no", "unknown"]
    wrong = page(sent(draft, world, f"{where}?about=policy_published", relation="in"))
    assert "Choose one answer or more" in words(wrong)
    first = {"relation": "in", "answers": ["no", "unknown"]}
    assert sent(draft, world, f"{where}?about=policy_published", **first).status_code == 302
    second = {"relation": "abroad", "join": "any"}
    assert sent(draft, world, f"{where}?about=sourcing_countries", **second).status_code == 302
    assert editing.question(row(world).content, NAME)["show_if"] == {
        "any": [
            {"question": "policy_published", "in": ["no", "unknown"]},
            {"question": "sourcing_countries", "contains_other": ["GB", "unknown"]},
        ]
    }
    said = words(page(draft.get(f"{LIST}/{number}/{where}")))
    assert "Two conditions are the most" in said and "is No or I do not know" in said
    assert sent(draft, world, f"parts/{NAME}", do="always").status_code == 302
    assert "show_if" not in editing.question(row(world).content, NAME)


def test_parts_are_moved_and_removed_and_a_reference_is_not_left_dangling(world, draft) -> None:
    second = {**QUESTION, "text_en": "How many?", "type": "whole_number"}
    section = "own_tell_us_about_local_work"
    sent(draft, world, f"sections/{section}/question", **second)
    sent(draft, world, "questions/own_how_many/when?about=" + NAME, relation="in", answers=["option_1"])
    sent(draft, world, f"parts/{NAME}", do="remove")
    assert "There is no question" in words(page(draft.get(f"{LIST}/{row(world).id}")))
    assert editing.names(row(world).content) == [section, NAME, "own_how_many"]
    sent(draft, world, "parts/own_how_many", do="always")
    sent(draft, world, "parts/own_how_many", do="up")
    assert editing.names(row(world).content) == [section, "own_how_many", NAME]
    sent(draft, world, f"parts/{section}", do="remove")
    assert editing.names(row(world).content) == []
    assert sent(draft, world, f"parts/{NAME}", do="remove").status_code == 404


def test_a_standard_question_gets_a_note_and_most_cannot_be_left_out(world, draft) -> None:
    form = page(draft.get(f"{LIST}/{row(world).id}/standard/policy_published"))
    assert "It cannot be left out" in words(form)
    assert (
        sent(
            draft, world, "standard/policy_published", note_en="Our charter counts.", asked="yes"
        ).status_code
        == 302
    )
    assert sent(draft, world, "standard/workers_agency", asked="no").status_code == 302
    assert sent(draft, world, "standard/gap_goals_by", asked="no").status_code == 302
    there = row(world)
    assert there.content["help"] == {"policy_published": {"en": "Our charter counts."}}
    assert there.content["switched_off"] == ["gap_goals_by"]
    assert draft.get(f"{LIST}/{there.id}/standard/nothing").status_code == 404


def test_of_two_leads_the_second_is_told_and_loses_nothing(world, draft) -> None:
    there = row(world)
    seen = there.revision
    sent(draft, world, "name", title_en="Other name")
    address = f"{LIST}/{there.id}/questions/{NAME}"
    found = page(draft.post(address, data={**QUESTION, "text_en": "Mine?", "revision": seen}))
    assert "Somebody else changed this draft" in words(found)
    assert found.select_one("#text_en").get_text().strip() == "Mine?"
    again = {**QUESTION, "text_en": "Mine?", "revision": found.select_one("[name=revision]")["value"]}
    assert draft.post(address, data=again).status_code == 302
    assert editing.question(row(world).content, NAME)["text"]["en"] == "Mine?"


def test_a_file_is_taken_away_and_brought_back_and_its_mistakes_are_listed(world, draft) -> None:
    number = row(world).id
    file = draft.get(f"{LIST}/{number}/file")
    assert "attachment" in file.headers["Content-Disposition"]
    text = file.get_data().replace(b"Tell us about local work", b"Tell us more")
    assert sent(draft, world, "upload", file=(io.BytesIO(text), "mine.yaml")).status_code == 302
    assert row(world).content["sections"][0]["title"]["en"] == "Tell us more"
    wrong = text.replace(b"type: radio", b"type: essay")
    found = page(sent(draft, world, "upload", file=(io.BytesIO(wrong), "mine.yaml")))
    assert re.search(r"mine\.yaml, line \d+, sections\.0\.questions\.0\.type", words(found))
    assert "Choose the file" in words(page(sent(draft, world, "upload")))


def test_the_preview_walks_the_path_and_stores_nothing(world, draft) -> None:
    number = row(world).id
    address = f"{LIST}/{number}/preview"
    page(draft.get(address))
    first = page(draft.get(f"{address}?question=first&setting=at_evaluation"))
    assert "Preview: nothing is stored" in words(first)
    fields = {one["name"]: one["value"] for one in first.select("main form input[type=hidden]")}
    missing = page(draft.post(address, data=fields))
    assert missing.select(".govuk-error-summary")
    seen = []
    shown = first
    while shown.select("main form"):
        fields = {one["name"]: one["value"] for one in shown.select("main form input[type=hidden]")}
        seen.append(fields["question"])
        option = shown.select_one("main form input[name=answer]")
        shown = page(draft.post(address, data={**fields, "answer": option["value"]}))
    assert "Nothing was stored" in words(shown) and len(seen) > 2 and NAME not in seen
    assert world.session.scalar(select(func.count()).select_from(AnswerRow)) == 0
    last = page(draft.post(address, data={"question": NAME, "given": "[1", "answer": "option_1"}))
    assert "You passed over these" in words(last)
    for given in (
        '{"own_x": 1}',
        '{"policy_published": {"value": ["a"]}}',
        "null",
        json.dumps({NAME: {"value": 3}}),
    ):
        page(draft.post(address, data={"question": NAME, "given": given, "answer": "option_1"}))


def test_published_with_a_reason_after_the_effect_was_shown_and_then_frozen(world, draft) -> None:
    number = row(world).id
    effect = words(page(draft.get(f"{LIST}/{number}/publish")))
    assert "about" in effect and "minutes" in effect and QUESTION["text_en"] in effect
    assert "Enter a reason" in words(page(sent(draft, world, "publish", reason=" ")))
    assert sent(draft, world, "publish", reason="Local jobs matter").status_code == 302
    assert row(world).state == QuestionnaireState.PUBLISHED
    shown = page(draft.get(f"{LIST}/{number}"))
    assert "Local jobs matter" in words(shown) and "cannot be changed any more" in words(shown)
    for where in ("publish", "name", "upload", f"questions/{NAME}"):
        assert draft.get(f"{LIST}/{number}/{where}").status_code == 404, where
    assert draft.post(f"{LIST}/{number}/next").status_code == 302
    assert row(world).version == 2
    assert draft.post(f"{LIST}/{row(world).id}/discard").status_code == 302
    assert "Enter a reason" in words(page(draft.post(f"{LIST}/{number}/retire")))
    assert draft.post(f"{LIST}/{number}/retire", data={"reason": "Over"}).status_code == 302
    assert row(world).state == QuestionnaireState.RETIRED


def test_a_published_row_that_was_tampered_with_is_not_shown(world, draft) -> None:
    sent(draft, world, "publish", reason="Local jobs matter")
    there = row(world)
    there.content = {**there.content, "title": {"en": "Quietly other"}}
    world.session.commit()
    with pytest.raises(in_use.NotAsPublished):
        draft.get(f"{LIST}/{there.id}")


def test_the_pages_are_there_in_welsh(world, draft) -> None:
    draft.get("/language/cy?next=/")
    flask_babel.refresh()  # tests share one application context, which keeps the language
    for where in ("", "/publish", "/preview", f"/questions/{NAME}", f"/preview?question={NAME}"):
        page(draft.get(f"{LIST}/{row(world).id}{where}"))
    shown = words(page(draft.get(f"{LIST}/{row(world).id}/preview?question={NAME}")))
    assert "yn Saesneg yn unig" in shown


def test_from_the_invitation_to_the_answer_on_the_suppliers_page(world, draft, sign_in) -> None:
    """The whole way: the officer asks, the contact answers and submits, the officer reads the own answer."""
    sent(draft, world, "publish", reason="Local jobs matter")
    officer = sign_in(world.officer)
    ask = f"/officer/suppliers/{world.cleaner.id}/ask"
    choices = page(officer.get(ask)).select("input[name=questionnaire]")
    assert [one["value"] for one in choices] == [row(world).questionnaire_id, "supplier"]
    assert "checked" in choices[0].attrs
    form = {"email": "c@northgate.example", "contact_name": "", "due_on": "14/12/2026"}
    assert officer.post(ask, data=form | {"questionnaire": "council_99_x"}).status_code == 200
    assert officer.post(ask, data=form | {"questionnaire": row(world).questionnaire_id}).status_code == 302
    [invitation] = world.session.scalars(select(Invitation))
    assert "minutes" in world.session.scalars(select(OutboxMessage.body)).first()
    contact = sign_in(invitation.contact)
    answer_everything(world, invitation)
    own = f"/answers/{invitation.id}/questions/{NAME}"
    assert QUESTION["text_en"] in words(page(contact.get(own)))
    saved = answering.answers_of(invitation.response)[NAME]
    assert saved.value == "option_1"
    answering.submit(
        world.session, invitation.contact, invitation, "Dee Rector", "Director", clock.now(), clock.today()
    )
    invitation.agreed_at = clock.now()
    world.session.commit()
    shown = words(page(sign_in(world.officer).get(f"/officer/suppliers/{world.cleaner.id}/answers")))
    assert QUESTION["text_en"] in shown and "Several" in shown
