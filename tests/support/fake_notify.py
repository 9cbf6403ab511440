"""A small stand-in for the client of GOV.UK Notify, which is an optional package."""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest


class FakeNotify:
    """What is used of `notifications_python_client`, installed as modules of that name."""

    class APIError(Exception):
        def __init__(self, status_code: int = 403, message: str = "Invalid token: API key not found") -> None:
            super().__init__(message)
            self.status_code, self.message = status_code, message

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken: list[dict[str, Any]] = []
        self.made: list[tuple[str, dict[str, Any]]] = []
        self.refuses = False
        self.statuses: dict[str, str | int] = {}
        self.asked: list[str] = []
        package = types.ModuleType("notifications_python_client")
        package.errors = types.ModuleType("notifications_python_client.errors")
        package.errors.APIError = self.APIError
        package.notifications = types.ModuleType("notifications_python_client.notifications")
        package.notifications.NotificationsAPIClient = self._client
        for module in (package, package.errors, package.notifications):
            monkeypatch.setitem(sys.modules, module.__name__, module)

    def _client(self, api_key: str, **options: Any) -> FakeNotify:
        self.made.append((api_key, options))
        return self

    def send_email_notification(self, **message: Any) -> dict[str, str]:
        if self.refuses:
            raise self.APIError
        self.taken.append(message)
        return {"id": notify_id(len(self.taken))}

    def get_notification_by_id(self, name: str) -> dict[str, Any]:
        """What `statuses` says of a message; a number there is an error with that code."""
        self.asked.append(name)
        status = self.statuses.get(name, "sending")
        if isinstance(status, int):
            raise self.APIError(status, "not now")
        return {"id": name, "status": status, "type": "email"}


def notify_id(number: int) -> str:
    """The id of the first, second, ... message that the stand-in takes."""
    return f"740e5834-3a29-46b4-9a6f-{number:012d}"
