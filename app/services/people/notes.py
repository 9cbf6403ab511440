"""What officers write for colleagues about a supplier, and whom they mean it for.

A colleague is mentioned by being picked from the list, or by "@" and a name in the text where only one
colleague has it. The e-mail says that there is a note, and nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.messages import mail
from app.services.people import deputies
from app.settings import Settings
from app.store import audit, people
from models import Note, NoteMention, Person, Supplier

LONGEST: Final = 4000

#: "@" and up to three words that a name may be made of; an address like ann@example.org is none.
_MENTION = re.compile(r"(?<![\w.])@([\w'\u2019.-]+(?:[ ][\w'\u2019-]+){0,2})")


class NotOwn(Exception):
    """Only its writer removes a note."""


def mentioned_in(text: str, colleagues: Collection[Person]) -> tuple[list[Person], list[str]]:
    """The colleagues whom a text names with "@", and the names that nobody, or more than one, has.

    The longest run of words that fits one colleague counts: the whole name, the first name, the last name, or
    the part of the e-mail address before the "@".
    """
    found: list[Person] = []
    unclear: list[str] = []
    for match in _MENTION.finditer(text):
        words = match[1].rstrip(".").split(" ")
        runs = [" ".join(words[:length]) for length in range(len(words), 0, -1)]
        fits = next((those for run in runs if len(those := _called(run, colleagues)) == 1), None)
        if fits is None:
            unclear.append(words[0])
        elif fits[0] not in found:
            found.append(fits[0])
    return found, unclear


def _called(name: str, colleagues: Iterable[Person]) -> list[Person]:
    wanted = name.rstrip(".").casefold()
    return [one for one in colleagues if wanted in _names(one)]


def _names(person: Person) -> set[str]:
    whole = " ".join(person.name.split()).casefold()
    parts = whole.split(" ")
    return {whole, parts[0], parts[-1], person.email.partition("@")[0].casefold()} - {""}


def colleagues_of(session: Session, officer: Person) -> list[Person]:
    """The active officers and leads of the officer's council, without the officer."""
    found = people.officers(session, officer.council_id or 0)
    return [one for one in found if one.id != officer.id]


def write(
    session: Session,
    settings: Settings,
    officer: Person,
    supplier: Supplier,
    text: str,
    picked: Collection[int],
    now: datetime,
) -> Note:
    """Keep a note and tell those whom it mentions. ValueError for an empty or an overlong one.

    `picked` are ids of colleagues; others than the officer's own colleagues are passed over.
    """
    if not text.strip() or len(text) > LONGEST:
        raise ValueError("a note has a text of at most 4,000 characters")
    colleagues = colleagues_of(session, officer)
    named, _unclear = mentioned_in(text, colleagues)
    meant = [one for one in colleagues if one.id in picked or one in named]
    note = Note(
        council_id=supplier.council_id,
        supplier=supplier,
        person=officer,
        text=text.strip(),
        written_at=now,
        mentions=[NoteMention(person=one) for one in meant],
    )
    session.add(note)
    session.flush()
    told = {"note": note.id, "mentions": [one.id for one in meant]}
    audit.record(session, officer, "note.written", supplier, now, supplier.council_id, **told)
    _tell(session, settings, note, meant, now)
    session.commit()
    return note


def remove(session: Session, officer: Person, note: Note, now: datetime) -> None:
    """The writer takes a note away: its text is gone, the log keeps that there was one. Twice is once."""
    if note.person_id != officer.id:
        raise NotOwn
    if note.removed_at is None:
        note.text, note.removed_at = "", now
        audit.record(session, officer, "note.removed", note.supplier, now, note.council_id, note=note.id)
    session.commit()


def mark_seen(session: Session, officer: Person, mention: NoteMention, now: datetime, today: date) -> None:
    """The colleague has read it, or somebody who stands in for the colleague. `NotOwn` for anybody else."""
    if mention.person_id != officer.id and mention.person_id not in deputies.away(session, officer, today):
        raise NotOwn
    if mention.seen_at is None:
        mention.seen_at = now
        told = {"note": mention.note_id, **deputies.acting_for(session, officer, mention.person_id, today)}
        subject, council_id = mention.note.supplier, mention.note.council_id
        audit.record(session, officer, "note.read", subject, now, council_id, **told)
    session.commit()


def _tell(session: Session, settings: Settings, note: Note, to: Sequence[Person], now: datetime) -> None:
    link = f"{settings.base_url.rstrip('/')}/officer/suppliers/{note.supplier_id}/work#colleagues"

    def text() -> str:
        name = note.person.name or note.person.email
        told = _("%(name)s wrote a note for you about %(supplier)s:", name=name, supplier=note.supplier.name)
        return f"{told}\n\n{link}"

    subject = mail.bilingual_subject(lambda: _("A note for you"))
    for person in to:
        mail.queue_message(session, settings, person.email, subject, mail.bilingual(text), now)
