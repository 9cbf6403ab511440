"""The example that the one-machine set-up starts with: a council, an officer, a supplier, real open data.

The contracts register and the registry extract are real and openly licensed (see `app/example/README.md`).
The council, its people, the suppliers that anything is done about and their statements are made up. None of
it exists in production. What happened before the newcomer came is played once, in a new data folder
(`app.services.example.story`); a folder in which somebody worked already is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from rich.console import RenderableType
from sqlalchemy.orm import Session

from app.documents import terminal
from app.documents.match_counts import MatchCounts
from app.documents.report_files import write_report_files
from app.extensions import clock, db
from app.intake import text_files
from app.services.background import runs
from app.services.background.progress import Progress
from app.services.example import example_statement, story
from app.services.inviting import invitations
from app.services.judgement import screenings
from app.services.judgement.screen_files import screen_files
from app.services.loads import registry, supplier_files
from app.services.matching.screening_setup import screening_setup
from app.services.people import access_links
from app.settings import Settings
from app.store import audit, people, responses, schema
from app.store import queue as queue_store
from app.store import screenings as queue
from app.store import suppliers as supplier_store
from app.store.queue_conditions import QueueFilter
from models import Contract, Council, LinkPurpose, Person, SourceFile, Supplier
from screening import codec

EXAMPLE = Path(__file__).parents[2] / "example"
REGISTER = EXAMPLE / "exeter_contracts_register_2026-04.csv"
REGISTRY = EXAMPLE / "StatementSummaries2022-asof-2022-02-16.csv"

COUNCIL = "anytown"
_COUNCIL = {
    "slug": COUNCIL,
    "name": "Anytown Council (example)",
    "name_cy": "Cyngor Anytown (enghraifft)",
    "brand_colour": "#12504c",
    "safeguarding_contact": "Anytown safeguarding team (example, nobody answers)",
    "contact_email": "procurement@anytown.example",
}
OFFICER = "officer@anytown.example"
CONTACT = "contact@northgate-cleaning.example"
SUPPLIER_KEY = "example:northgate"
TOP = 10
_LEFT_ALONE = (
    "This data folder is from before the example had a past, and was left as it is. "
    "Another folder shows a council in the middle of its work: make run DATA=another"
)
LINKS_LAST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What to print: a summary before serving, and the sign-in links once the site answers."""

    summary: tuple[RenderableType, ...]
    links: Mapping[str, str]


def prepare(settings: Settings, tell: Progress) -> Prepared:
    """Migrate the database, load what is missing, screen if anything is new, and make fresh sign-in links.

    Works in the context of an application, whose database it prepares.
    """
    if not settings.is_embedded:
        raise RuntimeError("example people and data exist in the one-machine set-up only")
    tell("Preparing the database", 0, 1)
    schema.upgrade(db.engine)
    tell("Preparing the database", 1, 1)
    session, now, today = db.session(), clock.now(), clock.today()
    is_new = people.council_by_slug(session, COUNCIL) is None
    begun = story.beginning(today) if is_new else now
    council, officer = _people(session, begun)
    files = _load(session, council, begun, tell)
    supplier = _example_supplier(session, council, begun)
    if is_new:
        story.Teller(session, settings, council, officer, now, today).tell(tell)
    _screen_if_needed(session, settings, council, tell)
    reports = _report_files(settings, tell)
    links = _links(session, settings, officer, supplier)
    example_statement.make(session, settings, officer, council, now, today)
    summary = _summary(session, council, files, reports)
    return Prepared(summary, links)


def _people(session: Session, now: datetime) -> tuple[Council, Person]:
    council = people.council_by_slug(session, COUNCIL) or story.add_council(session, now, _COUNCIL)
    officer = people.person_by_email(session, OFFICER) or story.add_lead(
        session, council, OFFICER, "Ann Example", now
    )
    session.commit()
    return council, officer


def _load(session: Session, council: Council, now: datetime, tell: Progress) -> list[SourceFile]:
    """The real files, each once: a register that somebody has put in the example's place stays."""
    held = supplier_store.source_file(session, council.id, text_files.sha256_of(REGISTER))
    return [
        registry.load(session, REGISTRY, now, tell),
        held or supplier_files.load(session, council, REGISTER, now, tell),
    ]


def _example_supplier(session: Session, council: Council, now: datetime) -> Supplier:
    """A made-up supplier, so that nobody has to answer in the name of a real one."""
    supplier = supplier_store.suppliers_by_key(session, council.id).get(SUPPLIER_KEY)
    if supplier is not None:
        return supplier
    supplier = Supplier(
        council_id=council.id,
        key=SUPPLIER_KEY,
        name="Northgate Cleaning Services Ltd (fictitious)",
        spend=Decimal(240_000),
    )
    supplier.contracts.append(
        Contract(
            council_id=council.id,
            reference="EX-1",
            title="Cleaning of offices at night",
            cpv=["90919200"],
            value=Decimal(240_000),
            start=date(2025, 4, 1),
            end=date(2028, 3, 31),
        )
    )
    session.add(supplier)
    session.flush()
    audit.record(session, None, "supplier.added", supplier, now, council.id)
    session.commit()
    return supplier


def _screen_if_needed(session: Session, settings: Settings, council: Council, tell: Progress) -> None:
    last = queue.last_full_run(session, council.id)
    newest = max(file.loaded_at for file in supplier_store.source_files(session, council.id))
    if last is not None and last.queued_at >= newest:
        return
    run = runs.new_run(session, council.id, None, "first_start", clock.now(), clock.today())
    session.commit()
    screenings.run(session, run.id, clock.now, tell, screening_setup(settings))


def _report_files(settings: Settings, tell: Progress) -> tuple[Path, ...]:
    """The files that `fairhand screen` writes for the same register, made once a day."""
    today, folder = clock.today(), settings.data_dir / "reports"
    day = folder / today.isoformat()
    written = tuple(sorted(day.glob("*"))) if day.is_dir() else ()
    if written:
        return written

    screened = screen_files(REGISTER, [REGISTRY], today)
    day.mkdir(parents=True, exist_ok=True)
    written = write_report_files(
        day, screened.screened, screened.facts, screened.timings, title=screened.title
    )
    tell("Writing report files", len(written), len(written))
    return written


def _links(session: Session, settings: Settings, officer: Person, supplier: Supplier) -> dict[str, str]:
    """Fresh one-time links; those of an earlier start end."""
    now = clock.now()
    invitation = responses.newest_invitation(session, supplier.council_id, supplier.id)
    if invitation is None:
        due = clock.today() + timedelta(days=21)
        invitation, _link = invitations.ask(session, settings, None, supplier, CONTACT, "", due, now)
    signing_in = (
        (f"{officer.name}, procurement officer", officer),
        (f"{supplier.name}, supplier", invitation.contact),
        ("A supplier that has answered", story.newcomer_as(session, "who_answered")),
        ("A councillor, who sees one page", story.newcomer_as(session, "councillor")),
    )
    newcomers = [(whom, person) for whom, person in signing_in if person is not None and person.active]
    for _whom, person in newcomers:
        people.revoke_links(session, person.id, LinkPurpose.SIGN_IN, now)
    links = {
        whom: access_links.add_sign_in_link(session, settings, person, now, LINKS_LAST)
        for whom, person in newcomers
    }
    session.commit()
    return links


def _summary(
    session: Session, council: Council, files: list[SourceFile], reports: tuple[Path, ...]
) -> tuple[RenderableType, ...]:
    rows, total = queue_store.page(session, council.id, QueueFilter(), clock.today(), 0, TOP)
    top = [(row.rank, row.supplier.name, codec.load_report(row.report.text.report_json)) for row in rows]
    told = story.was_told(session, council)
    run = queue.last_full_run(session, council.id)
    counts = MatchCounts.read(run.matching) if run else None
    return (
        terminal.files_table(files),
        *([terminal.matching_table(counts)] if counts else []),
        terminal.top_table(top, f"First to look at, of {total:,} suppliers"),
        terminal.paths("Report files", reports),
        *([] if told else [_LEFT_ALONE]),
    )
