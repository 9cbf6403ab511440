"""The Celery tasks: row ids in, one call of a service. Each may run twice without harm.

A task that fails is tried again a few times with growing pauses by the beat's repair task, and then
stands visibly failed on its row. Celery is untyped, hence the ignored decorators.
"""

from __future__ import annotations

from typing import Any

from flask import current_app

from app.extensions import celery, clock, db
from app.services import council_weights, evidence, mail, runs, screenings
from app.services.matching_setup import matching_setup


@celery.task(name="screening.run")  # type: ignore[untyped-decorator]
def run_screening(run_id: int) -> None:
    """Screen as the queued run says."""
    setup = matching_setup(current_app.config["SETTINGS"])
    screenings.run(db.session(), run_id, clock.now, setup=setup)


@celery.task(name="screening.repair")  # type: ignore[untyped-decorator]
def repair_screenings() -> None:
    """Queue runs again whose worker was lost."""
    runs.queue_again_if_lost(db.session(), clock.now())
    council_weights.queue_again_if_lost(db.session(), clock.now())


@celery.task(name="weights.effect")  # type: ignore[untyped-decorator]
def compute_effect_of_weights(revision_id: int) -> None:
    """Compute what a drafted change of weights would do to the council's ranking."""
    council_weights.compute_effect(db.session(), revision_id, clock.today())


@celery.task(name="evidence.scan")  # type: ignore[untyped-decorator]
def scan_evidence() -> None:
    """Scan files that were attached while the scanner did not answer, or before there was one."""
    evidence.scan_waiting(db.session(), current_app.config["SETTINGS"], clock.now(), clock.today())


@celery.task(name="mail.deliver", bind=True, max_retries=mail.MOST_ATTEMPTS - 1)  # type: ignore[untyped-decorator]
def deliver_mail(self: Any, message_id: int) -> None:
    """Send one message from the outbox; a refusal is tried again after 1, 2, 4 ... minutes."""
    sent = mail.deliver(db.session(), current_app.config["SETTINGS"], message_id, clock.now())
    if not sent and self.request.retries < self.max_retries:
        raise self.retry(countdown=60 * 2**self.request.retries)
