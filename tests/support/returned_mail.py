"""Mail that came back, as mail servers write it: delivery status notifications (RFC 3464)."""

from __future__ import annotations

from pathlib import Path

_REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mail.council.example (Mail Delivery System)
To: returned@council.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="parts"

--parts
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.council.example.

--parts
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.council.example
Arrival-Date: Fri, 20 Nov 2026 10:30:00 +0000

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--parts
Content-Type: {kind}

From: procurement@council.example
To: {recipient}
Subject: Anytown Council asks you to answer
Message-ID: {message_id}

--parts--
"""


def report(
    message_id: str,
    recipient: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    said: str = "550 5.1.1 User unknown",
    kind: str = "message/rfc822",
) -> bytes:
    """One report; `kind` is how the message that came back is held in it."""
    return _REPORT.format(
        message_id=message_id, recipient=recipient, status=status, action=action, said=said, kind=kind
    ).encode()


def deliver(folder: Path, written: bytes) -> Path:
    """Put a message into a Maildir folder, which is made, as a mail server does."""
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    number = len(list((folder / "new").iterdir())) + len(list((folder / "cur").iterdir()))
    path = folder / "new" / f"1795170600.{number:04d}.mail"
    path.write_bytes(written)
    return path
