"""A council asks a supplier to answer the questionnaire."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

import questionnaires
from app.services import access_links, asking, mail
from app.settings import Settings
from app.store import audit, people, responses, suppliers
from models import Invitation, Organisation, Person, Response, ResponseStatus, Role, Supplier
from questionnaires import Context, Setting, permit


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


def _draft_for(session: Session, organisation: Organisation, contact: Person, context: Context) -> Response:
    """The draft that this same contact already has for the organisation in this setting, else a new one.

    A draft is never handed to another address: the address is all that proves who somebody is. What may be
    asked differs between the settings, so each has a response of its own.
    """
    for invitation in responses.invitations_of_contact(session, contact.id):
        response = invitation.response
        is_draft = response.organisation_id == organisation.id and response.status == ResponseStatus.DRAFT
        if is_draft and Context.from_json(response.context).setting is context.setting:
            response.context = asking.widened(response, context).to_json()
            return response
    newest = questionnaires.current(asking.QUESTIONNAIRE)
    response = Response(
        organisation_id=organisation.id,
        questionnaire=newest.id,
        version=newest.version,
        context=context.to_json(),
        status=ResponseStatus.DRAFT,
    )
    session.add(response)
    session.flush()
    return response


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
) -> tuple[Invitation, str]:
    """Send (or send again) an invitation; returns it and its link.

    `above_threshold` and `exception`, the reason for asking below it all the same, matter before
    qualification only. Raises `ContactIsOfficer`, and `questionnaires.SettingRefused` where the law does not
    let questions be asked at that stage.
    """
    permit(setting, above_threshold=above_threshold, exception=exception)
    contact = respondent(session, email, name, now)
    context = asking.context_for(supplier, setting, now.date())
    response = _draft_for(session, organisation_of(session, supplier), contact, context)
    invitation = next((one for one in response.invitations if one.supplier_id == supplier.id), None)
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
        **_qualification(setting, above_threshold, exception),
    )
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
