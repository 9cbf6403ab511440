"""The service: web pages, commands, queue, every query and every use case."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The web application. Settings come from the environment unless given.

    The parts are imported here and not above, so that the commands, which live in this package too,
    start without loading the web.
    """
    from app.factory import build

    return build(settings)
