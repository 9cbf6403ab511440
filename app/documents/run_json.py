"""The record of a run, `run.json`: what was read and left out, with which versions and how long it took.

Timings are told here and nowhere else, so that the other files are the same for the same inputs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.documents import words
from app.documents.run_facts import (
    InputFile,
    RunFacts,
    ScreenedSupplier,
    SkippedLine,
    Summary,
    by_reason,
    summarise,
)
from app.documents.worklist_csv import worklist_record
from screening.uses import permitted, use_rows
from screening.worklist import Worklist


def run_record(
    screened: Sequence[ScreenedSupplier],
    facts: RunFacts,
    timings: Mapping[str, float],
    worklist: Worklist | None = None,
) -> dict[str, Any]:
    """Tell the run as plain data for JSON; `timings` are seconds by step, in the order of the steps.

    `worklist` is the plan of reviews, None if none was asked for.
    """
    return {
        "as_at": facts.as_at.isoformat(),
        "model_version": facts.model_version,
        "reference_versions": dict(sorted(facts.references.items())),
        "registry_copies": [_copy(file) for file in facts.copies],
        "options": dict(facts.options),
        "use": _use(screened, facts),
        "weights": {
            "sha256": facts.weights_sha256,
            "changed": [{**asdict(change), "on": change.on.isoformat()} for change in facts.weights],
        },
        "summary": summary_record(summarise(screened, facts.inputs)),
        "matching": facts.matching.record() if facts.matching else None,
        "worklist": worklist_record(worklist) if worklist else None,
        "credits": str(words.to_pence(facts.credits)),
        "inputs": [_input(file) for file in facts.inputs],
        "timings_seconds": {step: round(seconds, 3) for step, seconds in timings.items()},
    }


def _use(screened: Sequence[ScreenedSupplier], facts: RunFacts) -> dict[str, Any]:
    """What the results are for, what they may and may not be used for, and what the law kept out of them."""
    row = use_rows()[facts.use]
    left_out = {(each.factor, str(each.reason)): each for one in screened for each in one.report.left_out}
    return {
        "made_for": facts.use.value,
        "permitted": list(permitted(facts.use)),
        "purpose": row.purpose,
        "limit": str(row.limit),
        "left_out": [
            {"factor": factor, "reason": reason, "source": each.source, "source_date": each.source_date}
            for (factor, reason), each in sorted(left_out.items())
        ],
    }


def to_json(record: Mapping[str, Any]) -> bytes:
    """Write plain data as indented UTF-8 JSON with a final line end."""
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def summary_record(summary: Summary) -> dict[str, Any]:
    """Tell the summary as plain data; the spend as a text with pence, since JSON numbers are not decimal."""
    return {
        "suppliers": summary.suppliers,
        "bands": {band.value: number for band, number in summary.bands.items()},
        "statement_status": {status.value: number for status, number in summary.statements.items()},
        "spend": None if summary.spend is None else str(words.to_pence(summary.spend)),
        "rows_read": summary.rows_read,
        "rows_skipped": summary.rows_skipped,
        "skipped": dict(summary.skipped),
        "people_withheld_rows": summary.people_rows,
        "redacted_rows": summary.redacted_rows,
    }


def _copy(file: InputFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "copy_date": file.copy_date.isoformat() if file.copy_date else None,
        "shipped_part": file.shipped,
    }


def _input(file: InputFile) -> dict[str, Any]:
    return {
        "role": file.role,
        "name": file.name,
        "sha256": file.sha256,
        "kind": file.kind,
        "columns": dict(file.columns),
        "rows_read": file.rows_read,
        "rows_skipped": len(file.skipped),
        "skipped": _reasons(file.skipped),
        "notes": _reasons(file.notes),
        "people_withheld": {"rows": file.people_rows, "payees": file.people_payees},
        "redacted_rows": file.redacted_rows,
        "blank_rows": file.blank_rows,
        "repeated_headers": file.repeated_headers,
        "period": [day.isoformat() if day else None for day in file.period],
        "encoding": file.encoding,
        "sheet": file.sheet,
        "unread_sheets": list(file.unread_sheets),
    }


def _reasons(lines: Sequence[SkippedLine]) -> list[dict[str, Any]]:
    """The lines by reason, as ranges: a large file may have thousands."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for line in lines:
        numbers[line.why].append(line.line)
    return [
        {"why": why, "rows": rows, "lines": words.line_ranges(numbers[why])}
        for why, rows in by_reason(lines).items()
    ]
