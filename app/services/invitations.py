"""A council asks a supplier to answer the questionnaire."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services import (
    access_links,
    asking,
    mail,
    moving,
    proposing,
    questionnaires_in_use,
    sharing,
    sharing_mail,
)
from app.settings import Settings
from app.store import audit, people, queue_entries, responses, suppliers
from app.store import sharing as sharing_store
from models import Invitation, Organisation, Person, Response, ResponseStatus, Role, Supplier
from questionnaires import Context, Questionnaire, Setting, permit


class ContactIsOfficer(Exception):
    """The address belongs to a council officer, who cannot answer for a supplier."""


def organisation_of(session: Session, supplier: Supplier) -> Organisation:
    """The legal entity of a supplier: by company number, else made from the vendor record."""
    if supplier.organisation is not None:
        return supplier.organisation
    organisation = None
    if supplier.company_number:
        organisation = suppliers.organisation_by_number(session, supplier.company_number)
    if organisation is None:
        organisation = Organisation(name=supplier.name, company_number=supplier.company_number or None)
        session.add(organisation)
        session.flush()
    supplier.organisation = organisation
    queue_entries.refresh(session, supplier.council_id, supplier.id)
    return organisation


def respondent(session: Session, email: str, name: str, now: datetime) -> Person:
    """The person with this address, made if there is none. Raises `ContactIsOfficer`."""
    person = people.person_by_email(session, email)
    if person is None:
        person = Person(email=email.strip().lower(), name=name.strip(), role=Role.RESPONDENT)
        session.add(person)
        session.flush()
        audit.record(session, None, "person.added", person, now)
    elif person.role != Role.RESPONDENT:
        raise ContactIsOfficer
    elif name.strip() and not person.name:
        person.name = name.strip()
    return person


def _draft_for(
    session: Session,
    organisation: Organisation,
    contact: Person,
    context: Context,
    newest: Questionnaire,
    now: datetime,
) -> Response:
    """The draft that this same contact already has for the organisation in this setting, else a new one.

    A draft is never handed to another address: the address is all that proves who somebody is. What may be
    asked differs between the settings, and a council's own questions are no other's, so each setting and each
    questionnaire has a response of its own. A draft goes on in the newest version of the questionnaire. A
    new one begins with what the same contact submitted last, to be confirmed one by one.
    """
    for invitation in responses.invitations_of_contact(session, contact.id):
        response = invitation.response
        is_draft = response.organisation_id == organisation.id and response.status == ResponseStatus.DRAFT
        if response.questionnaire != newest.id:
            continue
        if is_draft and Context.from_json(response.context).setting is context.setting:
            moving.move_on(session, response, newest, now)
            response.context = asking.widened(response, context).to_json()
            return response
    response = Response(
        organisation_id=organisation.id,
        questionnaire=newest.id,
        version=newest.version,
        context=context.to_json(),
        status=ResponseStatus.DRAFT,
    )
    session.add(response)
    session.flush()
    earlier = proposing.earlier_of(session, contact, organisation, context.setting, newest.id)
    if earlier is not None:
        proposing.start_from(session, response, earlier, None, now)
    return response


def _response_for(
    session: Session,
    supplier: Supplier,
    contact: Person,
    context: Context,
    newest: Questionnaire,
    now: datetime,
) -> Response:
    """What the contact is asked for: submitted answers to share with one more council, else a draft.

    Answers are offered that this same contact submitted within a year, whatever their version. Not to a
    council that reads them already, which wants others, nor to one that waits for a draft.
    """
    organisation = organisation_of(session, supplier)
    given = proposing.earlier_of(session, contact, organisation, context.setting, newest.id)
    if given is not None and sharing.can_be_offered(given, now.date()):
        held = sharing_store.asking(session, supplier.id, given.id)
        draft = sharing_store.draft_like(session, contact.id, given)
        awaited = sharing_store.asking(session, supplier.id, draft.id) if draft else None
        if (held is None or not held.is_shared) and (awaited is None or awaited.revoked_at is not None):
            return given
    return _draft_for(session, organisation, contact, context, newest, now)


def ask(
    session: Session,
    settings: Settings,
    officer: Person | None,
    supplier: Supplier,
    email: str,
    name: str,
    due_on: date,
    now: datetime,
    *,
    setting: Setting = Setting.POST_AWARD,
    above_threshold: bool | None = None,
    exception: str = "",
    questionnaire: str = "",
) -> tuple[Invitation, str]:
    """Send (or send again) an invitation; returns it and its link.

    `above_threshold` and `exception`, the reason for asking below it all the same, matter before
    qualification only. `questionnaire` is the id of one that the council may send; without it the newest of
    its own is sent, else the standard one. Raises `LookupError` for another, `ContactIsOfficer`, and
    `questionnaires.SettingRefused` where the law does not let questions be asked at that stage.
    """
    permit(setting, above_threshold=above_threshold, exception=exception)
    asked = questionnaires_in_use.chosen(session, supplier.council_id, questionnaire)
    contact = respondent(session, email, name, now)
    context = asking.context_for(supplier, setting, now.date())
    response = _response_for(session, supplier, contact, context, asked, now)
    invitation = sharing_store.asking(session, supplier.id, response.id)
    if invitation is None:
        invitation = Invitation(
            council_id=supplier.council_id,
            supplier_id=supplier.id,
            response=response,
            contact=contact,
            sent_at=now,
            due_on=due_on,
        )
        session.add(invitation)
    else:
        if not invitation.is_shared:  # it may not read now, and asking alone does not let it read again
            invitation.agreed_at = invitation.withdrawn_at = None
        invitation.sent_at, invitation.due_on, invitation.revoked_at = now, due_on, None
    session.flush()
    link = access_links.add_invitation_link(session, settings, invitation, now)
    audit.record(
        session,
        officer,
        "invitation.sent",
        invitation,
        now,
        supplier.council_id,
        supplier=supplier.id,
        due=due_on.isoformat(),
        setting=setting.value,
        questionnaire=f"{asked.id}@{asked.version}",
        **_qualification(setting, above_threshold, exception),
    )
    if response.status == ResponseStatus.SUBMITTED:
        sharing_mail.offer(session, settings, invitation, link, now)
    else:
        _send_invitation(session, settings, invitation, link, now)
    session.commit()
    return invitation, link


def _qualification(setting: Setting, above_threshold: bool | None, exception: str) -> dict[str, bool | str]:
    """What the audit log keeps of a stage that narrows the field: why it was allowed."""
    if setting is not Setting.PRE_QUALIFICATION:
        return {}
    return {
        "above_threshold": bool(above_threshold),
        "exception": "" if above_threshold else exception.strip(),
    }


def _send_invitation(
    session: Session, settings: Settings, invitation: Invitation, link: str, now: datetime
) -> None:
    council, supplier = invitation.council, invitation.supplier.name
    mail.queue_message(
        session,
        settings,
        invitation.contact.email,
        mail.bilingual_subject(
            lambda: _("%(council)s asks you to answer", council=council.name_in(str(get_locale())))
        ),
        mail.bilingual(
            lambda: mail.invitation_text(
                council,
                supplier,
                link,
                format_date(invitation.due_on, "d MMMM y"),
                asking.burden_of(invitation.response, str(get_locale())).minutes,
            )
        ),
        now,
    )
