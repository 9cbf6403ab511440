"""The kinds of data that a council may have removed after a time.

The suggested periods are ours and no law's: what must be kept how long is the council's decision. Records of
a procurement have to be kept for three years from the day of the contract (Procurement Act 2023, section 98),
and claims under a contract can be brought for six years, or twelve where it is a deed (Limitation Act 1980,
sections 5 and 8): hence the least and the suggested periods of what documents a decision. Confirm both with
your information governance officer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What is removed after a time of its own."""

    DRAFTS = "drafts"
    """Answers that were begun and never submitted."""
    PROPOSALS = "proposals"
    """Proposed answers that nobody confirmed, left beside a submitted response."""
    ANSWERS = "answers"
    """Submitted answers with their files, after the last contract."""
    PLAN_FILES = "plan_files"
    """Files beside finished steps of plans of action, after the last contract."""
    CONTACTS = "contacts"
    """People who answered for suppliers and are not asked any more."""
    STAFF = "staff"
    """People who left the council."""
    LOOKS = "looks"
    """Who of the council read a supplier's answers on which day."""
    UPLOADS = "uploads"
    """Uploads that were discarded or could not be read."""
    MESSAGES = "messages"
    """The outbox: to whom which message went."""
    LINKS = "links"
    """Personal links that were used up, taken back, or ended."""
    TOKENS = "tokens"
    """What the council's programs were answered, of tokens that ended."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a period may be, in months. `is_shared`: the rows are no single council's."""

    least: int
    suggested: int
    is_shared: bool = False


LONGEST: Final = 600
"""Fifty years; whoever keeps longer keeps without an end."""

LIMITS: Final = {
    Kind.DRAFTS: Limits(3, 12),
    Kind.PROPOSALS: Limits(1, 12),
    Kind.ANSWERS: Limits(36, 84),
    Kind.PLAN_FILES: Limits(36, 84),
    Kind.CONTACTS: Limits(6, 24, is_shared=True),
    Kind.STAFF: Limits(36, 84),
    Kind.LOOKS: Limits(12, 24),
    Kind.UPLOADS: Limits(1, 3),
    Kind.MESSAGES: Limits(1, 12, is_shared=True),
    Kind.LINKS: Limits(1, 12, is_shared=True),
    Kind.TOKENS: Limits(1, 12),
}
