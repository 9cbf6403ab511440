"""The Celery tasks: row ids in, one call of a service. Each may run twice without harm.

A task that fails is tried again a few times with growing pauses by the beat's repair task, and then
stands visibly failed on its row. One whose worker is killed is delivered to another worker, which begins it
anew. Celery is untyped, hence the ignored decorators.
"""

from __future__ import annotations

from typing import Any

from flask import current_app

from app.extensions import celery, clock, db
from app.risk_reports.files import portfolio_file
from app.services.annual import annual_reminders, front_page
from app.services.answers import evidence
from app.services.background import lost_work, runs
from app.services.deciding import digests
from app.services.guidance import link_checks
from app.services.inviting import bulk_acts, came_back, evidence_reminders, promises, reminders
from app.services.judgement import council_weights, screenings
from app.services.loads import load_undo_work, uploads
from app.services.matching.screening_setup import screening_setup
from app.services.messages import mail
from app.services.organisations import duplicate_search
from app.services.outside import webhooks
from app.services.plans import action_files
from app.services.reports import portfolio_files
from app.services.retention import applying
from app.store.lost_work import Lost
from models import BulkAct, LoadUndo, ReportFile, ScreeningRun, Upload, WeightRevision


def _begin_again(task: Any, kind: type[Lost], row_id: int) -> None:
    """Where the worker that had the work was lost, let this one begin it."""
    if (task.request.delivery_info or {}).get("redelivered"):
        lost_work.take_over(db.session(), kind, row_id, clock.now())


@celery.task(name="screening.run", bind=True)  # type: ignore[untyped-decorator]
def run_screening(self: Any, run_id: int) -> None:
    """Screen as the queued run says."""
    _begin_again(self, ScreeningRun, run_id)
    setup = screening_setup(current_app.config["SETTINGS"])
    screenings.run(db.session(), run_id, clock.now, setup=setup)


@celery.task(name="screening.repair")  # type: ignore[untyped-decorator]
def repair_screenings() -> None:
    """Queue runs again whose worker was lost."""
    runs.queue_again_if_lost(db.session(), clock.now())
    council_weights.queue_again_if_lost(db.session(), clock.now())
    bulk_acts.queue_again_if_lost(db.session(), clock.now())


@celery.task(name="bulk.do", bind=True)  # type: ignore[untyped-decorator]
def do_bulk_act(self: Any, act_id: int) -> None:
    """Do to many suppliers what an officer confirmed."""
    _begin_again(self, BulkAct, act_id)
    bulk_acts.do(db.session(), current_app.config["SETTINGS"], act_id, clock.now, clock.today())


@celery.task(name="duplicates.find")  # type: ignore[untyped-decorator]
def find_duplicates(council_id: int) -> None:
    """Look for suppliers of a council that may be one organisation."""
    folder = screening_setup(current_app.config["SETTINGS"]).folder("duplicates", council_id)
    duplicate_search.find(db.session(), council_id, clock.now(), folder=folder)


@celery.task(name="weights.effect", bind=True)  # type: ignore[untyped-decorator]
def compute_effect_of_weights(self: Any, revision_id: int) -> None:
    """Compute what a drafted change of weights would do to the council's ranking."""
    _begin_again(self, WeightRevision, revision_id)
    council_weights.compute_effect(db.session(), revision_id, clock.today())


@celery.task(name="evidence.scan")  # type: ignore[untyped-decorator]
def scan_evidence() -> None:
    """Scan files that were attached while the scanner did not answer, or before there was one."""
    settings = current_app.config["SETTINGS"]
    evidence.scan_waiting(db.session(), settings, clock.now(), clock.today())
    action_files.scan_waiting(db.session(), settings, clock.now())


@celery.task(name="statements.remind")  # type: ignore[untyped-decorator]
def remind_of_statements() -> None:
    """Remind leads of the deadlines of their councils' annual statements."""
    annual_reminders.remind(db.session(), current_app.config["SETTINGS"], clock.now(), clock.today())


@celery.task(name="statements.look")  # type: ignore[untyped-decorator]
def look_at_front_pages() -> None:
    """Look for the links to published statements on the councils' front pages, each once a week; the
    one-machine set-up calls nobody."""
    settings = current_app.config["SETTINGS"]
    if settings.link_checks and not settings.is_embedded:
        front_page.check_due(db.session(), settings, clock.now())


@celery.task(name="links.check")  # type: ignore[untyped-decorator]
def check_links() -> None:
    """Look at the links of the guidance library; the one-machine set-up calls nobody."""
    settings = current_app.config["SETTINGS"]
    if settings.link_checks and not settings.is_embedded:
        link_checks.check_all(db.session(), clock.now)


@celery.task(name="digests.send")  # type: ignore[untyped-decorator]
def send_digests() -> None:
    """Write the weekly e-mails of officers who want one."""
    digests.send_due(db.session(), current_app.config["SETTINGS"], clock.now(), clock.today())


@celery.task(name="reminders.send")  # type: ignore[untyped-decorator]
def send_reminders() -> None:
    """Remind of steps of plans, of questionnaires, of promised days and of evidence that runs out; of each
    moment once, however often this runs."""
    settings = current_app.config["SETTINGS"]
    reminders.send(db.session(), settings, clock.now(), clock.today())
    promises.remind(db.session(), settings, clock.now(), clock.today())
    evidence_reminders.send(db.session(), settings, clock.now(), clock.today())


@celery.task(name="retention.apply")  # type: ignore[untyped-decorator]
def apply_periods() -> None:
    """Remove what councils have kept as long as their leads said; nothing where none said anything."""
    applying.apply(db.session(), current_app.config["SETTINGS"], clock.now, clock.today())


@celery.task(name="upload.work", bind=True)  # type: ignore[untyped-decorator]
def work_on_upload(self: Any, upload_id: int) -> None:
    """Read a file that an officer added for its preview, or load it."""
    _begin_again(self, Upload, upload_id)
    uploads.work(db.session(), current_app.config["SETTINGS"], upload_id, clock.now, clock.today())


@celery.task(name="upload.repair")  # type: ignore[untyped-decorator]
def repair_uploads() -> None:
    """Queue uploads, undos and reports again whose worker was lost, and forget those that are old."""
    settings = current_app.config["SETTINGS"]
    uploads.queue_again_if_lost(db.session(), settings, clock.now())
    load_undo_work.queue_again_if_lost(db.session(), clock.now())
    portfolio_files.tidy(db.session(), settings, clock.now())


@celery.task(name="load.undo", bind=True)  # type: ignore[untyped-decorator]
def undo_load(self: Any, undo_id: int) -> None:
    """Take back the load of a large file."""
    _begin_again(self, LoadUndo, undo_id)
    load_undo_work.work(db.session(), undo_id, clock.now, clock.today())


@celery.task(name="report.make", bind=True)  # type: ignore[untyped-decorator]
def make_report_file(self: Any, file_id: int) -> None:
    """Make a report on all suppliers as a file."""
    _begin_again(self, ReportFile, file_id)
    settings = current_app.config["SETTINGS"]
    portfolio_files.work(db.session(), settings, file_id, clock.now, clock.today(), portfolio_file)


@celery.task(name="webhooks.deliver")  # type: ignore[untyped-decorator]
def deliver_to_webhook(delivery_id: int) -> None:
    """Send one message to a council's own system."""
    webhooks.deliver(db.session(), current_app.config["SETTINGS"], delivery_id, clock.now())


@celery.task(name="webhooks.retry")  # type: ignore[untyped-decorator]
def retry_webhooks() -> None:
    """Try again what a council's own system did not take, each time after a longer pause."""
    webhooks.send_due(db.session(), clock.now())


@celery.task(name="mail.deliver", bind=True, max_retries=mail.MOST_ATTEMPTS - 1)  # type: ignore[untyped-decorator]
def deliver_mail(self: Any, message_id: int) -> None:
    """Send one message from the outbox; a refusal is tried again after 1, 2, 4 ... minutes."""
    sent = mail.deliver(db.session(), current_app.config["SETTINGS"], message_id, clock.now())
    if not sent and self.request.retries < self.max_retries:
        raise self.retry(countdown=60 * 2**self.request.retries)


@celery.task(name="mail.look")  # type: ignore[untyped-decorator]
def look_after_mail() -> None:
    """Learn what became of messages, and tell councils of those that came back."""
    came_back.look(db.session(), current_app.config["SETTINGS"], clock.now())
