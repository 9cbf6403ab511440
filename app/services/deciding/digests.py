"""The weekly e-mail for officers who want it: what is due, what is overdue, and what changed in the week.

It is about the officer's own suppliers and those of colleagues for whom the officer stands in; a lead's tells
of the suppliers that nobody looks after as well. Nothing is sent when there is nothing to tell. The day of
each officer's last e-mail is noted the next is written, so that a task that runs twice sends once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.deciding import work
from app.services.messages import mail
from app.settings import Settings
from app.store import audit
from app.store import care as care_store
from app.store import digests as store
from models import Person, Role

WEEK: Final = timedelta(days=7)
#: A list longer than this is cut, with the number of the rest: the page has them all.
LONGEST_LIST: Final = 15


@dataclass(frozen=True, slots=True)
class Item:
    """Something with a day: `what` in the words of whoever wrote it, "" where `kind` says it all."""

    due_on: date
    supplier: str
    what: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What one e-mail tells. `asked` counts second opinions, escalations and notes that wait."""

    overdue: tuple[Item, ...]
    due: tuple[Item, ...]
    asked: int
    moved: tuple[tuple[str, str, str], ...]
    answers: tuple[str, ...]
    corrections: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.overdue or self.due or self.asked or self.moved or self.answers or self.corrections)


def choose(session: Session, officer: Person, wanted: bool, now: datetime) -> None:
    """The officer wants the weekly e-mail, or wants it no more."""
    if officer.weekly_digest != wanted:
        officer.weekly_digest = wanted
        audit.record(session, officer, "person.weekly_mail", officer, now, officer.council_id, wanted=wanted)
    session.commit()


def send_due(session: Session, settings: Settings, now: datetime, today: date) -> int:
    """Write this week's e-mails for all who want one and had none in the last six days; how many left."""
    before = today - timedelta(days=6)
    sent = 0
    for person_id in store.who_wants_one(session, before):
        if store.claim(session, person_id, today, before):
            sent += _send(session, settings, session.get_one(Person, person_id), now, today)
        session.commit()
    return sent


def digest_of(session: Session, officer: Person, now: datetime, today: date) -> Digest:
    """What the e-mail for this officer would tell on a day."""
    council_id, since = officer.council_id or 0, now - WEEK
    open_work = work.of_officer(session, officer, today)
    watched = {care.supplier_id for care in open_work.suppliers}
    if officer.role == Role.LEAD:
        watched |= care_store.supplier_ids_without_owner(session, council_id)
    items = sorted(_items(open_work), key=lambda item: (item.due_on, item.supplier, item.kind, item.what))
    corrections = store.new_corrections(session, council_id, watched, since)
    return Digest(
        overdue=tuple(item for item in items if item.due_on < today),
        due=tuple(item for item in items if today <= item.due_on < today + WEEK),
        asked=len(open_work.seconds) + len(open_work.escalations) + len(open_work.mentions),
        moved=tuple(store.moved_band(session, council_id, watched, since)),
        answers=tuple(store.new_answers(session, council_id, watched, since)),
        corrections=tuple(dict.fromkeys(one.supplier.name for one in corrections)),
    )


def _items(open_work: work.Work) -> Iterator[Item]:
    for care in open_work.suppliers:
        if care.due_on:
            yield Item(care.due_on, care.supplier.name, care.next_step)
    for action in open_work.actions:
        yield Item(action.due_on, action.plan.supplier.name, action.what)
    for one in open_work.corrections:
        yield Item(one.due_on, one.supplier.name, kind="correction")
    for review in open_work.reviews:
        if review.review_on:
            yield Item(review.review_on, review.supplier.name, kind="review")


def _send(session: Session, settings: Settings, officer: Person, now: datetime, today: date) -> int:
    digest = digest_of(session, officer, now, today)
    if digest.is_empty:
        return 0
    subject = mail.bilingual_subject(lambda: _("Your week in Fairhand"))
    body = mail.bilingual(lambda: "\n\n".join(_text(settings, digest)))
    mail.queue_message(session, settings, officer.email, subject, body, now)
    return 1


def _text(settings: Settings, digest: Digest) -> Iterator[str]:
    if digest.asked:
        yield ngettext(
            "%(num)s item waits for your opinion, or is a note for you.",
            "%(num)s items wait for your opinion, or are notes for you.",
            digest.asked,
        )
    yield from _block(_("Overdue"), [_line(item) for item in digest.overdue])
    yield from _block(_("Due this week"), [_line(item) for item in digest.due])
    yield from _block(_("In another band than a week ago"), [_moved(*one) for one in digest.moved])
    yield from _block(_("Answered in the last week"), digest.answers)
    yield from _block(_("Say that something is wrong, since last week"), digest.corrections)
    yield _("Everything, with its pages:")
    yield f"{settings.base_url.rstrip('/')}/officer/my-work"
    yield _("You can end this e-mail on the same page.")


def _block(title: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    shown = [f"- {line}" for line in lines[:LONGEST_LIST]]
    if (more := len(lines) - LONGEST_LIST) > 0:
        shown.append(ngettext("and %(num)s more", "and %(num)s more", more))
    yield "\n".join([title, *shown])


def _line(item: Item) -> str:
    what = {"correction": _("reply to its correction"), "review": _("look again")}.get(item.kind, item.what)
    told = f"{format_date(item.due_on, 'd MMMM y')}: {item.supplier}"
    return f"{told}: {what}" if what else told


def _moved(supplier: str, before: str, now: str) -> str:
    names = {
        "high": _("High"),
        "medium": _("Medium"),
        "low": _("Low"),
        "not_enough_known": _("Not enough known"),
    }
    return _(
        "%(supplier)s: %(now)s, before %(before)s", supplier=supplier, now=names[now], before=names[before]
    )
