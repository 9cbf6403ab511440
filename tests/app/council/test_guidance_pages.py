"""The pages of the guidance library, and the entries that stand beside other things."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import g, render_template_string

import questionnaires
from app.council import guidance_words
from app.extensions import clock
from app.services.guidance import guidance
from app.services.guidance import guidance_changes as changes
from models import Council, GuidanceEntry, LinkCheck, LinkState
from support.naughty import NAUGHTY, encoded, runs_nothing
from support.pages import page, words
from support.statement_room import Room

ADDRESS = "/statement/guidance"
GIVEN = {
    "title": "Our pathway",
    "title_cy": "Ein llwybr",
    "kind": "pathway",
    "publisher": "Anytown Council",
    "url": "https://pathway.anytown.example/adults",
    "dated": "2026-03",
    "note": "Whom to ring.",
    "note_cy": "Y tîm i'w ffonio.",
    "audiences": ["adults", "front_line"],
    "topics": ["page:seen_signs", "area:risk", "section:pay"],
}


def entries(found: BeautifulSoup) -> dict[str, BeautifulSoup]:
    return {one["id"].removeprefix("entry-"): one for one in found.select("li[id^='entry-']")}


def check(room: Room, name: str, state: LinkState, **more) -> None:
    now = clock.now() - timedelta(days=3)
    url = guidance.shipped()[name].url
    room.session.add(LinkCheck(url=url, state=state, since=now, checked_at=now, status=None, **more))
    room.session.commit()


def test_every_entry_says_who_publishes_it_and_that_nobody_checked_it_yet(room: Room) -> None:
    found = entries(page(room.officer.get(ADDRESS)))
    assert set(found) == set(guidance.shipped())
    told = words(found["tisc-guide"])
    assert "Home Office, 24 March 2025" in told and "Not checked by us since 22 November 2026." in told
    assert "Suppliers" in told and "Risk assessment and management" in told
    assert found["tisc-guide"].a["href"] == guidance.shipped()["tisc-guide"].url
    assert not page(room.officer.get(ADDRESS)).select("main form[method=post]")


@pytest.mark.parametrize(
    ("query", "takes"),
    [
        ("audience=children", lambda one: "children" in one.audiences),
        ("topic=page:exclusion", lambda one: "page:exclusion" in one.topics),
        ("kind=helpline", lambda one: one.kind == "helpline"),
        ("audience=suppliers&topic=section:pay", lambda one: {"suppliers"} <= set(one.audiences)),
        ("audience=nobody&topic=page:none&kind=%3Cscript%3E&only=all", lambda one: True),
    ],
)
def test_the_address_says_what_is_shown(room: Room, query: str, takes) -> None:
    shown = entries(page(room.officer.get(f"{ADDRESS}?{query}")))
    wanted = {name for name, one in guidance.shipped().items() if takes(one)}
    if "section:pay" in query:
        wanted = {name for name in wanted if "section:pay" in guidance.shipped()[name].topics}
    assert set(shown) == wanted and wanted


def test_what_somebody_should_look_at_is_flagged_with_its_day(room: Room) -> None:
    check(room, "tisc-guide", LinkState.BROKEN)
    check(room, "msat", LinkState.MOVED, moved_to="https://new.example/msat")
    check(room, "registry", LinkState.NOT_CHECKABLE)
    check(room, "helpline", LinkState.FINE, changed_at=clock.now() - timedelta(days=3))
    check(room, "ppn-009", LinkState.NOT_ANSWERED)
    library = page(room.lead.get(ADDRESS))
    assert library.select_one(f"a[href='{ADDRESS}?only=flagged']").get_text() == "4 links need a look"
    every = entries(library)
    assert "Broken since 17 November 2026" in words(every["tisc-guide"])
    assert "Moved, seen on 17 November 2026" in words(every["msat"])
    assert every["msat"].select_one("a[href='https://new.example/msat']")
    assert "could not be checked on 17 November 2026" in words(every["registry"])
    assert "Changed, seen on 17 November 2026" in words(every["helpline"])
    assert "No answer since 17 November 2026" in words(every["ppn-009"])
    flagged = entries(page(room.lead.get(f"{ADDRESS}?only=flagged")))
    assert set(flagged) == {"tisc-guide", "msat", "helpline", "ppn-009"}
    for name in ("msat", "helpline"):
        answer = room.lead.post(f"{ADDRESS}/{name}/read?only=flagged")
        assert answer.location == f"{ADDRESS}?only=flagged#entry-{name}"
    flagged = entries(page(room.lead.get(f"{ADDRESS}?only=flagged")))
    assert set(flagged) == {"tisc-guide", "ppn-009"}
    assert "Read on 20 November 2026 by Lee Lead." in words(entries(page(room.lead.get(ADDRESS)))["msat"])
    assert "Read on" not in words(entries(page(room.stranger.get(ADDRESS)))["msat"])


def test_an_own_entry_is_added_changed_hidden_and_shown_again(room: Room) -> None:
    answer = room.lead.post(f"{ADDRESS}/add", data=GIVEN)
    (row,) = room.session.query(GuidanceEntry)
    name = f"own-{row.id}"
    assert answer.location == f"{ADDRESS}#entry-{name}"
    told = words(entries(page(room.officer.get(ADDRESS)))[name])
    assert "Our pathway" in told and "Anytown Council, March 2026" in told and "s own" in told
    form = page(room.lead.get(f"{ADDRESS}/{name}/edit"))
    ticked = {one["value"] for one in form.select("input[type=checkbox][checked]")}
    assert ticked == {*GIVEN["audiences"], *GIVEN["topics"]}
    room.lead.post(f"{ADDRESS}/{name}/edit", data={**GIVEN, "title": "The pathway", "dated": ""})
    assert "The pathway" in words(page(room.officer.get(ADDRESS)))
    room.lead.post(f"{ADDRESS}/{name}/hide?audience=adults")
    assert name not in entries(page(room.officer.get(ADDRESS)))
    hidden = page(room.lead.get(f"{ADDRESS}?only=hidden"))
    assert set(entries(hidden)) == {name}
    room.lead.post(f"{ADDRESS}/{name}/restore")
    assert name in entries(page(room.officer.get(ADDRESS)))
    assert room.lead.post(f"{ADDRESS}/{name}/take-back").status_code == 404


def test_a_shipped_entry_in_the_councils_words_and_back(room: Room) -> None:
    room.lead.post(f"{ADDRESS}/helpline/edit", data=GIVEN)
    told = words(entries(page(room.lead.get(ADDRESS)))["helpline"])
    assert "Our pathway" in told and "In the council" in told and "was not checked yet" in told
    room.lead.post(f"{ADDRESS}/helpline/take-back")
    told = words(entries(page(room.lead.get(ADDRESS)))["helpline"])
    assert "08000 121 700" in told and "Our pathway" not in told


@pytest.mark.parametrize(
    ("more", "field", "message"),
    [
        ({"title": " "}, "title", "Enter what it is called"),
        ({"title": "x" * 201}, "title", "200 characters"),
        ({"kind": ""}, "kind", "Choose what it is"),
        ({"publisher": ""}, "publisher", "Enter who publishes it"),
        ({"url": ""}, "url", "Enter its address"),
        ({"url": "http://guides.example/"}, "url", "begins with https://"),
        ({"url": "javascript:alert(1)"}, "url", "begins with https://"),
        ({"url": "https://10.0.0.1/guide"}, "url", "begins with https://"),
        ({"url": "https://name:secret@guides.example/"}, "url", "begins with https://"),
        ({"url": "https://guides.example/" + "x" * 1024}, "url", "begins with https://"),
        ({"url": "https://guides.example/#" + "x" * 1024}, "url", "1,024 characters"),
        ({"dated": "2026-13"}, "dated", "such as 2025"),
        ({"dated": "2026-02-30"}, "dated", "such as 2025"),
        ({"dated": "0000"}, "dated", "such as 2025"),
        ({"dated": "May"}, "dated", "such as 2025"),
        ({"note": "x" * 401}, "note", "400 characters"),
        ({"audiences": []}, "audiences", "Choose for whom it is"),
        ({"topics": []}, "topics", "Choose beside what it is shown"),
        ({"topics": ["page:none"]}, "topics", ""),
    ],
)
def test_a_mistake_is_refused_beside_its_field(room: Room, more: dict, field: str, message: str) -> None:
    link = page(room.lead.post(f"{ADDRESS}/add", data={**GIVEN, **more})).select_one(".govuk-error-summary a")
    assert link["href"] == f"#{field}" and message in link.get_text()
    assert room.session.query(GuidanceEntry).count() == 0


def test_only_a_lead_changes_it_and_only_for_the_own_council(room: Room) -> None:
    room.lead.post(f"{ADDRESS}/add", data=GIVEN)
    (row,) = room.session.query(GuidanceEntry)
    turns = ("hide", "restore", "take-back", "read", "edit")
    for turn in turns:
        assert room.officer.post(f"{ADDRESS}/helpline/{turn}", data=GIVEN).status_code == 403
        assert room.stranger.post(f"{ADDRESS}/own-{row.id}/{turn}", data=GIVEN).status_code == 404
        assert room.lead.post(f"{ADDRESS}/none/{turn}", data=GIVEN).status_code == 404
    assert room.officer.get(f"{ADDRESS}/add").status_code == 403
    assert room.officer.get(f"{ADDRESS}/helpline/edit").status_code == 403
    assert "Our pathway" not in words(page(room.stranger.get(ADDRESS)))
    room.stranger.post(f"{ADDRESS}/helpline/hide")
    assert "helpline" in entries(page(room.officer.get(ADDRESS)))
    assert "helpline" not in entries(page(room.stranger.get(ADDRESS)))


def test_naughty_words_run_nothing(room: Room) -> None:
    for given in map(encoded, (one[:400] for one in NAUGHTY.values())):
        room.lead.post(f"{ADDRESS}/add", data={**GIVEN, "url": given})
        texts = dict.fromkeys(("note", "note_cy"), given) | dict.fromkeys(
            ("title", "title_cy", "publisher"), given[:150]
        )
        room.lead.post(f"{ADDRESS}/add", data={**GIVEN, **texts})
    assert room.session.query(GuidanceEntry).count() > 20
    for path in (ADDRESS, f"{room.address}/sections/risk"):
        assert runs_nothing(page(room.lead.get(path)))
    query = {"audience": NAUGHTY["script"], "topic": NAUGHTY["attribute"], "only": NAUGHTY["NUL"]}
    assert runs_nothing(page(room.lead.get(ADDRESS, query_string=query)))


def test_a_section_of_the_statement_has_its_entries_beside_it(room: Room) -> None:
    found = page(room.officer.get(f"{room.address}/sections/training"))
    assert found.select_one(f"aside a[href='{guidance.shipped()['training-resources'].url}']")
    every = found.select_one(f"aside a[href='{ADDRESS}?topic=area:training']")
    assert every.get_text() == "All guidance for this section"
    assert not found.select(f"aside a[href='{guidance.shipped()['pa-19'].url}']")
    changes.hide(
        room.session,
        room.lee,
        room.world.council.id,
        guidance.entry(room.session, room.world.council.id, "training-resources"),
        clock.now(),
    )
    found = page(room.officer.get(f"{room.address}/sections/training"))
    assert not found.select(f"aside a[href='{guidance.shipped()['training-resources'].url}']")


def test_the_library_is_among_the_rooms_of_the_statement(room: Room) -> None:
    for client in (room.lead, room.officer):
        assert page(client.get("/statement")).select_one(f"main a[href='{ADDRESS}']")


def beside(app, call: str, language: str = "en") -> BeautifulSoup:
    names = "guidance_beside, guidance_beside_action, guidance_beside_question"
    source = f"{{% from 'macros/guidance.html' import {names} %}}{{{{ {call} }}}}"
    with app.test_request_context(headers={"Accept-Language": language}):
        for name in ("_login_user", "council", "_flask_babel"):
            g.pop(name, None)
        return BeautifulSoup(render_template_string(source), "html.parser")


def test_any_page_can_print_the_entries_beside_something(app, room: Room) -> None:
    council = room.world.council.id
    other = room.session.query(Council).filter_by(slug="elsewhere").one().id
    room.lead.post(f"{ADDRESS}/add", data={**GIVEN, "audiences": ["suppliers"]})
    call = "guidance_beside('section:pay', 'suppliers', 2, {})"
    first, second = beside(app, call.format(council)).select("li")
    assert "Our pathway" in words(first) and "Whom to ring." in words(first)
    assert second.a["href"].startswith("https://")
    assert "Our pathway" not in words(beside(app, call.format(other)))
    welsh = beside(app, call.format(council), "cy").select("li a")
    assert (welsh[0].get_text(), welsh[0].get("lang")) == ("Ein llwybr", None)
    assert welsh[1]["lang"] == "en"
    assert beside(app, f"guidance_beside('page:decide', 'suppliers', 3, {council})").select("li") == []


def test_a_question_has_at_most_two_entries_and_those_of_suppliers_alone(app, room: Room) -> None:
    council = room.world.council.id
    for section in questionnaires.current("supplier").sections:
        asked = section.questions[0].id
        found = beside(app, f"guidance_beside_question('{asked}', {council})").select("li a")
        assert 1 <= len(found) <= 2, section.id
        urls = {one.url for one in guidance.shipped().values() if "suppliers" in one.audiences}
        assert {one["href"] for one in found} <= urls
    assert words(beside(app, f"guidance_beside_question('no_such', {council})")) == ""


def test_without_a_council_there_is_no_library(app, room: Room) -> None:
    """Two councils are here, so that nobody who is not signed in belongs to one."""
    assert words(beside(app, "guidance_beside('page:decide')")) == ""
    assert words(beside(app, "guidance_beside_action('housing.free')")) == ""


def test_a_step_has_the_entries_of_what_it_answers(app, room: Room) -> None:
    source = "{{ guidance_for_action('housing.free') | map(attribute='id') | list }}"
    with app.test_request_context():
        g.council = room.world.council
        assert render_template_string(source) == "[&#39;wage-accommodation&#39;]"
        assert "ppn-009" in render_template_string(source.replace("housing.free", ""))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_topic_kind_and_audience_has_words(app, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        told = [guidance_words.topic(one) for group in guidance.topics().values() for one in group]
        told += [guidance_words.kind(one) for one in guidance.Kind]
        told += [guidance_words.reader(one) for one in guidance.Reader]
        told += [guidance_words.group(one) for one in guidance.topics()]
        assert all(told)
        assert guidance_words.published("2025-03-24") and guidance_words.published("2025") == "2025"
        assert guidance_words.published("") == ""
