"""Looking up companies by any of their names and numbers: those of registry copies, of loaded company data,
and all other organisations with a number. These tables are shared; nothing of another council is in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from app.services.matching.screening_setup import ScreeningSetup
from app.services.matching.supplier_directory import newest
from app.store import stated_companies as store
from screening.matching import Query, Target

if TYPE_CHECKING:
    from screening.matching.directory import Hit

KIND: Final = "companies"


def renew(session: Session, council_id: int, setup: ScreeningSetup) -> None:
    """Bring the index of companies up to date; nothing is built if they are the same.

    Each council keeps its own copy, as of the other indexes, so that two screenings never write one folder.
    """
    folder = setup.folder(KIND, council_id)
    if folder is None:
        return
    from screening.matching import NameIndex  # here, because loading it takes half a second

    found = [one for batch in store.numbers_known(session) for one in targets(session, batch)]
    NameIndex.kept(found, folder)


def targets(session: Session, numbers: Sequence[str]) -> list[Target]:
    """The companies with these numbers as the matcher takes them, keys being numbers; unknown ones are left
    out. The name is Companies House's where its data were loaded, else that of the newest statement."""
    organisations = store.organisations(session, numbers)
    previous = store.previous_names(session, [one.id for one in organisations.values()])
    statements = store.statement_names(session, numbers)
    found = []
    for number in dict.fromkeys(numbers):
        organisation, named = organisations.get(number), statements.get(number, ())
        if organisation is None and not named:
            continue
        registered = dict(named)
        name = organisation.name if organisation else named[0][0]
        postcode = organisation.postcode if organisation else ""
        found.append(
            Target(
                key=number,
                name=name,
                company_number=number,
                postcode=postcode or next(filter(None, registered.values()), ""),
                aliases=tuple(one for one in registered if one != name),
                previous_names=previous.get(organisation.id, ()) if organisation else (),
            )
        )
    return found


def is_there(council_id: int, setup: ScreeningSetup) -> bool:
    """Whether names can be looked up: not before the council's first screening, which builds the index."""
    return newest(setup.folder(KIND, council_id)) is not None


def look_up(council_id: int, setup: ScreeningSetup, typed: str, limit: int) -> list[Hit]:
    """The companies that fit what was typed, best first; keys are company numbers."""
    index = newest(setup.folder(KIND, council_id))
    return index.search(typed, limit) if index and typed.strip() else []


def nearest(council_id: int, setup: ScreeningSetup, names: Iterable[str], limit: int) -> list[str]:
    """The numbers of the companies whose names these may be, by the matcher, each once."""
    index = newest(setup.folder(KIND, council_id))
    if index is None:
        return []
    answers = index.match([Query(str(position), name) for position, name in enumerate(names)], limit)
    return list(dict.fromkeys(match.target_key for matches in answers for match in matches))
