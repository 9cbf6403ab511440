"""Loading a table of companies and their parents, of which the links below organisations with statements
stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.intake import ParentLink, read_parents
from app.services.background.progress import Progress
from app.services.loads.bulk_loads import Loaded, file_row
from app.services.matching.known_companies import DEEPEST
from app.store import audit, queue_entries
from app.store import organisations as store
from models import FileKind, OrganisationParent
from screening.identifiers import company_number

BATCH = 1_000


def load(
    session: Session,
    path: Path,
    now: datetime,
    progress: Progress,
    as_at: date | None = None,
    lei_file: Path | None = None,
) -> Loaded:
    """Read a table of parents (see `app.intake.read_parents`) in place of the earlier one of its source.

    Kept are the links that lead up to an organisation with a statement. Load it again after registry copies
    were added. `UnusableInput` says what is wrong with a file that is no such table.
    """
    told = f"Reading {path.name}"
    read = read_parents(path, as_at, lei_file, lambda rows: progress(told, rows, None))
    tops = frozenset(filter(None, (company_number(number) for _, number in store.statement_names(session))))
    kept = below(read.links, tops)
    source = file_row(session, FileKind.PARENTS, read, len(kept), now)
    for name in sorted({link.source for link in read.links}):
        store.forget_parents(session, name)
    _store(session, source.id, kept, progress)
    queue_entries.refresh_all(session)
    suppliers = {number for _, number in store.supplier_names(session) if number}
    audit.record(
        session,
        None,
        "parents.loaded",
        source,
        now,
        file=read.name,
        sha256=read.sha256,
        links=len(kept),
    )
    session.commit()
    facts = {
        "links between companies": len(read.links),
        "kept: they lead up to an organisation with a statement": len(kept),
        "suppliers' companies among them": len({link.child_number for link in kept} & suppliers),
        "lines about something else, passed over": read.passed_over,
    }
    return Loaded(source, facts, read.reasons)


def below(links: Iterable[ParentLink], tops: Collection[str]) -> list[ParentLink]:
    """The links of the groups below these companies, found from the top down."""
    children: defaultdict[str, list[ParentLink]] = defaultdict(list)
    for link in links:
        children[link.parent_number].append(link)
    kept: list[ParentLink] = []
    level, seen = set(tops) & children.keys(), set(tops)
    for _ in range(DEEPEST):
        found = [link for parent in sorted(level) for link in children[parent]]
        kept += found
        level = ({link.child_number for link in found} - seen) & children.keys()
        seen |= level
        if not level:
            break
    return kept


def _store(session: Session, source_file_id: int, links: Sequence[ParentLink], progress: Progress) -> None:
    for start in range(0, len(links), BATCH):
        session.add_all(
            OrganisationParent(
                child_number=link.child_number,
                parent_number=link.parent_number,
                child_name=link.child_name[:300],
                parent_name=link.parent_name[:300],
                source=link.source,
                as_at=link.as_at,
                source_file_id=source_file_id,
            )
            for link in links[start : start + BATCH]
        )
        session.flush()
        progress("Storing parents", min(start + BATCH, len(links)), len(links))
