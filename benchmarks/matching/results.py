"""Figures kept as one JSON file a method, so that a later run of one method refreshes its row only.

`<results>/matching/<task>-<method>.json` says what was measured, when, on which machine, with which versions,
and on which data (a fingerprint: rows of other data are left out of a table). Only aggregate figures are
kept, never a name.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OURS = "Fairhand"


@dataclass(frozen=True)
class Column:
    """One figure of a table: its key in the JSON, its heading, and how it is written."""

    key: str
    heading: str
    form: str = ".3f"


SEARCH = (
    Column("recall_1", "recall@1"),
    Column("recall_5", "recall@5"),
    Column("hard_recall_1", "hard recall@1"),
    Column("f1", "F1"),
    Column("recall_at_99", "recall at 99 % precision"),
    Column("per_second", "queries/s", ",.0f"),
    Column("peak_mb", "peak MB", ",.0f"),
)
PAIRS = (
    Column("f1", "F1"),
    Column("pr_auc", "PR-AUC"),
    Column("per_second", "pairs/s", ",.0f"),
    Column("peak_mb", "peak MB", ",.0f"),
)
MILLION = (
    Column("recall_1", "recall@1"),
    Column("per_second", "queries/s", ",.0f"),
    Column("build_seconds", "build s", ".1f"),
    Column("save_seconds", "save s", ".1f"),
    Column("load_seconds", "load s", ".2f"),
    Column("peak_mb", "peak MB", ",.0f"),
)
COLUMNS = {"search": SEARCH, "pairs": PAIRS, "cases": PAIRS, "million": MILLION}


def machine() -> str:
    """The machine's class, as a figure of speed needs it."""
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"^model name\s*:\s*(.+)$", cpu, re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = model.group(1).strip() if model else platform.machine()
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def commit() -> str:
    """The project's commit, with a plus if files differ from it."""
    described = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    done = subprocess.run(described, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def keep(folder: Path, record: dict[str, Any]) -> None:
    """Write the record of one method for one task over the one before."""
    name = re.sub(r"[^a-z0-9]+", "-", f"{record['task']} {record['method']}".lower()).strip("-")
    path = folder / "matching" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def kept(folder: Path, task: str, data: str) -> list[dict[str, Any]]:
    """All records of a task on the same data: ours first, then by F1 or recall, failures last."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (folder / "matching").glob("*.json")]
    return sorted(
        (record for record in records if record["task"] == task and record["data"] == data),
        key=lambda record: (
            not record["method"].startswith(OURS),
            "error" in record,
            -record.get("figures", {}).get("f1", record.get("figures", {}).get("recall_1", 0.0)),
            record["method"],
        ),
    )


def table(task: str, records: list[dict[str, Any]]) -> str:
    """The records as a table in Markdown, with the versions and the day of each."""
    columns = COLUMNS[task]
    lines = [
        "| method | " + " | ".join(column.heading for column in columns) + " | measured, versions |",
        "|---|" + "---:|" * len(columns) + "---|",
    ]
    for record in records:
        versions = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
        told = f"{record['date']}, {versions}"
        method = record["method"]
        if record.get("sample"):
            method += f" ({record['sample']} queries)"
        if "error" in record:
            cells = ["-"] * len(columns)
            told = f"{record['date']}, not measured: {record['error']}"
        else:
            cells = [_cell(record["figures"], column) for column in columns]
        lines.append(f"| {method} | {' | '.join(cells)} | {told} |")
    return "\n".join(lines)


def _cell(figures: dict[str, float], column: Column) -> str:
    return format(figures[column.key], column.form) if column.key in figures else "-"
