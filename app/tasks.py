"""The Celery tasks: row ids in, one call of a service. Each may run twice without harm.

A task that fails is tried again a few times with growing pauses by the beat's repair task, and then
stands visibly failed on its row.
"""

from __future__ import annotations

from flask import current_app

from app.extensions import celery, clock, db
from app.services import mail, runs, screenings


@celery.task(name="screening.run")
def run_screening(run_id: int) -> None:
    """Screen as the queued run says."""
    screenings.run(db.session, run_id, clock.now)


@celery.task(name="screening.repair")
def repair_screenings() -> None:
    """Queue runs again whose worker was lost."""
    runs.queue_again_if_lost(db.session, clock.now())


@celery.task(name="mail.deliver", bind=True, max_retries=mail.MOST_ATTEMPTS - 1)
def deliver_mail(self: object, message_id: int) -> None:
    """Send one message from the outbox; a refusal is tried again after 1, 2, 4 ... minutes."""
    sent = mail.deliver(db.session, current_app.config["SETTINGS"], message_id, clock.now())
    if not sent and self.request.retries < self.max_retries:  # type: ignore[attr-defined]  # Celery's bound task
        raise self.retry(countdown=60 * 2**self.request.retries)  # type: ignore[attr-defined]
