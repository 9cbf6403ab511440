"""Sending one signed message to an address that a council gave, and to no address inside."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from typing import Final

from app.services.outside.outside_addresses import LONGEST_URL, Refused, checked, connection

__all__ = ["LONGEST_URL", "SIGNATURE_HEADER", "Outcome", "Refused", "checked", "post", "signature"]

SIGNATURE_HEADER: Final = "Fairhand-Signature"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: the HTTP status, None if there was none, and why it did not succeed."""

    status: int | None
    problem: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the receiver took the message."""
        return self.status is not None and 200 <= self.status < 300


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """What stands in the header: the moment (Unix seconds), and the HMAC-SHA256 of "moment.body" in hex."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def post(
    url: str, body: bytes, secret: str, timestamp: int, headers: dict[str, str], to_loopback: bool = False
) -> Outcome:
    """Send a message once. Whatever goes wrong is told in the outcome; what is answered is not read."""
    try:
        receiver, target = connection(url, to_loopback)
    except Refused as refused:
        return Outcome(None, str(refused))
    sent = {
        "Content-Type": "application/json",
        "User-Agent": "Fairhand-Webhook/1",
        SIGNATURE_HEADER: signature(secret, timestamp, body),
        **headers,
    }
    try:
        receiver.request("POST", target, body, sent)
        status = receiver.getresponse().status
    except (OSError, HTTPException) as error:
        return Outcome(None, f"{type(error).__name__}: {error}"[:300])
    finally:
        receiver.close()
    return Outcome(status, "" if 200 <= status < 300 else f"answered with HTTP status {status}")
