"""How values are written for people, once for all documents: plain British English, words before numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from screening.types import (
    Band,
    Channel,
    GroupCover,
    Report,
    StatementFinding,
    StatementStatus,
    WeightChange,
)
from screening.uses import factor_rows

BANDS: Final = {
    Band.HIGH: "High",
    Band.MEDIUM: "Medium",
    Band.LOW: "Low",
    Band.NOT_ENOUGH_KNOWN: "Not enough known",
}

STATUSES: Final = {
    StatementStatus.MATCHED: "Found",
    StatementStatus.COVERED_BY_GROUP: "Covered by group",
    StatementStatus.POSSIBLE: "Possible match",
    StatementStatus.NOT_FOUND: "Not found",
    StatementStatus.NOT_LOOKED_FOR: "Not looked for",
}

CHANNELS: Final = {
    Channel.OWN_WORKFORCE: "Own workforce",
    Channel.LABOUR_PROVIDERS: "Labour providers",
    Channel.GOODS: "Goods and materials",
    Channel.SUBCONTRACTING: "Sub-contracting",
    Channel.PLACE: "Place",
}

USES: Final = {
    "contract_management": "contract management",
    "pre_market": "preparing a procurement",
    "annual_statement": "the council's annual statement",
    "evaluation": "the evaluation of tenders",
}

ADVICE: Final = (
    "This is advice for a person to decide on, never a verdict on a supplier. "
    "A low score does not show that there is no exploitation, and what is unknown is not low."
)

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

PENNY: Final = Decimal("0.01")


def one_line(text: str) -> str:
    """Fold line breaks, tabs and runs of spaces into single spaces; drop other control characters."""
    if not text.isprintable():
        text = "".join(letter for letter in text if letter.isprintable() or letter.isspace())
    return " ".join(text.split())


def points(tenths: int) -> str:
    """Write whole tenths of a point with one decimal: 614 -> "61.4"."""
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def signed_points(tenths: int) -> str:
    """As `points`, with a sign for people: 614 -> "+61.4", -30 -> "\N{MINUS SIGN}3.0", 0 -> "0.0"."""
    if tenths == 0:
        return "0.0"
    return ("+" if tenths > 0 else "\N{MINUS SIGN}") + points(abs(tenths))


def to_pence(amount: Decimal) -> Decimal:
    """Round an amount in pounds to whole pence, halves away from nought."""
    return amount.quantize(PENNY, ROUND_HALF_UP)


def pounds(amount: Decimal | None) -> str:
    """Write an amount as "£880,000.00", or "not known"."""
    if amount is None:
        return "not known"
    pence = to_pence(amount)
    return f"\N{MINUS SIGN}£{-pence:,}" if pence < 0 else f"£{pence:,}"


def long_date(day: date | None) -> str:
    """Write a date as "16 February 2022" (whatever the locale), or "not known"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else "not known"


def count(number: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun: "1 supplier", "7,012 suppliers"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def weight_changed(change: WeightChange) -> str:
    """A weight that the council changed: from what to what, by whom, when and why."""
    return one_line(
        f"{change.name}: {change.value:.6g} in place of {change.shipped:.6g} "
        f"({change.by}, {long_date(change.on)}: {change.reason})"
    )


def listed(items: Iterable[str]) -> str:
    """Join as in a sentence: "a", "a and b", "a, b and c"."""
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def statement_line(finding: StatementFinding, searched: str = "") -> str:
    """Say in one sentence what looking for a statement found, with the date of the registry copy.

    `searched` is a phrase for all that was searched, where that was more than the copy of the finding's date.
    """
    copy = f"the registry copy of {long_date(finding.copy_date)}"
    match finding.status:
        case StatementStatus.MATCHED:
            until = f" for the period to {long_date(finding.period_end)}" if finding.period_end else ""
            return f"Statement of {one_line(finding.organisation)}{until} found in {copy}."
        case StatementStatus.COVERED_BY_GROUP:
            until = f" for the period to {long_date(finding.period_end)}" if finding.period_end else ""
            parent = finding.group.submitted_by if finding.group else finding.organisation
            return f"Covered by the group's statement of {one_line(parent)}{until}, found in {copy}."
        case StatementStatus.POSSIBLE:
            return f"May be the same as {one_line(finding.organisation)}, which has a statement in {copy}."
        case StatementStatus.NOT_FOUND:
            return f"Statement not found in {searched or copy}."
        case StatementStatus.NOT_LOOKED_FOR:
            return "A statement was not looked for."


def covered_line(group: GroupCover | None) -> str:
    """Say whom a group's statement lists: how many, and the first of them; "" where there is no list."""
    if group is None or not group.organisations:
        return ""
    rest = group.covers - len(group.organisations)
    named = [one_line(name) for name in group.organisations]
    more = [f"{rest:,} more"] if rest else []
    number = count(group.covers, "organisation")
    return f"The statement's own list has {number}: {listed([*named, *more])}."


def uses(reports: Iterable[Report]) -> str:
    """What all of these reports may lawfully be used for, as a list in words; "" if for nothing in common."""
    permitted = [frozenset(report.permitted_use) for report in reports]
    common = frozenset.intersection(*permitted) if permitted else frozenset()
    return listed(word for use, word in USES.items() if use in common)


def left_out(report: Report) -> list[str]:
    """The factors that the law kept out of a report; those kept out of one channel only with its name."""
    rows = factor_rows()
    names = {
        each.factor if report.use not in rows[each.factor].uses else f"{each.factor} ({each.channel.value})"
        for each in report.left_out
    }
    return sorted(names)


def line_ranges(lines: Sequence[int]) -> str:
    """Write line numbers as ranges, so that thousands stay readable: [4, 5, 6, 9] -> "4-6, 9"."""
    ranges: list[list[int]] = []
    for line in sorted(set(lines)):
        if ranges and line == ranges[-1][1] + 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
