"""Reading mail that came back: the reports by which mail servers tell that a message was not delivered.

Only delivery status notifications (RFC 3464) are read, whose parts are for programs. What people write, and
the free text of old servers, is left for people. A report is believed if it names a Message-ID of ours, which
nobody can guess who did not get the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Final

from models import Delivery

#: A report with the whole of our message in it is far smaller.
LARGEST: Final = 1_000_000
#: "Bad destination mailbox address", "... system address", "... address status" and "mailbox disabled"
#: (RFC 3463, 3.2 and 3.3): mail will not get there until somebody corrects the address.
_NO_MAILBOX: Final = re.compile(r"5\.(1\.[0-36]|1\.10|2\.1)")
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{3,250}>")


@dataclass(frozen=True, slots=True)
class Report:
    """What one mail server says of one message to one recipient, in its own words in `said`."""

    message_id: str
    recipient: str
    delivery: Delivery
    said: str


def read(written: bytes) -> tuple[Report, ...]:
    """The reports in a message; empty for anything but a delivery status notification.

    What is only delayed, relayed or expanded is passed over: it is not settled.
    """
    if len(written) > LARGEST:
        return ()
    mail = message_from_bytes(written)
    if mail.get_content_type() != "multipart/report" or mail.get_param("report-type") != "delivery-status":
        return ()
    parts = mail.get_payload()
    message_id = _returned_id(mail)
    if not message_id or not isinstance(parts, list):
        return ()
    told = (_report(message_id, fields) for part in parts for fields in _groups(part))
    return tuple(one for one in told if one is not None)


def _groups(part: object) -> Iterator[Message]:
    """The groups of fields of a report: one of the message, then one for each recipient."""
    if not isinstance(part, Message) or part.get_content_type() != "message/delivery-status":
        return
    groups = part.get_payload()
    if isinstance(groups, list):
        yield from (one for one in groups if isinstance(one, Message))


def _report(message_id: str, fields: Message) -> Report | None:
    recipient = _typed(fields, "Original-Recipient") or _typed(fields, "Final-Recipient")
    action, status = _field(fields, "Action").lower(), _field(fields, "Status").split(" ")[0]
    if not recipient or action not in ("failed", "delivered"):
        return None
    said = f"{status} {_typed(fields, 'Diagnostic-Code')}".strip()
    if action == "delivered":
        return Report(message_id, recipient, Delivery.DELIVERED, said)
    delivery = Delivery.NO_MAILBOX if _NO_MAILBOX.fullmatch(status) else Delivery.REFUSED
    return Report(message_id, recipient, delivery, said)


def _field(fields: Message, name: str) -> str:
    return " ".join(str(fields.get(name, "")).split())


def _typed(fields: Message, name: str) -> str:
    """The value of a field that says its kind first, as in "rfc822; jo@firm.example"."""
    kind, _semicolon, value = _field(fields, name).partition(";")
    return value.strip() if value else kind.strip() if "@" in kind else ""


def _returned_id(mail: Message) -> str:
    """The Message-ID of the message that came back, of which the whole or its header is at the end."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            held = inner[0] if isinstance(inner, list) and inner else None
            found = _MESSAGE_ID.search(str(held.get("Message-ID", ""))) if isinstance(held, Message) else None
        elif kind == "text/rfc822-headers":
            raw = part.get_payload(decode=True)
            header = message_from_bytes(raw) if isinstance(raw, bytes) else Message()
            found = _MESSAGE_ID.search(str(header.get("Message-ID", "")))
        else:
            continue
        if found:
            return found[0]
    return ""
