"""Putting the web application together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import jinja2
from celery import Celery, Task
from celery.schedules import crontab
from flask import Flask
from flask_talisman import Talisman
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from app import access, api, council, errors, officer, pages, public, scrutiny, supplier
from app.extensions import babel, celery, csrf, db, limiter, login
from app.settings import Settings

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def build(settings: Settings | None = None) -> Flask:
    """A Flask application with these settings, or with those of the environment."""
    settings = settings or Settings()
    app = Flask("app", static_folder="static")
    app.config.from_mapping(_flask_config(settings))
    app.jinja_loader = jinja2.ChoiceLoader(
        [
            jinja2.FileSystemLoader(f"{app.root_path}/templates"),
            jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    _init_extensions(app, settings)
    serve_tasks(app, settings)
    pages.init_app(app)
    for audience in (public, officer, council, scrutiny, supplier, api):
        app.register_blueprint(audience.blueprint)
    errors.init_app(app)
    access.init_app(app)
    _init_server(app, settings)
    return app


def _flask_config(settings: Settings) -> dict[str, Any]:
    secure = settings.base_url.startswith("https://")
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        # What a statement was given is names, addresses and answers: a fault is logged without them.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "MAX_CONTENT_LENGTH": 4 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": settings.rate_limit_storage_url,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": "Europe/London",
    }


def _init_extensions(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    login.init_app(app)
    babel.init_app(app, locale_selector=pages.chosen_language)
    Talisman(
        app,
        force_https=not settings.is_embedded,
        strict_transport_security=not settings.is_embedded,
        session_cookie_secure=settings.base_url.startswith("https://"),
        content_security_policy=CONTENT_SECURITY_POLICY,
        frame_options="DENY",
        referrer_policy="same-origin",
    )


class _ContextTask(Task):  # type: ignore[misc]  # Celery is untyped
    """A task inside the application's context, as a request is.

    Celery makes each task once, when it is first looked up, and its class with it: the application is
    therefore asked for at the call, so that a process that builds a second one works on that one's data.
    """

    application: ClassVar[Flask]

    def __call__(self, *args: object, **kwargs: object) -> object:
        with _ContextTask.application.app_context():
            return self.run(*args, **kwargs)


def serve_tasks(app: Flask, settings: Settings) -> None:
    """Have the tasks of this process work for an application."""
    configure_celery(celery, settings)
    _ContextTask.application = app
    celery.Task = _ContextTask


def configure_celery(queue: Celery, settings: Settings) -> None:
    """Broker, delivery and schedule.

    Work is acknowledged when done, so that a task whose worker is killed is delivered again. kombu looks
    for such tasks every `interval x throttle` seconds, hence both are set.
    """
    queue.conf.update(
        broker_url=settings.broker_url,
        imports=("app.tasks",),
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        worker_prefetch_multiplier=1,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": 3600,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
        },
        beat_schedule={
            "repair": {"task": "screening.repair", "schedule": timedelta(minutes=5)},
            "statements": {"task": "statements.remind", "schedule": timedelta(hours=6)},
            "front_pages": {"task": "statements.look", "schedule": crontab(day_of_week=1, hour=5, minute=40)},
            "links": {"task": "links.check", "schedule": crontab(day_of_week=2, hour=4, minute=10)},
            "evidence": {"task": "evidence.scan", "schedule": timedelta(minutes=5)},
            "returned_mail": {"task": "mail.look", "schedule": timedelta(minutes=5)},
            "webhooks": {"task": "webhooks.retry", "schedule": timedelta(minutes=1)},
            "uploads": {"task": "upload.repair", "schedule": timedelta(minutes=5)},
            "reminders": {"task": "reminders.send", "schedule": crontab(hour="7-18", minute=20)},
            "retention": {"task": "retention.apply", "schedule": crontab(hour=2, minute=50)},
            "digests": {"task": "digests.send", "schedule": crontab(day_of_week=1, hour=7, minute=0)},
        },
        timezone="Europe/London",
    )


def _init_server(app: Flask, settings: Settings) -> None:
    """Static files and proxies, wrapped around the application as Flask documents (its stub forbids it)."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=app.static_folder, prefix="static/", max_age=3600
    )
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
