"""The worklist as CSV: the picks as the page shows them, and in the last row what is left unreviewed.

The form of the file is that of the queue (`app.documents.queue_csv`).
"""

from __future__ import annotations

import io
from typing import Any, Final

from defusedcsv import csv

from app.documents import words
from screening.worklist import Pick, Worklist, reviews

COLUMNS: Final = (
    "place", "supplier", "review", "chosen", "hours", "question", "low", "residual", "high", "narrowing",
    "band", "spend", "value", "why",
)  # fmt: skip


def worklist_csv(worklist: Worklist) -> bytes:
    """Render a worklist. Points are out of 100; `value` is harm-weighted points an hour.

    `chosen` is "value" or "random"; the last row has "left unreviewed" there, and what is left in `why`.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(pick) for pick in worklist.picks)
    left = str(worklist.left.sentence())
    writer.writerow([{"chosen": "left unreviewed", "why": left}.get(name, "") for name in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _row(pick: Pick) -> tuple[str, ...]:
    report, spend = pick.candidate.report, pick.candidate.spend
    return (
        str(pick.place),
        words.one_line(report.name),
        reviews()[pick.review].label,
        "random" if pick.random else "value",
        f"{pick.hours:g}",
        words.one_line(str(pick.question or "")),
        words.points(report.low),
        words.points(report.residual),
        words.points(report.high),
        words.points(pick.narrowing),
        report.band.value,
        "" if spend is None else str(words.to_pence(spend)),
        f"{pick.value:.1f}",
        words.one_line(str(pick.why)),
    )


def worklist_record(worklist: Worklist) -> dict[str, Any]:
    """Tell of a worklist as plain data for the record of a run."""
    left = worklist.left
    return {
        "capacity": worklist.capacity,
        "picked": len(worklist.picks),
        "random": sum(pick.random for pick in worklist.picks),
        "random_seed": worklist.seed,
        "hours": worklist.hours,
        "left_unreviewed": {
            "suppliers": left.suppliers,
            "share_of_uncertainty": round(left.share, 4),
            "highest": None
            if left.highest is None
            else {"supplier": left.highest.name, "residual": left.highest.residual / 10},
        },
    }
