"""Whose statement it is: the supplier's own, one of its group that covers it, or nobody can say yet.

The one place that decides it, for matches of files and for those in the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.services.matching.statement_rows import submitted_by_another
from screening.types import CoverBasis, GroupCover, Sentence, StatementStatus, say

LISTED_IN_FINDING: Final = 10
"""So many names of a statement's own list are kept with a finding; pages can show the whole."""


@dataclass(frozen=True, slots=True)
class Submission:
    """Who submitted a statement, and for whom, seen from one of the organisations that it covers.

    `parent_name` is "" for the organisation that submitted it; `listed` is the statement's own list.
    """

    organisation: str
    parent_name: str
    is_group: bool
    listed: Sequence[str] = ()

    @property
    def submitted_by(self) -> str:
        """The organisation that submitted the statement."""
        return self.parent_name or self.organisation

    @property
    def by_another(self) -> bool:
        """Whether another organisation of its group submitted it."""
        return submitted_by_another(self.organisation, self.parent_name, is_group=self.is_group)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a match amounts to: the status, the group's statement where one covers the supplier, and why."""

    status: StatementStatus
    group: GroupCover | None
    reasons: tuple[Sentence, ...]


def settles(kind: str, decision: str, *, in_table: bool, is_group: bool) -> bool:
    """Whether the matcher's answer counts without a person: one and the same entity, or a member of a group
    that a table of parents knows, where the statement was submitted for the group."""
    return decision == "automatic" and (kind == "same_entity" or (in_table and is_group))


def judge(
    submission: Submission, *, kind: str, settled: bool, confirmed: bool = False, in_table: bool = False
) -> Standing:
    """What a match of this kind with an organisation of the statement amounts to.

    `settled` is a match that counts, by the matcher or by a person (`confirmed`). `in_table` says that a
    table of parents makes the supplier a member of the organisation's group. Names that merely look like one
    group cover nobody.
    """
    basis = _basis(submission, kind, confirmed=confirmed, in_table=in_table)
    if settled and basis is not None:
        group = _cover(submission, basis)
        return Standing(StatementStatus.COVERED_BY_GROUP, group, tuple(_why_covered(group)))
    if settled and kind == "same_entity":
        alone = () if not submission.is_group else (say("It submitted the statement for its group."),)
        return Standing(StatementStatus.MATCHED, None, alone)
    return Standing(StatementStatus.POSSIBLE, None, tuple(_why_possible(submission, kind, in_table=in_table)))


def _basis(submission: Submission, kind: str, *, confirmed: bool, in_table: bool) -> CoverBasis | None:
    """Why the group's statement would cover the supplier, if the match is right."""
    if kind == "same_entity":
        return CoverBasis.LISTED if submission.by_another else None
    if confirmed:
        return CoverBasis.PERSON
    return CoverBasis.PARENT_TABLE if in_table and submission.is_group else None


def _cover(submission: Submission, basis: CoverBasis) -> GroupCover:
    names = sorted(submission.listed, key=str.casefold)
    return GroupCover(submission.submitted_by, basis, tuple(names[:LISTED_IN_FINDING]), len(names))


def _why_covered(group: GroupCover) -> Iterable[Sentence]:
    yield say("Covered by the group's statement of {parent}.", parent=group.submitted_by)
    if group.basis is CoverBasis.LISTED:
        yield say(
            "The statement's own list names it, with {number} organisations in all.", number=group.covers
        )
    elif group.basis is CoverBasis.PARENT_TABLE:
        yield say(
            "A table of parents says that it belongs to the group; "
            "the statement's own list of {number} organisations does not name it.",
            number=group.covers,
        )
    else:
        yield say("A person confirmed that the group's statement covers it.")


def _why_possible(submission: Submission, kind: str, *, in_table: bool) -> Iterable[Sentence]:
    if kind == "same_entity" and submission.by_another:
        yield say(
            "If it is this organisation, the group's statement of {parent} covers it.",
            parent=submission.submitted_by,
        )
    elif in_table and not submission.is_group:
        yield say("The parent's statement was submitted for the parent alone, not for its group.")
