"""Tables of suppliers' answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.intake import UnusableInput
from app.intake.answers import (
    DATE_UNREADABLE,
    EVIDENCE_UNKNOWN,
    NO_SUPPLIER,
    SIGNAL_UNKNOWN,
    VALUE_UNKNOWN,
    AnswersFile,
    read_answers,
)
from screening.signals import signal_values
from screening.types import Evidence, Signal

HEADER = "supplier,signal,value,evidence,evidence_date\n"


def read(folder: Path, text: str) -> AnswersFile:
    path = folder / "answers.csv"
    path.write_text(text, encoding="utf-8")
    return read_answers(path)


@pytest.mark.parametrize(
    ("row", "name", "signal"),
    [
        ("voice.grievance,independent,verified,2026-05-01", "voice.grievance",
         Signal("independent", Evidence.VERIFIED, date(2026, 5, 1))),
        ("Chain.Mapped,Beyond tier-one,,", "chain.mapped", Signal("beyond_tier_one")),
        ("training.given,all staff; managers,said,", "training.given", Signal(("all_staff", "managers"))),
        ("sourcing.countries,China; GB,,", "sourcing.countries", Signal(("CN", "GB"))),
        ("sourcing.countries,unknown,,", "sourcing.countries", Signal("unknown")),
        ("workforce.agency,Unknown,none,1/2/26", "workforce.agency",
         Signal("unknown", Evidence.NONE, date(2026, 2, 1))),
    ],
)  # fmt: skip
def test_a_usable_row(tmp_path: Path, row: str, name: str, signal: Signal) -> None:
    (found,) = read(tmp_path, f"{HEADER}Larkmoor Ltd,{row}\n").rows
    assert (found.line, found.supplier, found.name, found.signal) == (2, "Larkmoor Ltd", name, signal)


@pytest.mark.parametrize(
    ("row", "what", "mend"),
    [
        (",voice.grievance,no,,", NO_SUPPLIER, "vendor id"),
        ("A Ltd,voice,no,,", SIGNAL_UNKNOWN, "voice.grievance"),
        (
            "A Ltd,voice.grievance,maybe,,",
            f"voice.grievance: {VALUE_UNKNOWN}",
            "independent, helpline, representatives, internal, no, unknown",
        ),
        ("A Ltd,voice.grievance,,,", f"voice.grievance: {VALUE_UNKNOWN}", "independent"),
        ("A Ltd,voice.grievance,internal;no,,", f"voice.grievance: {VALUE_UNKNOWN}", "independent"),
        ("A Ltd,training.given,none;managers,,", f"training.given: {VALUE_UNKNOWN}", "divided by semicolons"),
        ("A Ltd,sourcing.countries,Narnia,,", f"sourcing.countries: {VALUE_UNKNOWN}", "ISO codes"),
        ("A Ltd,policy.published,yes,sworn,", EVIDENCE_UNKNOWN, "none, said, documented, verified"),
    ],
)
def test_an_unusable_row_is_told_with_its_line_and_how_to_mend_it(
    tmp_path: Path, row: str, what: str, mend: str
) -> None:
    file = read(tmp_path, f"{HEADER}B Ltd,policy.published,yes,,\n{row}\n\n")
    (skipped,) = file.skipped
    assert (skipped.line, skipped.what) == (3, what) and mend in skipped.mend
    assert file.rows_read == len(file.rows) + len(file.skipped) + file.blank_rows


def test_an_unreadable_date_leaves_the_answer_undated(tmp_path: Path) -> None:
    file = read(tmp_path, f"{HEADER}A Ltd,policy.published,yes,documented,soon\n")
    assert file.rows[0].signal == Signal("yes", Evidence.DOCUMENTED)
    assert [(note.line, note.what) for note in file.notes] == [(2, DATE_UNREADABLE)]


def test_a_vendor_id_of_its_own_column_goes_first(tmp_path: Path) -> None:
    file = read(tmp_path, "vendor id,supplier,signal,value\nV7,A Ltd,policy.published,yes\n")
    assert file.rows[0].supplier == "V7"


def test_a_table_without_its_columns_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match='needs the column "signal", "value"'):
        read(tmp_path, "supplier,question\nA Ltd,x\n")


def test_every_signal_may_say_unknown_and_each_of_its_values(tmp_path: Path) -> None:
    rows = [
        f"A Ltd,{name},{value},,"
        for name, allowed in signal_values().items()
        for value in (*allowed.values, *(["GB"] if allowed.kind == "countries" else []))
    ]
    file = read(tmp_path, HEADER + "\n".join(rows) + "\n")
    assert len(file.rows) == len(rows) and not file.skipped
