"""Several people answer one questionnaire: sections handed on, who declares, and sections sent back.

Whoever was invited owns the response and stays accountable for all of it. A colleague sees and answers their
section only. Whoever is asked to declare sees everything and changes nothing: they declare, or send sections
back with a note.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.answers import receipts
from app.services.answers.answering import AlreadySubmitted, questionnaire_of
from app.services.inviting.invitations import respondent
from app.services.messages import mail
from app.services.people import access_links
from app.settings import Settings
from app.store import audit, people, responses
from app.store import colleagues as store
from app.store import sharing as sharing_store
from models import DelegatedTask, Delegation, Invitation, Person, SectionReturn


class IsOwner(Exception):
    """The address is that of the person who was invited, who has no need of a link."""


@dataclass(frozen=True)
class Seat:
    """What one person may do with the response of one invitation."""

    invitation: Invitation
    owns: bool
    declares: bool
    sections: frozenset[str]

    def sees(self, section_id: str) -> bool:
        """Whether they may read the section, its files included."""
        return self.owns or self.declares or section_id in self.sections

    def answers(self, section_id: str) -> bool:
        """Whether they may answer the section's questions."""
        return self.owns or section_id in self.sections


def seat(session: Session, person: Person, invitation_id: int) -> Seat | None:
    """The seat of this person, None if the invitation is none of their business or was withdrawn."""
    invitation = responses.standing_invitation(session, invitation_id)
    if invitation is None:
        return None
    owns = invitation.contact_id == person.id
    parts = store.of_person(session, invitation_id, person.id)
    if not owns and not parts:
        return None
    return Seat(
        invitation,
        owns,
        declares=any(part.task == DelegatedTask.DECLARATION for part in parts),
        sections=frozenset(part.section_id for part in parts if part.task == DelegatedTask.SECTION),
    )


def ask(
    session: Session,
    settings: Settings,
    owner: Person,
    invitation: Invitation,
    section_id: str,
    email: str,
    name: str,
    now: datetime,
) -> tuple[Delegation, str]:
    """Ask a colleague to answer a section, or with no `section_id` to check and declare; asking again sends
    a new link. Returns the delegation and its link.

    Only one person at a time is to declare: asking another ends what the first was asked. Raises `IsOwner`
    and `invitations.ContactIsOfficer`.
    """
    _hold(session, invitation)
    colleague = respondent(session, email, name, now)
    if colleague.id == invitation.contact_id:
        raise IsOwner
    task = DelegatedTask.SECTION if section_id else DelegatedTask.DECLARATION
    delegation = None
    for one in store.of_response(session, invitation.response_id):
        if (one.task, one.section_id) != (task, section_id):
            continue
        if one.person_id == colleague.id:
            delegation = one
        elif task is DelegatedTask.DECLARATION:
            _end(session, owner, one, now)
    if delegation is None:
        delegation = Delegation(
            invitation=invitation, person=colleague, task=task, section_id=section_id, sent_at=now
        )
        session.add(delegation)
    delegation.sent_at, delegation.finished_at = now, None
    session.flush()
    link = access_links.add_delegation_link(session, settings, delegation, now)
    audit.record(session, owner, "delegation.sent", delegation, now, section=section_id, task=task.value)
    waits = sharing_store.is_asked_for(session, invitation.id)
    _tell(
        session,
        settings,
        colleague,
        lambda: _("%(name)s asks for your help", name=_name(owner)),
        lambda: mail.delegation_text(
            _name(owner),
            invitation.supplier.name,
            _section_title(invitation, section_id),
            link,
            invitation.council.name_in(str(get_locale())),
            receipts.day(invitation.due_on) if waits else "",
            receipts.day(access_links.last_day(settings, invitation, now)),
        ),
        now,
    )
    session.commit()
    return delegation, link


def withdraw(session: Session, owner: Person, delegation: Delegation, now: datetime) -> None:
    """End what a colleague was asked; their links lead nowhere from now on. Their answers stay."""
    if delegation.revoked_at is None:
        _end(session, owner, delegation, now)
        session.commit()


def _end(session: Session, owner: Person, delegation: Delegation, now: datetime) -> None:
    delegation.revoked_at = now
    people.revoke_delegation_links(session, delegation.id, now)
    audit.record(session, owner, "delegation.withdrawn", delegation, now)


def finish(
    session: Session,
    settings: Settings,
    colleague: Person,
    invitation: Invitation,
    section_id: str,
    now: datetime,
) -> None:
    """A colleague says that their section is done; the owner is told, once."""
    _hold(session, invitation)
    for part in store.of_person(session, invitation.id, colleague.id):
        if part.section_id == section_id and part.task == DelegatedTask.SECTION and part.finished_at is None:
            part.finished_at = now
            audit.record(session, colleague, "delegation.finished", part, now, section=section_id)
            _tell(
                session,
                settings,
                invitation.contact,
                lambda: _("A section is ready"),
                lambda: mail.section_ready_text(
                    _name(colleague), _section_title(invitation, section_id), _sign_in(settings)
                ),
                now,
            )
    session.commit()


def send_back(
    session: Session,
    settings: Settings,
    declarer: Person,
    invitation: Invitation,
    section_id: str,
    note: str,
    now: datetime,
) -> SectionReturn:
    """Whoever is to declare sends a section back; its owner and its colleagues are told."""
    _hold(session, invitation)
    returned = SectionReturn(
        response_id=invitation.response_id,
        section_id=section_id,
        note=note.strip(),
        returned_by=declarer,
        returned_at=now,
    )
    session.add(returned)
    session.flush()
    audit.record(session, declarer, "section.sent_back", returned, now, section=section_id)
    told = {invitation.contact.id: invitation.contact}
    for part in store.of_response(session, invitation.response_id):
        if part.section_id == section_id and part.task == DelegatedTask.SECTION:
            part.finished_at = None
            told[part.person_id] = part.person
    for person in told.values():
        _tell(
            session,
            settings,
            person,
            lambda: _("A section was sent back"),
            lambda: mail.sent_back_text(
                _name(declarer), _section_title(invitation, section_id), returned.note, _sign_in(settings)
            ),
            now,
        )
    session.commit()
    return returned


def settle(
    session: Session,
    settings: Settings,
    person: Person,
    invitation: Invitation,
    returned: SectionReturn,
    now: datetime,
) -> None:
    """Say that a section that was sent back is dealt with; after the last one the declarer is told."""
    _hold(session, invitation)
    if returned.settled_at is not None:
        session.commit()  # there is nothing to write; this lets go of the draft
        return
    returned.settled_at = now
    audit.record(session, person, "section.settled", returned, now, section=returned.section_id)
    if not store.open_returns(session, invitation.response_id):
        _tell(
            session,
            settings,
            returned.returned_by,
            lambda: _("What you sent back has been dealt with"),
            lambda: mail.settled_text(invitation.supplier.name, _sign_in(settings)),
            now,
        )
    session.commit()


def _hold(session: Session, invitation: Invitation) -> None:
    """Hold the draft until the transaction ends, and forget what was read before it was held: nobody submits
    the response, and nobody asks, sends back or settles in it, meanwhile. `AlreadySubmitted` if it was."""
    if not responses.hold_draft(session, invitation.response_id):
        session.rollback()
        raise AlreadySubmitted
    session.expire_all()


def _name(person: Person) -> str:
    return person.name or person.email


def _sign_in(settings: Settings) -> str:
    return f"{settings.base_url.rstrip('/')}/sign-in"


def _section_title(invitation: Invitation, section_id: str) -> str:
    """The section's title in the language of the text being written; empty for the whole questionnaire."""
    sections = questionnaire_of(invitation.response).sections
    found = next((section for section in sections if section.id == section_id), None)
    return found.title.in_language(str(get_locale())) if found else ""


def _tell(
    session: Session,
    settings: Settings,
    person: Person,
    subject: Callable[[], str],
    text: Callable[[], str],
    now: datetime,
) -> None:
    mail.queue_message(
        session, settings, person.email, mail.bilingual_subject(subject), mail.bilingual(text), now
    )
