"""What is loaded before a process serves its first page."""

from __future__ import annotations

import gc
from types import SimpleNamespace

import questionnaires
from app import web_server
from questionnaires import loader


def test_gunicorn_warms_the_application_before_it_makes_processes(app) -> None:
    assert web_server.preload_app
    loader.load.cache_clear()
    app.jinja_env.cache.clear()
    web_server.when_ready(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app)))
    kept = {name for _loader, name in app.jinja_env.cache}
    assert {"supplier/question.html", "officer/queue.html", "layouts/base.html"} <= kept
    read = loader.load.cache_info().misses
    questionnaires.current("supplier")
    assert loader.load.cache_info().misses == read
    assert gc.get_freeze_count() > 100_000, "the collector would look through what is loaded"
    gc.unfreeze()
