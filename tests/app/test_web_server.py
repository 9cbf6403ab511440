"""What is loaded before a process serves its first page."""

from __future__ import annotations

import gc
import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

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


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture):
    """What the access log says of a request for an address, come from another page."""
    config = Config()
    config.set("accesslog", "-")
    config.set("access_log_format", web_server.access_log_format)
    log = web_server.AccessLog(config)
    log.access_log.propagate = True

    def say(address: str, came_from: str = "https://slavery.example/answers/7") -> str:
        environ = {
            "REQUEST_METHOD": "GET",
            "RAW_URI": address,
            "PATH_INFO": address.partition("?")[0],
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_REFERER": came_from,
            "REMOTE_ADDR": "192.0.2.7",
        }
        answer = SimpleNamespace(status="200 OK", sent=12, headers=[])
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="gunicorn.access"):
            log.access(answer, SimpleNamespace(headers=[]), environ, timedelta(0))
        return caplog.text

    yield say
    log.access_log.propagate = False


def test_the_access_log_tells_of_no_visit_to_the_page_on_signs_of_exploitation(logged) -> None:
    assert logged("/seen-signs") == logged("/language/cy?next=/seen-signs") == ""
    told = logged("/static/fairhand.css?v=1", "https://slavery.example/seen-signs")
    assert "/static/fairhand.css" in told and "seen-signs" not in told


@pytest.mark.parametrize("kind", ["answer", "colleague", "sign-in"])
def test_no_personal_link_can_be_read_in_the_access_log(logged, kind: str) -> None:
    token = "0Zq_3-secret"
    told = logged(f"/{kind}/{token}?a=1", f"https://slavery.example/{kind}/{token}")
    assert f'"GET /{kind}/...?a=1 HTTP/1.1" 200' in told and token not in told
    assert "GET /answers/7/report" in logged("/answers/7/report")
