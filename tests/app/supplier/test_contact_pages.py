"""The pages of a contact who cannot answer, dead links that say why, and the copy of what was submitted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import colleagues
from app.services.people import access_links
from models import OutboxMessage, ResponseStatus
from support.world import answer_everything


def page(client, path: str, status: int = 200, **form: str) -> str:
    answer = client.post(path, data=form, follow_redirects=True) if form else client.get(path)
    assert answer.status_code == status
    return answer.text


def url(invitation, end: str) -> str:
    return f"/answers/{invitation.id}/{end}"


def link_of(world, invitation) -> str:
    link = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    world.session.commit()
    return link.removeprefix(world.settings.base_url)


def last_mail(world) -> OutboxMessage:
    return world.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()


def test_both_ways_out_stand_below_the_list_and_below_the_first_question(owner, world, invitation) -> None:
    tasks = page(owner, f"/answers/{invitation.id}")
    assert url(invitation, "more-time") in tasks and url(invitation, "not-me") in tasks
    first = page(owner, url(invitation, "questions/organisation_size"))
    assert url(invitation, "not-me") in first
    page(owner, url(invitation, "questions/organisation_size"), answer="small", revision="0")
    assert url(invitation, "not-me") not in page(owner, url(invitation, "questions/organisation_size"))


@pytest.mark.parametrize(
    ("until", "why", "said"),
    [
        ("", "away", "Enter a day such as 14/12/2026"),
        ("31/02/2027", "away", "Enter a day such as 14/12/2026"),
        ("11/12/2026", "away", "Enter a day after 11 December 2026"),
        ("1/1/2030", "away", "Enter a day up to"),
        ("31/12/2026", "", "Choose a reason"),
        ("31/12/2026", "because", "Choose a reason"),
    ],
)
def test_a_wish_for_time_needs_a_day_in_reach_and_a_reason(owner, invitation, until, why, said) -> None:
    answer = page(owner, url(invitation, "more-time"), until=until, why=why)
    assert said in answer or "Not a valid choice" in answer
    assert "There is a problem" in answer and invitation.wanted_due_on is None


def test_more_time_is_asked_for_and_the_list_says_so(owner, world, invitation) -> None:
    said = page(owner, url(invitation, "more-time"), until="31 December 2026", why="away")
    assert "We have asked the council for time until 31 December 2026" in said
    assert "You asked for time until 31 December 2026" in said
    assert "You asked for time" in page(owner, url(invitation, "more-time"))


def test_who_is_not_the_person_to_ask_says_so_and_is_out(owner, world, invitation) -> None:
    assert "Choose what is right" in page(owner, url(invitation, "not-me"), which="")
    said = page(owner, url(invitation, "not-me"), which="stranger")
    assert "We have told the council" in said and "Nobody is waiting for an answer from you" in said
    page(owner, f"/answers/{invitation.id}", 404)


def test_it_is_passed_on_to_a_colleague(owner, world, invitation) -> None:
    wrong = page(owner, url(invitation, "not-me"), which="colleague", email="no address")
    assert "Enter an e-mail address in the right form" in wrong
    own = page(owner, url(invitation, "not-me"), which="colleague", email=invitation.contact.email)
    assert "This is your own address" in own
    officer = page(owner, url(invitation, "not-me"), which="colleague", email=world.officer.email)
    assert "This address cannot be used here" in officer
    said = page(owner, url(invitation, "not-me"), which="colleague", email="jo@northgate.example")
    assert "We have written to jo@northgate.example" in said
    page(owner, f"/answers/{invitation.id}", 404)


def test_a_colleague_with_a_section_cannot_give_the_whole_away(world, invitation, sign_in) -> None:
    section = answering.questionnaire_of(invitation.response).sections[0].id
    part, _link = colleagues.ask(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        section,
        "jo@n.example",
        "",
        clock.now(),
    )
    client = sign_in(part.person)
    for end in ("more-time", "not-me"):
        page(client, url(invitation, end), 404)


def test_an_expired_link_says_so_and_a_new_one_goes_to_the_same_address(
    app, world, invitation, standing_clock
) -> None:
    path = link_of(world, invitation)
    standing_clock.pass_by(days=60)
    client = app.test_client()
    said = page(client, path, 410)
    assert "It has expired, or a newer e-mail has replaced it" in said and f"{path}/new-link" in said
    assert invitation.contact.email not in said
    answer = client.post(f"{path}/new-link")
    assert answer.status_code == 200 and invitation.contact.email not in answer.text
    message = last_mail(world)
    assert message.to == invitation.contact.email
    [link] = {part for part in message.body.split() if "/answer/" in part}
    assert client.get(link.removeprefix(world.settings.base_url)).status_code == 302


def test_a_replaced_link_can_be_renewed_and_a_made_up_one_cannot(app, world, invitation) -> None:
    path = link_of(world, invitation)
    link_of(world, invitation)
    client = app.test_client()
    assert "Send me a new link" in page(client, path, 410)
    page(client, "/answer/made-up", 404)
    assert client.post("/answer/made-up/new-link").status_code == 404


def test_dead_links_say_why(app, owner, world, invitation) -> None:
    client, path = app.test_client(), link_of(world, invitation)
    page(owner, url(invitation, "not-me"), which="colleague", email="jo@northgate.example")
    assert "You passed the questionnaire on to a colleague" in page(client, path, 410)
    newer = link_of(world, invitation)
    invitation.revoked_at = clock.now()
    world.session.commit()
    assert "does not ask for these answers any more" in page(client, newer, 410)
    assert client.post(f"{newer}/new-link").status_code == 404
    invitation.declined_why = "left"
    world.session.commit()
    assert "You told Anytown Council" in page(client, newer, 410)


def test_a_colleagues_link_says_that_help_is_not_needed_or_is_renewed(app, world, invitation) -> None:
    section = answering.questionnaire_of(invitation.response).sections[0].id
    given = (world.session, world.settings, invitation.contact, invitation, section, "jo@n.example", "")
    part, first = colleagues.ask(*given, clock.now())
    colleagues.ask(*given, clock.now())
    client, path = app.test_client(), first.removeprefix(world.settings.base_url)
    assert "Send me a new link" in page(client, path, 410)
    assert client.post(f"{path}/new-link").status_code == 200
    message = last_mail(world)
    assert message.to == "jo@n.example" and "/colleague/" in message.body
    colleagues.withdraw(world.session, invitation.contact, part, clock.now())
    assert "does not need it any more" in page(client, path, 410)


def test_the_owner_gets_a_receipt_and_a_copy_to_keep(owner, world, invitation) -> None:
    assert owner.get(url(invitation, "answers.pdf")).status_code == 404
    answer_everything(world, invitation)
    page(
        owner,
        url(invitation, "check"),
        declared_name="Di Rector",
        declared_role="Director",
        declared="y",
        councils=str(world.council.id),
    )
    response = invitation.response
    assert response.status == ResponseStatus.SUBMITTED and response.reference
    receipts = [
        one
        for one in world.session.scalars(select(OutboxMessage))
        if one.to == invitation.contact.email and response.reference in one.subject
    ]
    assert len(receipts) == 1 and "Di Rector" in receipts[0].body
    page(owner, url(invitation, "check"), declared_name="X", declared_role="Y", declared="y")
    assert (
        len(
            [
                one
                for one in world.session.scalars(select(OutboxMessage))
                if one.subject == receipts[0].subject
            ]
        )
        == 1
    )
    assert url(invitation, "answers.pdf") in page(owner, url(invitation, "done"))
    copy = owner.get(url(invitation, "answers.pdf"))
    assert copy.mimetype == "application/pdf" and copy.data.startswith(b"%PDF")
    assert "attachment" in copy.headers["Content-Disposition"]
    assert owner.get(url(invitation, "answers.pdf?language=cy")).status_code == 200
