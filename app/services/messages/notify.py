"""E-mail by GOV.UK Notify, for councils that have it. Its client is an optional package (extra `notify`)."""

from __future__ import annotations

from app.settings import Settings


class Refused(Exception):
    """Notify did not take the message; the text says why."""


def send(settings: Settings, to: str, subject: str, body: str) -> str:
    """Hand one message to Notify, by a template whose subject is ((subject)) and whose text is ((body)).

    Returns Notify's own id of the message. Raises `Refused`, also when Notify cannot be reached.
    """
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
    try:
        taken = client.send_email_notification(
            email_address=to,
            template_id=settings.notify_template_id,
            personalisation={"subject": subject, "body": body},
        )
    except errors.APIError as error:
        raise Refused(f"{error.status_code}: {error.message}") from error
    return str(taken["id"])
