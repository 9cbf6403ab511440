"""E-mail by GOV.UK Notify, for councils that have it. Its client is an optional package (extra `notify`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.settings import Settings
from models import Delivery

#: Notify's words for what became of a message; any other is still under way.
#: https://docs.notifications.service.gov.uk/python.html#get-the-status-of-one-message
_FATES: Final[Mapping[str, Delivery]] = {
    "delivered": Delivery.DELIVERED,
    "permanent-failure": Delivery.NO_MAILBOX,
    "temporary-failure": Delivery.REFUSED,
    "technical-failure": Delivery.TECHNICAL,
}


class Refused(Exception):
    """Notify did not take the message, or did not tell of one; the text says why."""


class Forgotten(Refused):
    """Notify no longer knows the message: it keeps them for a few days."""


def send(settings: Settings, to: str, subject: str, body: str) -> str:
    """Hand one message to Notify, by a template whose subject is ((subject)) and whose text is ((body)).

    Returns Notify's own id of the message. Raises `Refused`, also when Notify cannot be reached.
    """
    client, errors = _client(settings)
    try:
        taken = client.send_email_notification(
            email_address=to,
            template_id=settings.notify_template_id,
            personalisation={"subject": subject, "body": body},
        )
    except errors.APIError as error:
        raise Refused(f"{error.status_code}: {error.message}") from error
    return str(taken["id"])


def fate(settings: Settings, notify_id: str) -> tuple[Delivery, str]:
    """What became of a message by now, and Notify's word for it.

    Raises `Forgotten`, and `Refused` when Notify cannot be reached or answers no question at present.
    """
    client, errors = _client(settings)
    try:
        status = str(client.get_notification_by_id(notify_id)["status"])
    except errors.APIError as error:
        kind = Forgotten if error.status_code == 404 else Refused
        raise kind(f"{error.status_code}: {error.message}") from error
    return _FATES.get(status, Delivery.UNKNOWN), status


def _client(settings: Settings) -> tuple[Any, Any]:
    """The client, and the module of what it raises."""
    try:
        from notifications_python_client import errors
        from notifications_python_client.notifications import NotificationsAPIClient
    except ImportError as error:
        raise Refused(
            "the package notifications-python-client is not installed: install the extra `notify`"
        ) from error

    client = NotificationsAPIClient(
        settings.notify_api_key.get_secret_value(), base_url=settings.notify_base_url, timeout=20
    )
    return client, errors
