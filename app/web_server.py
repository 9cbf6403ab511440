"""How gunicorn serves Fairhand: `gunicorn --config python:app.web_server ... wsgi:app`.

The application is loaded once, before the processes that serve it are made, with everything that a first page
would otherwise wait for in each of them: templates compiled, the questionnaire read, the catalogues opened.

The access log, where one is kept, says nothing of visits to the page on signs of exploitation, not even as
the page from which somebody came, and no personal link can be read in it.
"""

from __future__ import annotations

import gc
import re
from typing import Any, Final

from flask import Flask
from flask_babel import force_locale, gettext
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

import questionnaires

preload_app = True
logger_class = "app.web_server.AccessLog"
#: gunicorn's own without the page from which somebody came.
access_log_format = '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(a)s"'

_STANDARD = "supplier"
_HELP: Final = "seen-signs"
_PERSONAL: Final = re.compile(r"^(/(?:answer|colleague|sign-in)/)[^/?]+")


class AccessLog(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn's log of requests without what would tell who looked for help, or let a reader sign in."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        """Note a request, with the token of a personal link left out."""
        address = str(environ.get("RAW_URI", ""))
        if _HELP in address:
            return
        told = {
            "RAW_URI": _PERSONAL.sub(r"\1...", address),
            "PATH_INFO": _PERSONAL.sub(r"\1...", str(environ.get("PATH_INFO", ""))),
            "HTTP_REFERER": "",
        }
        super().access(resp, req, environ | told, request_time)


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
