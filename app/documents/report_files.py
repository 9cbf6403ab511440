"""The report files of a run, written together: queue.csv, queue.xlsx, report.html and run.json.

With an explanation, contributions.csv and contracts.csv as well.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.documents.contributions_csv import contracts_csv, write_contributions
from app.documents.queue_csv import queue_csv
from app.documents.queue_rows import queue_row
from app.documents.queue_xlsx import queue_xlsx
from app.documents.report_html import report_html
from app.documents.run_facts import RunFacts, ScreenedSupplier
from app.documents.run_json import run_record, to_json
from app.documents.worklist_csv import worklist_csv
from screening.worklist import Worklist


def write_report_files(
    folder: Path,
    screened: Sequence[ScreenedSupplier],
    facts: RunFacts,
    timings: Mapping[str, float],
    *,
    title: str,
    explain: bool = False,
    worklist: Worklist | None = None,
) -> tuple[Path, ...]:
    """Write the report files of the `screened` suppliers (in ranked order) to `folder`; returns the paths.

    `title` names what was screened, for instance the council's file. `explain` also writes contributions.csv
    and contracts.csv, a `worklist` worklist.csv. A file that is there is replaced as a
    whole, never half: a reader sees the old one or the new one. Raises OSError if a file cannot be written.
    """
    rows = [queue_row(one.case, one.report, one.rank, facts.searched, one.stability) for one in screened]
    contents = {
        "queue.csv": queue_csv(rows),
        "queue.xlsx": queue_xlsx(rows, screened, facts),
        "report.html": report_html(screened, facts, title=title).encode(),
        "run.json": to_json(run_record(screened, facts, timings, worklist)),
    }
    if worklist is not None:
        contents["worklist.csv"] = worklist_csv(worklist)
    if explain:
        contents["contracts.csv"] = contracts_csv(screened)
    paths = [write_file(folder / name, content) for name, content in contents.items()]
    if explain:
        paths.append(_contributions(folder / "contributions.csv", screened))
    return tuple(paths)


def check_folder(folder: Path) -> None:
    """Make `folder` if it is not there and prove that files can be written in it; raises OSError if not."""
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".fairhand-probe"
    probe.write_bytes(b"")
    probe.unlink()


def _contributions(path: Path, screened: Sequence[ScreenedSupplier]) -> Path:
    # Row by row: a county's contributions would fill the memory as one text.
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("w", encoding="utf-8-sig", newline="") as stream:
        write_contributions(stream, screened)
    os.replace(unfinished, path)
    return path


def write_file(path: Path, content: bytes) -> Path:
    """Write a file as a whole, never half; returns its path. Raises OSError if it cannot be written."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
    return path
