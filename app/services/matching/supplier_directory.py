"""Looking up a council's suppliers while somebody types: by any of their names and numbers."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.services.matching.screening_setup import ScreeningSetup
from app.store import merged
from app.store import organisations as organisation_store
from app.store import suppliers as store
from screening.matching import Target

if TYPE_CHECKING:
    from screening.matching import NameIndex
    from screening.matching.directory import Hit

KIND = "suppliers"


def renew(session: Session, council_id: int, setup: ScreeningSetup) -> None:
    """Bring the council's index up to date with its suppliers; nothing is done if they are the same."""
    folder = setup.folder(KIND, council_id)
    if folder is None:
        return
    from screening.matching import NameIndex  # here, because loading it takes half a second

    further = organisation_store.names_by_organisation(session)
    targets = []
    absorbed = merged.absorbed(session, council_id)
    for batch in store.suppliers_with_contracts(session, council_id):
        for supplier in batch:
            records = tuple(one.name for one in absorbed.get(supplier.id, ()))
            own = further.get(supplier.organisation_id or 0, {})
            targets.append(
                Target(
                    key=str(supplier.id),
                    name=supplier.name,
                    company_number=supplier.company_number,
                    vat_number=supplier.vat_number,
                    aliases=(*own.get("further", ()), *records),
                    previous_names=tuple(own.get("previous", ())),
                )
            )
    NameIndex.kept(targets, folder)


def look_up(council_id: int, setup: ScreeningSetup, typed: str, limit: int) -> list[Hit]:
    """The suppliers that fit what was typed, best first; keys are suppliers' ids.

    None are found before the council's first screening, which builds the index.
    """
    index = newest(setup.folder(KIND, council_id))
    return index.search(typed, limit) if index and typed.strip() else []


def newest(under: Path | None) -> NameIndex | None:
    """The index that lies in a folder; None if there is none yet."""
    from screening.matching.saved import UnusableIndex

    folders = sorted(under.glob("[0-9a-f]*/"), key=lambda path: path.stat().st_mtime) if under else []
    for folder in reversed(folders):
        try:
            return _opened(folder)
        except UnusableIndex:
            continue
    return None


@lru_cache(maxsize=16)
def _opened(folder: Path) -> NameIndex:
    # The folder's name says what is in it, so that an index once opened stays right.
    from screening.matching import NameIndex

    return NameIndex.load(folder)
