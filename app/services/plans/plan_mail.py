"""Messages about plans of action: what a supplier's contact and the council's officers are told of them.

They name the step and the page, and repeat nothing that was written about it: mailboxes are not the place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.messages import mail
from app.settings import Settings
from app.store import actions as store
from app.store import care as care_store
from app.store import deputies as deputy_store
from app.store import people
from models import Action, ActionPlan, Council, Person, Role

Words = Callable[[], str]


def officer_page(settings: Settings, plan: ActionPlan) -> str:
    """The address of a plan for officers."""
    return f"{settings.base_url.rstrip('/')}/officer/plans/{plan.id}"


def supplier_page(settings: Settings, plan: ActionPlan) -> str:
    """The address of a plan for the supplier, which asks for a sign-in link where there is need."""
    return f"{settings.base_url.rstrip('/')}/answers/plans/{plan.id}"


def council_name_of(session: Session, plan: ActionPlan) -> str:
    """The council's name in the language of the moment."""
    return session.get_one(Council, plan.council_id).name_in(str(get_locale()))


def tell_supplier(
    session: Session, settings: Settings, plan: ActionPlan, subject: Words, text: Words, now: datetime
) -> Person | None:
    """Tell the contact whom the council asked last, if the plan is shared and there is one; who that is."""
    contacts = store.contacts(session, plan.council_id, plan.supplier_id) if plan.shared_at else ()
    if not contacts:
        return None
    link = supplier_page(settings, plan)
    body = mail.bilingual(lambda: f"{text()}\n\n{link}")
    mail.queue_message(session, settings, contacts[0].email, mail.bilingual_subject(subject), body, now)
    return contacts[0]


def tell_officers(
    session: Session,
    settings: Settings,
    plan: ActionPlan,
    subject: Words,
    text: Words,
    now: datetime,
    today: date,
) -> None:
    """Tell whoever looks after the supplier, or who opened the plan, or who stands in for them."""
    link = officer_page(settings, plan)
    for person in officers_for(session, plan, None, today):
        body = mail.bilingual(lambda: f"{text()}\n\n{link}")
        mail.queue_message(session, settings, person.email, mail.bilingual_subject(subject), body, now)


def officers_for(session: Session, plan: ActionPlan, action: Action | None, today: date) -> list[Person]:
    """Whom a plan or a step is for, so that nothing is lost when a person leaves or is away.

    The owner of the step, else of the supplier, else whoever opened the plan; while that person is away, its
    deputies. Where none of them is active, the leads of the council, else all of its officers.
    """
    return first_there(session, plan.council_id, _in_turn(session, plan, action), today)


def first_there(session: Session, council_id: int, in_turn: Iterable[Person], today: date) -> list[Person]:
    """The first of these people who is an active officer of the council, or their deputies while they are
    away; where none is, the leads of the council, else all of its officers."""
    for person in in_turn:
        if not _is_officer(person, council_id):
            continue
        rows = deputy_store.deputies_of(session, council_id, person.id, today)
        return [row.deputy for row in rows if _is_officer(row.deputy, council_id)] or [person]
    everybody = people.officers(session, council_id)
    return [one for one in everybody if one.role == Role.LEAD] or list(everybody)


def _in_turn(session: Session, plan: ActionPlan, action: Action | None) -> Iterator[Person]:
    care = care_store.care_of(session, plan.council_id, [plan.supplier_id]).get(plan.supplier_id)
    people_asked: Iterable[Person | None] = (
        action.person if action else None,
        care.owner if care else None,
        plan.opened_by,
    )
    yield from (one for one in people_asked if one is not None)


def _is_officer(person: Person, council_id: int) -> bool:
    return person.active and person.council_id == council_id and person.is_staff


def about(action: Action, text: Words) -> Words:
    """A text with the words of the step under it."""
    return lambda: f"{text()}\n\n{action.what}"


def shared(session: Session, settings: Settings, plan: ActionPlan, now: datetime) -> Person | None:
    """A plan was shared; who was told, None where nobody of the supplier is known."""

    def text() -> str:
        return _(
            "%(council)s shares a plan of action for %(supplier)s with you. It says what is to be done, by "
            "whom and until when. You can say what is done, and ask for another date:",
            council=council_name_of(session, plan),
            supplier=plan.supplier.name,
        )

    def subject() -> str:
        return _("%(council)s: a plan of action", council=council_name_of(session, plan))

    return tell_supplier(session, settings, plan, subject, text, now)
