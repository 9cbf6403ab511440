"""How gunicorn serves Fairhand: `gunicorn --config python:app.web_server ... wsgi:app`.

The application is loaded once, before the processes that serve it are made, with everything that a first page
would otherwise wait for in each of them: templates compiled, the questionnaire read, the catalogues opened.
"""

from __future__ import annotations

import gc
from typing import Any

from flask import Flask
from flask_babel import force_locale, gettext

import questionnaires

preload_app = True

_STANDARD = "supplier"


def warm(app: Flask) -> None:
    """Do once what the first page of each kind would do."""
    environment = app.jinja_env
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
    questionnaires.current(_STANDARD)
    with app.test_request_context():
        for language in ("en", "cy"):
            with force_locale(language):
                gettext("Yes")


def settle() -> None:
    """Keep what is loaded by now from the collector of memory, as it lives as long as the process.

    Looking through all of it took a fifth of a second of some page now and then, and would copy memory that
    the processes share.
    """
    gc.collect()
    gc.freeze()


def when_ready(server: Any) -> None:
    """Called by gunicorn before it makes the processes."""
    warm(server.app.wsgi())
    settle()
