"""What became of messages after they were handed over: GOV.UK Notify is asked, mail that came back is read.

Without either only "handed over" is known, and nothing here ever says more. A message whose fate is settled
is not looked for again.
"""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.services.messages import bounces, notify
from app.settings import Settings
from app.store import outbox as store
from models import Delivery, OutboxMessage

#: How long after it was handed over, and after each look, Notify is asked of a message. It tries for 72 hours
#: and forgets a message after 7 days; the last look is after about five.
LOOKS: Final = tuple(
    timedelta(**one)
    for one in (
        {"minutes": 5}, {"minutes": 30}, {"hours": 2}, {"hours": 6}, {"hours": 12},
        {"hours": 24}, {"hours": 36}, {"hours": 42},
    )
)  # fmt: skip
#: So many messages are asked of, and reports read, in one turn.
MOST: Final = 200


def ask_notify(session: Session, settings: Settings, now: datetime) -> int:
    """Ask Notify of every message whose next look is due; returns how many are settled now.

    Ends at the first question that Notify does not answer: those left are asked of in the next turn.
    """
    settled = 0
    for message in store.to_look_at(session, now, MOST):
        try:
            delivery, said = notify.fate(settings, message.handed_as)
        except notify.Forgotten:
            store.look_again(session, message, None)
        except notify.Refused:
            session.commit()
            return settled
        else:
            if delivery is Delivery.UNKNOWN:
                store.look_again(session, message, next_look(message.looks + 1, now))
            else:
                settled += store.settle(session, message.id, delivery, said, now)
        session.commit()
    return settled


def next_look(looks: int, now: datetime) -> datetime | None:
    """When Notify is asked next of a message after so many looks; None: no more."""
    return now + LOOKS[looks] if looks < len(LOOKS) else None


def read_returned(session: Session, settings: Settings, now: datetime) -> int:
    """Read the mail that came back since the last turn; returns how many messages are settled now.

    A report on a message of ours is removed once it is noted, for it may hold the message and its link.
    Everything else is kept for people, marked as seen. Nothing happens without the folder.
    """
    if settings.bounce_maildir is None or not (settings.bounce_maildir / "new").is_dir():
        return 0
    folder = mailbox.Maildir(settings.bounce_maildir, create=False)
    settled = 0
    for key in _new(settings.bounce_maildir):
        try:
            noted = _note(session, folder, key, now)
        except (KeyError, OSError):  # another turn was quicker, or it cannot be read at present
            session.rollback()
            continue
        session.commit()
        settled += noted or 0
        with suppress(KeyError, OSError):
            folder.remove(key) if noted is not None else _mark_seen(settings.bounce_maildir, key)
    return settled


def _new(folder: Path) -> Iterator[str]:
    """The names of what nobody has read yet, the oldest first."""
    names = sorted(one.name for one in (folder / "new").iterdir() if one.is_file())
    for name in names[:MOST]:
        yield name.partition(":")[0]


def _note(session: Session, folder: mailbox.Maildir, key: str, now: datetime) -> int | None:
    """Note what one message of the folder reports; how much it settled, None if it is about none of ours."""
    with folder.get_file(key) as opened:
        written = opened.read(bounces.LARGEST + 1)
    ours, settled = False, 0
    for report in bounces.read(written):
        message = store.handed_as(session, report.message_id)
        if message is None or report.recipient.lower() != message.to.lower():
            continue
        ours = True
        settled += store.settle(session, message.id, report.delivery, report.said, now)
    return settled if ours else None


def _mark_seen(folder: Path, key: str) -> None:
    """Put a message among those that were seen, as mail programs do."""
    for one in (folder / "new").glob(f"{key}*"):
        one.rename(folder / "cur" / f"{key}:2,S")


def fate_of_refusal(codes: list[int]) -> Delivery:
    """What the codes mean with which a mail server refused each recipient at once (RFC 5321, 4.2.3)."""
    if not codes or any(code < 500 for code in codes):
        return Delivery.UNKNOWN
    return Delivery.NO_MAILBOX if all(code in (550, 551, 553) for code in codes) else Delivery.REFUSED


def give_up(message: OutboxMessage, delivery: Delivery, now: datetime) -> None:
    """Let a message stand that nobody took."""
    message.delivery, message.fate_at = delivery, now
