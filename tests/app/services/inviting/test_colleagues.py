"""Several people answer: sections handed on, a named person who declares, sections sent back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import colleagues, invitations
from app.services.people import access_links
from app.services.people.access_links import LinkProblem, UnusableLink
from app.store import colleagues as store
from models import AccessLink, AuditEvent, DelegatedTask, OutboxMessage, Person, ResponseStatus, Role
from support.world import answer_everything


@pytest.fixture
def section(invitation) -> str:
    return answering.questionnaire_of(invitation.response).sections[1].id


def _ask(world, invitation, section_id: str = "", email: str = "Jo@Northgate.example"):
    return colleagues.ask(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        section_id,
        email,
        "Jo Smith",
        clock.now(),
    )


def _token(link: str) -> str:
    return link.rpartition("/")[2]


def _seat(world, invitation, person) -> colleagues.Seat | None:
    return colleagues.seat(world.session, person, invitation.id)


def _mail_to(world, email: str) -> list[OutboxMessage]:
    return list(world.session.scalars(select(OutboxMessage).where(OutboxMessage.to == email)))


def _submit(world, invitation, person: Person):
    return answering.submit(
        world.session,
        person,
        invitation,
        "Di Rector",
        "Director",
        clock.now(),
        clock.today(),
        settings=world.settings,
    )


def test_a_colleague_gets_a_link_of_their_own_and_sees_one_section(world, invitation, section) -> None:
    delegation, link = _ask(world, invitation, section)
    [message] = _mail_to(world, "jo@northgate.example")
    assert message.body.count(link) == 2 and "Con Tact" in message.body
    stored = world.session.scalars(select(AccessLink).where(AccessLink.delegation_id == delegation.id)).one()
    assert _token(link) not in stored.token_sha256 and len(_token(link)) >= 43
    opened = access_links.open_delegation(world.session, _token(link), clock.now())
    assert opened.id == delegation.id and opened.opened_at == clock.now()
    seat = _seat(world, invitation, delegation.person)
    assert (seat.owns, seat.declares, seat.sections) == (False, False, {section})
    others = {one.id for one in answering.questionnaire_of(invitation.response).sections} - {section}
    assert seat.sees(section) and not any(seat.sees(other) or seat.answers(other) for other in others)


def test_whoever_is_not_asked_has_no_seat(world, invitation, section) -> None:
    stranger = Person(email="stranger@elsewhere.example", role=Role.RESPONDENT)
    world.session.add(stranger)
    world.session.commit()
    assert _seat(world, invitation, stranger) is None
    assert _seat(world, invitation, world.officer) is None


def test_a_link_ends_by_time_by_a_newer_one_and_by_withdrawal(
    world, invitation, section, standing_clock
) -> None:
    delegation, first = _ask(world, invitation, section)
    again, second = _ask(world, invitation, section)
    assert again.id == delegation.id
    colleagues.withdraw(world.session, invitation.contact, delegation, clock.now())
    for link in (first, second):
        with pytest.raises(UnusableLink) as problem:
            access_links.open_delegation(world.session, _token(link), clock.now())
        assert problem.value.problem is LinkProblem.REVOKED
    assert _seat(world, invitation, delegation.person) is None
    _other, third = _ask(world, invitation, section)
    standing_clock.pass_by(days=world.settings.invitation_days + 15)
    with pytest.raises(UnusableLink) as problem:
        access_links.open_delegation(world.session, _token(third), clock.now())
    assert problem.value.problem is LinkProblem.EXPIRED


def test_a_colleagues_link_is_no_invitation_and_no_sign_in(world, invitation, section) -> None:
    _delegation, link = _ask(world, invitation, section)
    with pytest.raises(UnusableLink):
        access_links.open_invitation(world.session, _token(link), clock.now())
    with pytest.raises(UnusableLink):
        access_links.sign_in(world.session, _token(link), clock.now())


def test_with_the_invitation_its_delegations_end(world, invitation, section) -> None:
    delegation, link = _ask(world, invitation, section)
    invitation.revoked_at = clock.now()
    world.session.commit()
    assert _seat(world, invitation, delegation.person) is None
    with pytest.raises(UnusableLink):
        access_links.open_delegation(world.session, _token(link), clock.now())


def test_the_owner_and_officers_cannot_be_asked(world, invitation, section) -> None:
    with pytest.raises(colleagues.IsOwner):
        _ask(world, invitation, section, "contact@northgate.example")
    with pytest.raises(invitations.ContactIsOfficer):
        _ask(world, invitation, section, world.officer.email)


def test_a_finished_section_is_told_to_the_owner_once(world, invitation, section) -> None:
    delegation, _link = _ask(world, invitation, section)
    before = len(_mail_to(world, invitation.contact.email))
    for _turn in range(2):
        colleagues.finish(world.session, world.settings, delegation.person, invitation, section, clock.now())
    assert delegation.finished_at == clock.now()
    assert len(_mail_to(world, invitation.contact.email)) == before + 1


def test_only_one_person_at_a_time_is_to_declare(world, invitation) -> None:
    first, _link = _ask(world, invitation)
    second, _link = _ask(world, invitation, "", "di@northgate.example")
    assert first.revoked_at == clock.now() and second.task == DelegatedTask.DECLARATION
    assert store.declarer(world.session, invitation.response_id).person_id == second.person_id


def test_only_whoever_was_asked_to_declare_can_submit(world, invitation) -> None:
    answer_everything(world, invitation)
    delegation, _link = _ask(world, invitation, "", "di@northgate.example")
    with pytest.raises(answering.NotDeclarer):
        _submit(world, invitation, invitation.contact)
    response = _submit(world, invitation, delegation.person)
    assert response.status == ResponseStatus.SUBMITTED and response.declared_name == "Di Rector"
    assert response.reference in _mail_to(world, invitation.contact.email)[-1].body
    assert response.reference in _mail_to(world, delegation.person.email)[-1].body


def test_a_section_colleague_cannot_submit(world, invitation, section) -> None:
    answer_everything(world, invitation)
    delegation, _link = _ask(world, invitation, section)
    with pytest.raises(answering.NotDeclarer):
        _submit(world, invitation, delegation.person)
    assert invitation.response.status == ResponseStatus.DRAFT


def test_a_section_sent_back_holds_up_the_submission_until_it_is_dealt_with(
    world, invitation, section
) -> None:
    answer_everything(world, invitation)
    helper, _link = _ask(world, invitation, section)
    director, _link = _ask(world, invitation, "", "di@northgate.example")
    colleagues.finish(world.session, world.settings, helper.person, invitation, section, clock.now())
    returned = colleagues.send_back(
        world.session, world.settings, director.person, invitation, section, " Which sites? ", clock.now()
    )
    assert returned.note == "Which sites?" and helper.finished_at is None
    for email in (invitation.contact.email, "jo@northgate.example"):
        assert "Which sites?" in _mail_to(world, email)[-1].body
    with pytest.raises(answering.SentBack):
        _submit(world, invitation, director.person)
    before = len(_mail_to(world, "di@northgate.example"))
    for _turn in range(2):
        colleagues.settle(world.session, world.settings, helper.person, invitation, returned, clock.now())
    assert len(_mail_to(world, "di@northgate.example")) == before + 1
    assert _submit(world, invitation, director.person).status == ResponseStatus.SUBMITTED


def test_what_happened_is_in_the_audit_log(world, invitation, section) -> None:
    helper, link = _ask(world, invitation, section)
    director, _link = _ask(world, invitation, "", "di@northgate.example")
    access_links.open_delegation(world.session, _token(link), clock.now())
    colleagues.finish(world.session, world.settings, helper.person, invitation, section, clock.now())
    returned = colleagues.send_back(
        world.session, world.settings, director.person, invitation, section, "Which sites?", clock.now()
    )
    colleagues.settle(world.session, world.settings, helper.person, invitation, returned, clock.now())
    colleagues.withdraw(world.session, invitation.contact, helper, clock.now())
    query = select(AuditEvent.action).where(AuditEvent.subject.in_(("delegation", "section_return")))
    assert list(world.session.scalars(query.order_by(AuditEvent.sequence))) == [
        "delegation.sent",
        "delegation.sent",
        "delegation.opened",
        "delegation.finished",
        "section.sent_back",
        "section.settled",
        "delegation.withdrawn",
    ]


def test_after_the_submission_nothing_is_handed_on(world, invitation, section) -> None:
    answer_everything(world, invitation)
    _submit(world, invitation, invitation.contact)
    with pytest.raises(answering.AlreadySubmitted):
        _ask(world, invitation, section)
