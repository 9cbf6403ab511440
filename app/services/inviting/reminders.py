"""Reminders by e-mail: of steps of plans of action, and of questionnaires that nobody has answered.

Each moment before or after a due day brings one reminder, whatever happens: a second run on the same day, or
two workers at once, send it once. A machine that was switched off sends what it missed in the last
week, several moments as one. What was asked today is not reminded of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.answers import receipts
from app.services.messages import mail
from app.services.people import access_links
from app.services.plans import plan_mail
from app.services.plans.action_plans import record_step
from app.settings import Settings
from app.store import actions as store
from app.store import audit
from app.store import contact_requests as contact_store
from app.store import reminders as invitation_store
from models import Action, ActionPlan, ActionSide, Invitation, Person

#: Days from the due day on which a step of a plan is reminded of; before it they are negative.
STEP_MOMENTS: Final = (-7, 0, 7, 21)
#: The same for a questionnaire.
ANSWER_MOMENTS: Final = (-7, 0, 7)
#: For how many days a moment that was missed still counts: nobody is reminded of years ago.
CATCH_UP: Final = 7
#: From this moment on the officer is told too: a step that is so late needs a talk, not another e-mail.
OFFICER_JOINS: Final = 21


def due_moment(due_on: date, told_on: date | None, today: date, moments: Sequence[int]) -> date | None:
    """The moment for which a reminder is to be sent today, None if there is none.

    `told_on` is the day of the last reminder, or on which the person was asked. A moment counts for a week.
    """
    week_ago = today - timedelta(days=CATCH_UP)
    since = max(week_ago, told_on) if told_on else week_ago
    days = [due_on + timedelta(days=days) for days in moments]
    return max((day for day in days if since < day <= today), default=None)


def due_days(today: date, moments: Sequence[int]) -> tuple[date, date]:
    """The first and the last due day of which a reminder may be sent today."""
    earliest = today - timedelta(days=max(moments) + CATCH_UP - 1)
    return earliest, today - timedelta(days=min(moments))


@dataclass(frozen=True, slots=True)
class Sent:
    """How many steps and how many questionnaires were reminded of."""

    steps: int
    answers: int


def send(session: Session, settings: Settings, now: datetime, today: date) -> Sent:
    """Send every reminder that is due today. Running it again sends nothing more."""
    return Sent(_steps(session, settings, now, today), _answers(session, settings, now, today))


# --- Steps of plans ---------------------------------------------------------------------------------------


def _steps(session: Session, settings: Settings, now: datetime, today: date) -> int:
    """One e-mail for each person and plan, committed with what it notes; how many steps were in them."""
    days, number = due_days(today, STEP_MOMENTS), 0
    for council_id in store.councils_with_open_actions(session, *days):
        by_plan: dict[ActionPlan, list[Action]] = {}
        for action in store.open_due_between(session, council_id, *days):
            if _claim(session, action, today):
                by_plan.setdefault(action.plan, []).append(action)
        for plan, actions in by_plan.items():
            _remind_of(session, settings, plan, actions, now, today)
            number += len(actions)
        session.commit()
    return number


def _claim(session: Session, action: Action, today: date) -> bool:
    """Note the reminder of this step, if one is due and nobody else has noted it."""
    due = due_moment(action.due_on, action.reminded_on, today, STEP_MOMENTS)
    return due is not None and store.note_reminder(session, action, due, today)


def _remind_of(
    session: Session,
    settings: Settings,
    plan: ActionPlan,
    actions: Sequence[Action],
    now: datetime,
    today: date,
) -> None:
    """The supplier's contact is reminded of its steps, the officers of the council's.

    The officers are reminded of the supplier's too where nobody of it is known or the plan is not shared,
    where it waits for their answer about another date, and where a step is very late.
    """
    contacts = store.contacts(session, plan.council_id, plan.supplier_id) if plan.shared_at else ()
    theirs = [one for one in actions if one.side == ActionSide.SUPPLIER and one.wanted_due_on is None]
    to_supplier = contacts[0] if contacts and theirs else None
    if to_supplier:
        _mail_steps(session, settings, to_supplier, plan, theirs, now, today)
    told: dict[int, tuple[Person, list[Action]]] = {}
    for action in actions:
        if action not in theirs or not to_supplier or _is_very_late(action, today):
            own = action if action.side == ActionSide.COUNCIL else None
            for person in plan_mail.officers_for(session, plan, own, today):
                told.setdefault(person.id, (person, []))[1].append(action)
    for person, steps in told.values():
        _mail_steps(session, settings, person, plan, steps, now, today)
    for action in actions:
        days = (today - action.due_on).days
        record_step(session, None, "action.reminded", action, now, days_late=days)


def _is_very_late(action: Action, today: date) -> bool:
    return today >= action.due_on + timedelta(days=OFFICER_JOINS)


def _mail_steps(
    session: Session,
    settings: Settings,
    person: Person,
    plan: ActionPlan,
    actions: Sequence[Action],
    now: datetime,
    today: date,
) -> None:
    is_officer = person.council_id is not None
    page = plan_mail.officer_page if is_officer else plan_mail.supplier_page

    def text() -> str:
        words = {"supplier": plan.supplier.name, "council": plan_mail.council_name_of(session, plan)}
        first = (
            _("This is about the plan of action with %(supplier)s.", **words)
            if is_officer
            else _("This is about the plan of action of %(council)s with %(supplier)s.", **words)
        )
        return "\n\n".join([first, *_lines(actions, today), _help(is_officer, actions, today), address])

    address = page(settings, plan)
    subject = mail.bilingual_subject(lambda: _("Reminder: steps of a plan of action"))
    mail.queue_message(session, settings, person.email, subject, mail.bilingual(text), now)


def _lines(actions: Iterable[Action], today: date) -> list[str]:
    """Each step with its side and its day; a day that has passed is said to have passed, and no more."""
    return [f"- {action.what}\n  {_whose(action)} {_when(action.due_on, today)}" for action in actions]


def _whose(action: Action) -> str:
    return _("For the council.") if action.side == ActionSide.COUNCIL else _("For the supplier.")


def _when(due_on: date, today: date) -> str:
    day = format_date(due_on, "d MMMM y")
    if due_on > today:
        return _("To be done by %(day)s.", day=day)
    if due_on == today:
        return _("To be done today, %(day)s.", day=day)
    return _("It was to be done by %(day)s.", day=day)


def _help(is_officer: bool, actions: Sequence[Action], today: date) -> str:
    if not is_officer:
        return _("Say what is done, or ask for another date if something stands in the way:")
    if any(one.side == ActionSide.SUPPLIER and _is_very_late(one, today) for one in actions):
        return _(
            "Some of this is three weeks late or more. Speak with the supplier: ask what stands in the way, "
            "and offer help before anything else. The plan says what follows after that:"
        )
    return _("Close what is done, or set another date with a reason:")


# --- Questionnaires ---------------------------------------------------------------------------------------


def _answers(session: Session, settings: Settings, now: datetime, today: date) -> int:
    """Remind each contact who was asked and has not submitted; one commit for each e-mail and its link."""
    number = 0
    for invitation in invitation_store.unanswered(session, *due_days(today, ANSWER_MOMENTS)):
        if contact_store.undelivered(session, invitation) is not None:
            continue  # the council was told, and asks at another address
        told_on = max(filter(None, (invitation.sent_at.date(), invitation.reminded_on)))
        due = due_moment(invitation.due_on, told_on, today, ANSWER_MOMENTS)
        if due is not None and invitation_store.note_reminder(session, invitation, due, today):
            _remind_to_answer(session, settings, invitation, now, today)
            number += 1
        session.commit()
    return number


def _remind_to_answer(
    session: Session, settings: Settings, invitation: Invitation, now: datetime, today: date
) -> None:
    link = access_links.add_invitation_link(session, settings, invitation, now)

    def text() -> str:
        council_line = receipts.questions_line(session, invitation)
        parts = [
            _(
                "%(council)s asked you to answer a questionnaire about modern slavery for %(supplier)s.",
                council=invitation.council.name_in(str(get_locale())),
                supplier=invitation.supplier.name,
            ),
            _wanted(invitation.due_on, today),
            _("What you have answered is kept. Go on here; links from earlier e-mails no longer work:"),
            link,
            _(
                "If you cannot answer in time, or are not the right person, say so there, below the list of "
                "sections."
            ),
            council_line,
        ]
        return "\n\n".join(filter(None, parts))

    subject = mail.bilingual_subject(lambda: _("Reminder: the council waits for your answers"))
    mail.queue_message(session, settings, invitation.contact.email, subject, mail.bilingual(text), now)
    days = (today - invitation.due_on).days
    told = {"invitation": invitation.id, "days_late": days}
    audit.record(
        session, None, "invitation.reminded", invitation.supplier, now, invitation.council_id, **told
    )


def _wanted(due_on: date, today: date) -> str:
    day = format_date(due_on, "d MMMM y")
    if due_on > today:
        return _("Please answer by %(due)s.", due=day)
    if due_on == today:
        return _("Please answer today, %(due)s.", due=day)
    return _("An answer was wanted by %(due)s. It is not too late.", due=day)
