"""Why there is no statement that an officer can read, or why the one that was found is not enough.

"Not found" has many reasons, and most of them are nobody's fault: most organisations need not publish one
(Modern Slavery Act 2015 s.54: turnover of £36 million or more), many are covered by a parent. Each answer
says what it rests on and what would settle it; none of them says that anybody broke the law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from screening.types import Sentence, Signal, StatementFinding, StatementStatus, say

MONTHS_CURRENT: Final = 18
"""A statement is for a year, and is to be out within six months of its end (statutory guidance): older than
this a newer one should be there."""

_HOME_PAGES: Final = frozenset({"", "index.html", "index.htm", "index.php", "home", "en", "uk", "en-gb"})
_UNDER: Final = "under £36 million"
# A commercial organisation is a body corporate or a partnership that carries on a business (s.54(12)).
_SOLE_TRADER: Final = "sole_trader"
_PUBLIC_BODY: Final = "public_body"


class Why(StrEnum):
    """What stands between the officer and a statement."""

    NOTHING = "nothing"
    """There is one: the supplier's own, current, with a link to it."""
    NOT_REQUIRED = "not_required"
    COVERED_BY_PARENT = "covered_by_parent"
    STALE = "stale"
    LINK = "link"
    """Its link leads nowhere, or only to a home page."""
    MISSING = "missing"
    """The supplier is bound by its own word, and none was found."""
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer, its reasons, and what would settle it (empty where nothing is open)."""

    why: Why
    reasons: tuple[Sentence, ...]
    settles: tuple[Sentence, ...] = ()


def why(
    finding: StatementFinding,
    signals: Mapping[str, Signal],
    as_at: date,
    link_works: bool | None = None,
    body: str = "",
) -> Reading:
    """Read a finding with the supplier's answers, as of a day.

    `link_works` is what somebody saw who followed the link, None if nobody did. `body` is what an officer
    said that the supplier is ("sole_trader", "public_body"), "" if nobody did.
    """
    if finding.status is StatementStatus.COVERED_BY_GROUP and finding.group is not None:
        parent = finding.group.submitted_by
        return Reading(
            Why.COVERED_BY_PARENT,
            (say("The group's statement of {parent} covers it.", parent=parent), *_age(finding, as_at)),
        )
    if finding.status is StatementStatus.MATCHED:
        return _found(finding, as_at, link_works)
    return _not_found(finding, signals, body)


def _found(finding: StatementFinding, as_at: date, link_works: bool | None) -> Reading:
    if stale := _age(finding, as_at):
        return Reading(
            Why.STALE,
            stale,
            (say("Ask the supplier for its newest statement, or load a newer copy of the registry."),),
        )
    if link_works is False:
        return Reading(
            Why.LINK,
            (say("The link in the registry leads nowhere."),),
            (say("Ask the supplier where the statement stands now."),),
        )
    if is_home_page(finding.url):
        return Reading(
            Why.LINK,
            (say("The link in the registry leads to a home page, or there is none."),),
            (say("Look for the statement on that site, and note where it stands."),),
        )
    return Reading(Why.NOTHING, (say("A statement was found and is current."),))


def _age(finding: StatementFinding, as_at: date) -> tuple[Sentence, ...]:
    """A sentence on the age of a statement that is too old; nothing for a current one."""
    end = finding.period_end
    if end is None:
        return ()
    months = (as_at.year - end.year) * 12 + as_at.month - end.month - (as_at.day < end.day)
    if months < MONTHS_CURRENT:
        return ()
    return (
        say(
            "The newest one found is for the year to {day}, {months} months ago.",
            day=f"{end.day} {end:%B %Y}",
            months=str(months),
        ),
    )


def is_home_page(url: str) -> bool:
    """Whether an address has no path of its own, so that the statement stands somewhere else."""
    if not url.strip():
        return True
    parts = urlsplit(url if "//" in url else f"//{url}")
    return not parts.query and parts.path.strip("/").casefold() in _HOME_PAGES


def _not_found(finding: StatementFinding, signals: Mapping[str, Signal], body: str) -> Reading:
    scope, published = _said(signals, "statement.in_scope"), _said(signals, "statement.published")
    looked = _looked(finding)
    if finding.status is StatementStatus.POSSIBLE:
        return Reading(
            Why.UNSURE,
            (say("An organisation was found that may be the same; nobody has confirmed it."),),
            (say("Compare the two, and confirm or reject the match."),),
        )
    if scope == "no":
        return Reading(
            Why.NOT_REQUIRED,
            (say("The supplier answers that its turnover is below £36 million: it need not publish one."),),
        )
    if finding.turnover.casefold().startswith(_UNDER):
        return Reading(
            Why.NOT_REQUIRED,
            (say("The registry has its turnover as under £36 million, so it need not publish one."),),
        )
    if body == _SOLE_TRADER and scope != "yes" and published != "yes":
        return Reading(
            Why.NOT_REQUIRED,
            (say("An officer said that it is a sole trader: section 54 binds companies and partnerships."),),
        )
    if scope == "yes" and published != "yes":
        return Reading(
            Why.MISSING,
            (say("The supplier answers that section 54 binds it."), *looked),
            (say("Ask when it will be published, and who approves it."),),
        )
    if published == "yes":
        return Reading(
            Why.UNSURE,
            (say("The supplier answers that it publishes one."), *looked),
            (say("Follow the link in its answers, and look whether the registry has that statement."),),
        )
    return Reading(Why.UNSURE, (*looked, *_business(body), *_size(scope)), (_ask(finding),))


def _business(body: str) -> tuple[Sentence, ...]:
    """What the kind of body says; nothing of one that is bound like a company."""
    if body != _PUBLIC_BODY:
        return ()
    return (
        say("An officer said that it is a public body: section 54 binds it only where it is in business."),
    )


def _said(signals: Mapping[str, Signal], name: str) -> str:
    signal = signals.get(name)
    return signal.value if signal is not None and isinstance(signal.value, str) else ""


def _looked(finding: StatementFinding) -> tuple[Sentence, ...]:
    if finding.copy_date is None or finding.status is StatementStatus.NOT_LOOKED_FOR:
        return (say("Nobody has looked for a statement yet."),)
    day = f"{finding.copy_date.day} {finding.copy_date:%B %Y}"
    return (say("None was found in the registry copy of {copy}.", copy=day),)


def _size(scope: str) -> tuple[Sentence, ...]:
    if scope == "unknown":
        return (say("The supplier does not know whether section 54 binds it."),)
    return (say("Whether its turnover is £36 million or more is not known."),)


def _ask(finding: StatementFinding) -> Sentence:
    if finding.copy_date is None:
        return say("Load a copy of the statement registry.")
    return say("Ask the supplier: the first section of the questionnaire settles it.")
