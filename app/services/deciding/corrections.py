"""A supplier says that something in the council's report on it is wrong; a person at the council replies.

The supplier disputes one line at a time. The council replies with reasons; the supplier may answer the reply
once, and the council replies to that. Accepting changes nothing by itself: an officer mends the fact where it
is kept, which screens the supplier again, and says here what was done.

A report may be about a person (a sole trader). Then Articles 22A to 22D of the UK GDPR ask for a way to make
representations and for a person who looks at them. Every supplier has that here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.deciding.working_days import working_days_after
from app.services.messages import mail
from app.services.outside import webhooks
from app.services.plans import plan_mail
from app.settings import Settings
from app.store import audit
from app.store import care as care_store
from app.store import corrections as store
from models import (
    Correction,
    CorrectionAbout,
    CorrectionMessage,
    CorrectionSide,
    CorrectionState,
    Invitation,
    Person,
    StatementClaim,
    StoredReport,
)

#: In how many working days the council should reply: the time in which it answers a request for information
#: (Freedom of Information Act 2000, section 10), so that it has people and habits for it.
REPLY_WORKING_DAYS: Final = 20
#: How often a supplier may write about one line: at first, and once more after the council's reply.
ROUNDS: Final = 2
LONGEST_TEXT: Final = 4000
REPLIES: Final = (CorrectionState.ACCEPTED, CorrectionState.PARTLY, CorrectionState.DECLINED)


class Closed(Exception):
    """The correction is not open (any more), or nothing more can be written on it."""


class AlreadyOpen(Exception):
    """The same line is disputed already and waits for a reply; `correction` is that dispute."""

    def __init__(self, correction: Correction) -> None:
        super().__init__(correction.id)
        self.correction = correction


@dataclass(frozen=True, slots=True)
class Disputed:
    """What a supplier says is wrong: the line as it was shown in both languages, and the supplier's words.

    `organisation` and `link` say whose statement it is and where, for a claim about a statement.
    """

    key: str
    line: str
    line_cy: str
    about: CorrectionAbout
    text: str
    claim: StatementClaim | None = None
    organisation: str = ""
    link: str = ""


def make(
    session: Session,
    settings: Settings,
    owner: Person,
    invitation: Invitation,
    report: StoredReport | None,
    disputed: Disputed,
    now: datetime,
    today: date,
) -> Correction:
    """Ask the council to correct a line; somebody there is told by e-mail.

    Raises `AlreadyOpen` where the same line waits for a reply: one that is sent twice is kept once.
    """
    for earlier in store.of_invitation(session, invitation.id):
        if earlier.is_open and earlier.key == disputed.key:
            raise AlreadyOpen(earlier)
    correction = Correction(
        council_id=invitation.council_id,
        supplier_id=invitation.supplier_id,
        invitation=invitation,
        report=report,
        about=disputed.about,
        key=disputed.key,
        line=disputed.line,
        line_cy=disputed.line_cy,
        claim=disputed.claim,
        organisation=disputed.organisation,
        link=disputed.link,
        made_by=owner,
        made_at=now,
        due_on=working_days_after(today, REPLY_WORKING_DAYS),
        state=CorrectionState.OPEN,
    )
    session.add(correction)
    _write(session, correction, CorrectionSide.SUPPLIER, owner, disputed.text, now)
    _record(session, owner, "correction.made", correction, now, about=disputed.about.value)
    webhooks.tell_of_correction(session, correction, now)
    _tell_council(session, settings, correction, now)
    session.commit()
    return correction


def withdraw(session: Session, owner: Person, correction: Correction, now: datetime) -> None:
    """The supplier takes an open correction back. Raises `Closed`."""
    _move(session, correction, CorrectionState.OPEN, CorrectionState.WITHDRAWN, now)
    _record(session, owner, "correction.withdrawn", correction, now)
    session.commit()


def reply(
    session: Session,
    settings: Settings,
    officer: Person,
    correction: Correction,
    outcome: CorrectionState,
    text: str,
    done: str,
    now: datetime,
) -> None:
    """An officer accepts, partly accepts or declines, with reasons; the supplier gets the reply by e-mail.

    `done` says what was mended; it is needed where anything was accepted. ValueError without it, without a
    reason, or for an outcome that is none; `Closed` where somebody replied before.
    """
    if outcome not in REPLIES or not text.strip():
        raise ValueError("a reply has an outcome and a reason")
    if outcome is not CorrectionState.DECLINED and not done.strip():
        raise ValueError("what is accepted is mended, and the correction says how")
    _move(session, correction, CorrectionState.OPEN, outcome, now)
    _write(session, correction, CorrectionSide.COUNCIL, officer, text.strip(), now, outcome, done.strip())
    _record(session, officer, "correction.replied", correction, now, outcome=outcome.value)
    _tell_supplier(session, settings, correction, now)
    session.commit()


def answer(
    session: Session,
    settings: Settings,
    owner: Person,
    correction: Correction,
    text: str,
    now: datetime,
    today: date,
) -> None:
    """The supplier answers the council's reply, which opens the correction again. Raises `Closed`."""
    if not can_answer(correction):
        raise Closed
    _move(session, correction, CorrectionState(correction.state), CorrectionState.OPEN, now)
    correction.due_on = working_days_after(today, REPLY_WORKING_DAYS)
    _write(session, correction, CorrectionSide.SUPPLIER, owner, text.strip(), now)
    _record(session, owner, "correction.answered", correction, now)
    _tell_council(session, settings, correction, now)
    session.commit()


def can_answer(correction: Correction) -> bool:
    """Whether the supplier may answer the council's reply: once."""
    return correction.state in REPLIES and not is_last_round(correction)


def is_finished(correction: Correction) -> bool:
    """Whether the council has replied for the last time."""
    return correction.state in REPLIES and not can_answer(correction)


def is_last_round(correction: Correction) -> bool:
    """Whether the supplier has written as often as it may, so that the council's next reply ends it."""
    return sum(one.side == CorrectionSide.SUPPLIER for one in correction.messages) >= ROUNDS


def disputed_lines(
    session: Session, council_id: int, supplier_ids: Sequence[int], language: str
) -> Mapping[int, tuple[str, ...]]:
    """Supplier id -> the lines that it disputes and that the council has not replied to, as they were shown.

    In a language ("en", "cy"); suppliers that dispute nothing are not in it.
    """
    waiting = store.open_of_suppliers(session, council_id, supplier_ids)
    return {key: tuple(one.line_in(language) for one in found) for key, found in waiting.items()}


def disputed_words(lines: Sequence[str]) -> str:
    """What a list, a page or a file says of a supplier's disputed lines; "" where there are none."""
    return _("The supplier disputes: %(lines)s", lines="; ".join(lines)) if lines else ""


def _move(
    session: Session, correction: Correction, before: CorrectionState, after: CorrectionState, now: datetime
) -> None:
    if not store.move(session, correction, before, after, now):
        session.rollback()
        raise Closed


def _write(
    session: Session,
    correction: Correction,
    side: CorrectionSide,
    person: Person,
    text: str,
    now: datetime,
    outcome: CorrectionState | None = None,
    done: str = "",
) -> None:
    message = CorrectionMessage(side=side, text=text, outcome=outcome, done=done, written_at=now)
    message.written_by = person
    correction.messages.append(message)
    session.flush()


def _record(
    session: Session, person: Person, action: str, correction: Correction, now: datetime, **detail: str
) -> None:
    """The event is one of the supplier, so that its page tells of it. It never repeats what was written."""
    told = {"correction": correction.id, "line": correction.key, **detail}
    audit.record(session, person, action, correction.supplier, now, correction.council_id, **told)


def _tell_council(session: Session, settings: Settings, correction: Correction, now: datetime) -> None:
    """The council gets the address of the page, and nothing of what the supplier wrote."""
    for address in _addresses(session, correction, now.date()):
        mail.queue_message(
            session,
            settings,
            address,
            mail.bilingual_subject(lambda: _("A supplier says that something is wrong")),
            mail.bilingual(lambda: "\n\n".join(_to_council(settings, correction))),
            now,
        )


def _addresses(session: Session, correction: Correction, today: date) -> list[str]:
    """The council's own address; without one whoever looks after the supplier, or is there for them."""
    council = correction.invitation.council
    if council.contact_email:
        return [council.contact_email]
    care = care_store.care_of(session, council.id, [correction.supplier_id]).get(correction.supplier_id)
    owner = [care.owner] if care is not None and care.owner is not None else []
    return [one.email for one in plan_mail.first_there(session, council.id, owner, today)]


def _to_council(settings: Settings, correction: Correction) -> Iterator[str]:
    yield _(
        "%(supplier)s says that a line of your report on it is wrong.",
        supplier=correction.invitation.supplier.name,
    )
    yield _("Please reply by %(due)s:", due=format_date(correction.due_on, "d MMMM y"))
    yield f"{settings.base_url.rstrip('/')}/officer/corrections/{correction.id}"


def _tell_supplier(session: Session, settings: Settings, correction: Correction, now: datetime) -> None:
    mail.queue_message(
        session,
        settings,
        correction.made_by.email,
        mail.bilingual_subject(lambda: _("The council's reply about your correction")),
        mail.bilingual(lambda: "\n\n".join(_to_supplier(settings, correction))),
        now,
    )


def _to_supplier(settings: Settings, correction: Correction) -> Iterator[str]:
    language, council = str(get_locale()), correction.invitation.council
    yield _(
        "You told %(council)s that this line of its report on %(supplier)s is wrong:",
        council=council.name_in(language),
        supplier=correction.invitation.supplier.name,
    )
    yield correction.line_in(language)
    yield outcome_words(CorrectionState(correction.state))
    if said := correction.reply:
        yield said.text
    if said and said.done:
        yield f"{_('What was done:')} {said.done}"
    if can_answer(correction):
        yield _("You can answer once more. Ask for a sign-in link here:")
    else:
        yield how_to_complain(correction)
        yield _("You can read everything that was written again. Ask for a sign-in link here:")
    yield f"{settings.base_url.rstrip('/')}/sign-in"


def outcome_words(state: CorrectionState) -> str:
    """How far a correction is, as the supplier reads it."""
    return _OUTCOMES[state]()


_OUTCOMES: Final[Mapping[CorrectionState, Callable[[], str]]] = {
    CorrectionState.OPEN: lambda: _("The council has not replied yet."),
    CorrectionState.ACCEPTED: lambda: _("The council agrees and has mended it."),
    CorrectionState.PARTLY: lambda: _("The council agrees in part and has mended that part."),
    CorrectionState.DECLINED: lambda: _("The council does not agree."),
    CorrectionState.WITHDRAWN: lambda: _("You took this back."),
}


def how_to_complain(correction: Correction) -> str:
    """Where the supplier goes when the council has replied for the last time."""
    council = correction.invitation.council
    name = council.name_in(str(get_locale()))
    if council.contact_email:
        first = _(
            "If you still do not agree, complain to %(council)s at %(email)s.",
            council=name,
            email=council.contact_email,
        )
    else:
        first = _("If you still do not agree, use the complaints procedure of %(council)s.", council=name)
    return f"{first} " + _(
        "If it is about data on you as a person, you can also complain to the Information Commissioner."
    )
