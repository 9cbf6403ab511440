"""An entry as rows of the registry's own download: one for each organisation that the statement covers.

As in the registry's files, what is ticked stands in one cell, an entry on each line; days are dd/mm/yyyy; and
a cell that a spreadsheet would take for a formula has a tab before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from screening.registry_form.entry import Entry
from screening.registry_form.form import NO, RISKS, YES, Kind, columns, fields

Row = dict[str, str]
_FORMULA: Final = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class InRegistry:
    """What the registry itself adds to an entry: when it was changed, and the address of its page there."""

    last_updated: date
    summary_url: str = ""


def rows(entry: Entry, more: InRegistry) -> list[Row]:
    """The rows of an entry in the registry's columns: the council's own first, then one for each member of
    its group, with the council as its parent."""
    first = _row(entry, more)
    return [
        first,
        *(
            {
                **first,
                "OrganisationName": member,
                "Address": "",
                "CompanyNumber": "",
                "SectorType": "",
                "ParentName": first["OrganisationName"],
            }
            for member in entry.given("members")
            if member != first["OrganisationName"]
        ),
    ]


def guarded(cell: str) -> str:
    """A cell as the registry writes it where a spreadsheet would take it for a formula."""
    return f"\t{cell}" if cell.startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell without the tab."""
    return cell[1:] if cell.startswith(tuple(f"\t{mark}" for mark in _FORMULA)) else cell


def _row(entry: Entry, more: InRegistry) -> Row:
    row = dict.fromkeys(columns(), "")
    for one in fields().values():
        if one.column in row and one.column != "ApprovingPerson" and not row[one.column]:
            row[one.column] = _cell(entry, one.id)
        if one.none_column and entry.given(one.id):
            row[one.none_column] = YES if one.none in entry.given(one.id) else NO
    row["GroupSubmission"] = YES if entry.text("group") == "Group" else NO
    row["NoRisks"] = YES if YES in entry.given("no_risks") else NO
    row["ApprovingPerson"] = _approver(entry)
    row["LastUpdated"] = _day(more.last_updated)
    row["StatementSummaryURL"] = more.summary_url
    for number in range(1, RISKS + 1):
        # Another area than the form's own stands in the registry's column as it was typed.
        row[f"Risk{number}Area"] = entry.text(f"risk{number}_other_area") or row[f"Risk{number}Area"]
    return row


def _cell(entry: Entry, name: str) -> str:
    one, given = fields()[name], entry.given(name)
    if one.is_chosen:
        # That none applies has a column of its own, if the registry has one for it.
        left_out = one.none if one.none_column else ""
        return "\n".join(words for key, words in one.options.items() if key in given and key != left_out)
    if one.kind == Kind.DATE:
        day = entry.day(name)
        return _day(day) if day else ""
    return "\n".join(given)


def _approver(entry: Entry) -> str:
    name = " ".join(filter(None, (entry.text("first_name"), entry.text("last_name"))))
    title = entry.text("job_title")
    return f"{name} ({title})" if title else name


def _day(day: date) -> str:
    return f"{day:%d/%m}/{day.year:04}"
