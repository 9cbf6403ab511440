"""Joining answers to suppliers."""

from __future__ import annotations

from app.intake import SupplierInput
from app.intake.answers import AnswerRow, AnswersFile
from app.services.judgement.answer_files import NOT_IN_FILE, SEVERAL, TWICE, join_answers
from screening.types import Signal

SUPPLIERS = (
    SupplierInput(key="V1", name="Northgate Cleaning Ltd", vendor_id="V1", other_vendor_ids=("V9",)),
    SupplierInput(key="V2", name="St Mary's Church", vendor_id="V2"),
    SupplierInput(key="V3", name="St Mary's Church", vendor_id="V3"),
    SupplierInput(key="larkmoor ltd", name="Larkmoor Ltd", other_names=("LARKMOOR HOMECARE LIMITED",)),
)


def file(*rows: tuple[str, str, str]) -> AnswersFile:
    made = tuple(
        AnswerRow(line, who, signal, Signal(value)) for line, (who, signal, value) in enumerate(rows, start=2)
    )
    return AnswersFile("answers.csv", "0" * 64, {}, made, len(made), 0)


def test_by_name_as_rows_of_one_supplier_are_grouped_and_by_vendor_id() -> None:
    joined = join_answers(
        file(
            ("NORTHGATE CLEANING LIMITED", "policy.published", "yes"),
            ("V9", "voice.grievance", "no"),
            ("V3", "policy.published", "no"),
            ("Larkmoor Homecare Ltd", "policy.published", "yes"),
        ),
        SUPPLIERS,
    )
    assert not joined.unjoined
    assert joined.signals == {
        "V1": {"policy.published": Signal("yes"), "voice.grievance": Signal("no")},
        "V3": {"policy.published": Signal("no")},
        "larkmoor ltd": {"policy.published": Signal("yes")},
    }


def test_what_cannot_be_joined_is_told_with_its_line() -> None:
    joined = join_answers(
        file(
            ("Nobody Ltd", "policy.published", "yes"),
            ("St Mary's Church", "policy.published", "yes"),
            ("V1", "policy.published", "yes"),
            ("V1", "policy.published", "no"),
            ("V1", "policy.published", "yes"),
        ),
        SUPPLIERS,
    )
    assert [(row.line, row.what) for row in joined.unjoined] == [(2, NOT_IN_FILE), (3, SEVERAL), (5, TWICE)]
    assert all(row.mend for row in joined.unjoined)
    assert joined.signals["V1"]["policy.published"] == Signal("yes")
