"""A council asks a supplier to answer the questionnaire."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.answers import (
    moving,
    proposing,
    questionnaires_in_use,
    sharing,
    sharing_mail,
    standard_part,
)
from app.services.inviting import asking, contact_mail
from app.services.messages import mail
from app.services.people import access_links
from app.settings import Settings
from app.store import audit, contact_requests, people, queue_entries, responses, same_firm, suppliers
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

    The organisation may be another row of the same firm (`store.same_firm`). A draft is never handed to
    another address: the address is all that proves who somebody is. What may be asked differs between the
    settings, and a council's own questions are no other's, so each setting and each questionnaire has a
    response of its own. A draft goes on in the newest version of the questionnaire. A new one begins with
    what the same contact submitted last, to be confirmed one by one; standard questions also with what it
    answered in another council's questionnaire.
    """
    firm = same_firm.organisations(session, contact.id, organisation.id)
    asked = responses.invitations_of_contact(session, contact.id)
    for invitation in (*asked, *contact_requests.declined_by(session, contact.id)):
        response = invitation.response
        is_draft = response.organisation_id in firm and response.status == ResponseStatus.DRAFT
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
    for earlier in proposing.all_earlier(session, contact, organisation, context.setting, newest.id):
        proposing.start_from(session, response, earlier, None, now, firm)
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
    council that reads them already, which wants others, nor to one that waits for a draft. A council that
    asks the standard questions is also offered newer answers to these that another council's own
    questionnaire holds (`standard_part`).
    """
    organisation = organisation_of(session, supplier)
    given = proposing.earlier_of(session, contact, organisation, context.setting, newest.id)
    whole = None
    if newest.id == questionnaires_in_use.STANDARD:
        whole = standard_part.source(session, contact, organisation, context.setting, given)
    offered = whole or given
    if offered is not None and sharing.can_be_offered(offered, now.date()):
        draft = sharing_store.draft_like(session, contact.id, offered, newest.id)
        awaited = sharing_store.asking(session, supplier.id, draft.id) if draft else None
        if awaited is None or awaited.revoked_at is not None:
            offered = standard_part.of(session, whole, now) if whole else offered
            held = sharing_store.asking(session, supplier.id, offered.id)
            if held is None or not held.is_shared:
                return offered
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
        invitation.released_at = None  # it keeps the answers again, if the supplier agrees again
        invitation.wanted_due_on, invitation.wanted_why, invitation.declined_why = None, "", ""
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
    council = invitation.council
    mail.queue_message(
        session,
        settings,
        invitation.contact.email,
        mail.bilingual_subject(
            lambda: _("%(council)s asks you to answer", council=council.name_in(str(get_locale())))
        ),
        mail.bilingual(lambda: contact_mail.invitation_text(session, settings, invitation, link, now)),
        now,
    )
