"""Two doors: `wsgi:app` for the web server, `wsgi:celery` for the worker and the beat."""

from app import create_app
from app.extensions import celery as celery

app = create_app()
