"""The pages on which a supplier shares, withdraws, answers anew and updates."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.extensions import clock
from app.services.answers import sharing
from app.services.inviting import colleagues
from app.services.people import access_links
from models import AuditEvent, Invitation, OutboxMessage, Response, ResponseStatus
from support.two_councils import Neighbour, add_neighbour, agree, ask, submit
from support.world import answer_everything

DECLARATION = {"declared_name": "Con Tact", "declared_role": "Director", "declared": "y"}


@pytest.fixture
def neighbour(world) -> Neighbour:
    return add_neighbour(world)


@pytest.fixture
def submitted(world, neighbour) -> Invitation:
    invitation = ask(world, world.cleaner)
    submit(world, invitation)
    return invitation


@pytest.fixture
def offered(world, neighbour, submitted) -> Invitation:
    return ask(world, neighbour.cleaner)


@pytest.fixture
def enter(app, world):
    """Follow a fresh link to an invitation; returns the browser and where the link leads in the end."""

    def entered(invitation: Invitation) -> tuple[FlaskClient, BeautifulSoup]:
        link = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
        world.session.commit()
        client = app.test_client()
        answer = client.get(link.removeprefix(world.settings.base_url), follow_redirects=True)
        return client, _page(answer)

    return entered


def _page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _buttons(page: BeautifulSoup) -> list[str]:
    return [button.get_text(strip=True) for button in page.select("main button")]


def _text(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text().split())


def test_the_link_leads_to_the_offer_which_shows_what_would_be_shared(offered, enter) -> None:
    _client, page = enter(offered)
    assert page.h1.get_text() == "Otherton Council asks for answers that you have already given"
    assert _buttons(page) == ["Share these answers with Otherton Council", "Answer anew instead"]
    text = _text(page)
    assert offered.response.reference in text and "20 November 2026" in text
    assert "until 20 November 2027" in text and "18 December 2026" in text
    assert len(page.select(".govuk-summary-list__row")) >= 10


def test_one_press_shares_and_a_second_changes_nothing(world, neighbour, offered, enter) -> None:
    client, _page_of_offer = enter(offered)
    for _press in range(2):
        page = _page(client.post(f"/answers/{offered.id}/offer", follow_redirects=True))
        assert "Otherton Council can read your answers now." in page.get_text()
    world.session.expire_all()
    assert offered.is_shared
    told = select(func.count()).where(OutboxMessage.to == neighbour.council.contact_email)
    assert world.session.scalar(told) == 1
    assert client.get(f"/answers/{offered.id}/offer").location == f"/answers/{offered.id}/done"


def test_the_offer_of_old_answers_has_no_button_that_shares(world, offered, enter, standing_clock) -> None:
    standing_clock.pass_by(days=366)
    client, page = enter(offered)
    assert _buttons(page) == ["Answer anew instead"]
    client.post(f"/answers/{offered.id}/offer")
    world.session.expire_all()
    assert not offered.is_shared


def test_answering_anew_leads_to_a_draft_for_that_council(world, neighbour, offered, enter) -> None:
    client, _offer = enter(offered)
    first = client.post(f"/answers/{offered.id}/anew")
    assert client.post(f"/answers/{offered.id}/anew").location == first.location
    drafts = world.session.scalars(select(Response).where(Response.status == ResponseStatus.DRAFT)).all()
    [asked] = drafts[0].invitations
    assert len(drafts) == 1 and asked.council_id == neighbour.council.id
    assert first.location == f"/answers/{asked.id}"
    _client, page = enter(offered)
    assert page.select_one(f'main a[href="/answers/{asked.id}"]')
    assert _buttons(page) == ["Share these answers with Otherton Council"]


def test_a_single_council_is_named_on_the_button_that_submits(world, neighbour, enter) -> None:
    invitation = ask(world, world.cleaner)
    answer_everything(world, invitation)
    client, _tasks = enter(invitation)
    page = _page(client.get(f"/answers/{invitation.id}/check"))
    assert "Submit and share with Anytown Council" in _buttons(page)
    [hidden] = page.select('input[name="councils"]')
    form = DECLARATION | {"councils": hidden["value"]}
    done = _page(client.post(f"/answers/{invitation.id}/check", data=form, follow_redirects=True))
    assert "Anytown Council has your answers" in _text(done)


@pytest.fixture
def asked_by_both(world, neighbour) -> tuple[Invitation, Invitation]:
    ours, theirs = ask(world, world.cleaner), ask(world, neighbour.cleaner)
    answer_everything(world, ours)
    return ours, theirs


def test_of_several_councils_none_is_ticked_beforehand(asked_by_both, enter) -> None:
    ours, _theirs = asked_by_both
    client, _tasks = enter(ours)
    page = _page(client.get(f"/answers/{ours.id}/check"))
    boxes = page.select('input[type="checkbox"][name="councils"]')
    assert len(boxes) == 2 and not any(box.has_attr("checked") for box in boxes)
    labels = [page.find("label", attrs={"for": box["id"]}).get_text(strip=True) for box in boxes]
    assert labels == ["Anytown Council", "Otherton Council"]


@pytest.mark.parametrize("posted", [{"councils": ""}, {}, {"councils": "999"}, {"councils": "x"}])
def test_submitting_to_no_council_is_an_error_that_keeps_the_form(
    world, asked_by_both, enter, posted
) -> None:
    ours, _theirs = asked_by_both
    client, _tasks = enter(ours)
    page = _page(client.post(f"/answers/{ours.id}/check", data=DECLARATION | posted))
    [link] = page.select('.govuk-error-summary a[href="#councils"]')
    assert link.get_text() == "Choose at least one council that may read your answers"
    assert page.select_one("input#councils") and page.title.get_text(strip=True).startswith("Error")
    assert page.select_one("#declared_name")["value"] == "Con Tact"
    world.session.expire_all()
    assert ours.response.status == ResponseStatus.DRAFT


def test_an_error_elsewhere_keeps_the_ticks(neighbour, asked_by_both, enter) -> None:
    ours, _theirs = asked_by_both
    client, _tasks = enter(ours)
    form = {"councils": ["", str(neighbour.council.id)]}
    page = _page(client.post(f"/answers/{ours.id}/check", data=form))
    [ticked] = page.select('input[name="councils"][checked]')
    assert ticked["value"] == str(neighbour.council.id)


def test_only_the_councils_ticked_may_read_and_the_confirmation_names_them(
    world, neighbour, asked_by_both, enter
) -> None:
    ours, theirs = asked_by_both
    client, _tasks = enter(ours)
    form = DECLARATION | {"councils": ["", str(neighbour.council.id)]}
    done = _page(client.post(f"/answers/{ours.id}/check", data=form, follow_redirects=True))
    assert done.h1.get_text(strip=True) == "Answers submitted"
    assert "Otherton Council has your answers" in _text(done)
    world.session.expire_all()
    assert theirs.is_shared and not ours.is_shared
    _client, page = enter(ours)
    assert "Share these answers with Anytown Council" in _buttons(page)


def test_a_council_that_asked_after_the_page_was_shown_is_not_agreed_to(
    world, neighbour, enter, standing_clock
) -> None:
    ours = ask(world, world.cleaner)
    answer_everything(world, ours)
    client, _tasks = enter(ours)
    shown = _page(client.get(f"/answers/{ours.id}/check")).select_one('input[name="councils"]')["value"]
    theirs = ask(world, neighbour.cleaner)
    answer_everything(world, ours)
    client.post(f"/answers/{ours.id}/check", data=DECLARATION | {"councils": shown})
    world.session.expire_all()
    assert ours.is_shared and not theirs.is_shared


def test_the_sharing_page_says_who_reads_and_who_looked(world, neighbour, submitted, offered, enter) -> None:
    for person in (world.officer, world.officer):
        sharing.record_look(
            world.session, person, world.council.id, world.cleaner.id, submitted.response_id, clock.now()
        )
    client, _offer = enter(submitted)
    page = _page(client.get(f"/answers/{submitted.id}/sharing"))
    ours, theirs = page.select("main section")
    assert "Can read these answers, since 20 November 2026." in ours.get_text()
    assert "1 officer of Anytown Council looked on 20 November 2026" in ours.get_text()
    assert world.officer.name not in page.get_text() and world.officer.email not in page.get_text()
    assert "Asked for your answers and cannot read them." in theirs.get_text()
    assert _buttons(page) == ["Share these answers with Otherton Council"]


def test_withdrawing_asks_once_says_what_it_means_and_can_be_undone(world, submitted, enter) -> None:
    client, _done = enter(submitted)
    address = f"/answers/{submitted.id}/sharing/{world.council.id}"
    page = _page(client.get(f"{address}/withdraw"))
    assert "What it has already decided, worked out or exported stays in its records" in _text(page)
    world.session.expire_all()
    assert submitted.is_shared  # asking changes nothing
    page = _page(client.post(f"{address}/withdraw", follow_redirects=True))
    assert "you withdrew them on 20 November 2026" in _text(page)
    assert client.post(f"{address}/withdraw").location == f"/answers/{submitted.id}/sharing"
    events = select(func.count()).where(AuditEvent.action == "response.withdrawn")
    assert world.session.scalar(events) == 1
    page = _page(client.post(f"{address}/agree", follow_redirects=True))
    assert "Can read these answers, since 20 November 2026." in _text(page)


def test_the_owner_updates_from_the_page_of_what_was_submitted(world, submitted, enter) -> None:
    client, page = enter(submitted)
    assert "Update your answers" in _buttons(page)
    first = client.post(f"/answers/{submitted.id}/update").location
    assert client.post(f"/answers/{submitted.id}/update").location == first
    draft = world.session.scalars(select(Response).where(Response.status == ResponseStatus.DRAFT)).one()
    assert draft.earlier_id == submitted.response_id
    _client, page = enter(submitted)
    assert "Update your answers" not in _buttons(page)
    assert page.select_one(f'main a[href="{first}"]')
    submit(world, draft.invitations[0])
    page = _page(client.get(f"/answers/{submitted.id}/done"))
    assert "You have given newer answers since" in _text(page)
    assert client.get(f"/answers/{submitted.id}/sharing").location.startswith(first)


def test_colleagues_and_whoever_declares_do_not_manage_sharing(
    world, neighbour, asked_by_both, sign_in
) -> None:
    ours, _theirs = asked_by_both
    delegation, _link = colleagues.ask(
        world.session, world.settings, ours.contact, ours, "", "di@northgate.example", "Di", clock.now()
    )
    director = sign_in(delegation.person)
    page = _page(director.get(f"/answers/{ours.id}/check"))
    assert len(page.select('input[type="checkbox"][name="councils"]')) == 2
    form = DECLARATION | {"councils": ["", str(neighbour.council.id)]}
    done = _page(director.post(f"/answers/{ours.id}/check", data=form, follow_redirects=True))
    assert "Update your answers" not in _buttons(done) and not done.select('a[href$="/sharing"]')
    address = f"/answers/{ours.id}/sharing/{world.council.id}"
    for path in (f"/answers/{ours.id}/sharing", f"/answers/{ours.id}/offer", f"{address}/withdraw"):
        assert director.get(path).status_code == 404, path
    for path in (
        f"{address}/agree",
        f"{address}/withdraw",
        f"/answers/{ours.id}/offer",
        f"/answers/{ours.id}/anew",
        f"/answers/{ours.id}/update",
    ):
        assert director.post(path).status_code == 404, path
    world.session.expire_all()
    assert not ours.is_shared


def test_sharing_pages_of_a_draft_and_of_strangers_are_not_there(world, neighbour, submitted, enter) -> None:
    draft = ask(world, world.cleaner)
    stranger, _tasks = enter(ask(world, neighbour.cleaner, "other@northgate.example"))
    owner, _tasks = enter(draft)
    for client, invitation in ((owner, draft), (stranger, submitted)):
        address = f"/answers/{invitation.id}"
        assert client.get(f"{address}/sharing").status_code == 404
        assert client.get(f"{address}/offer").status_code == 404
        for action in ("anew", "update", "offer", f"sharing/{world.council.id}/agree"):
            assert client.post(f"{address}/{action}").status_code == 404
    assert owner.post(f"/answers/{submitted.id}/sharing/99/agree").status_code == 404


def test_a_council_that_asks_no_more_can_be_neither_agreed_to_nor_withdrawn_from(
    world, neighbour, submitted, offered, enter
) -> None:
    agree(world, offered)
    offered.revoked_at = clock.now()
    world.session.commit()
    client, _done = enter(submitted)
    page = _page(client.get(f"/answers/{submitted.id}/sharing"))
    assert "Does not ask any more and cannot read your answers." in _text(page)
    address = f"/answers/{submitted.id}/sharing/{neighbour.council.id}"
    assert client.post(f"{address}/agree").status_code == 404
    assert client.get(f"{address}/withdraw").status_code == 302


def test_the_list_says_which_council_asks_to_share(submitted, offered, enter) -> None:
    client, _offer = enter(offered)
    page = _page(client.get("/answers"))
    rows = [row.get_text(" ", strip=True) for row in page.select("main li")]
    assert any("Otherton Council" in row and "Asks you to share answers" in row for row in rows)
