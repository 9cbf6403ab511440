"""The explanation as tables: every line of every report by contract, and every contract by itself.

The points are parts of the report's own lines, the objects that the page, the queue and the record of the run
show: the rows of one supplier add up exactly to its residual, its low and its high in the queue. The form of
the file is that of the queue (`app.documents.queue_csv`), whose `rank` tells suppliers of one name apart.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from defusedcsv import csv

from app.documents import words
from app.documents.run_facts import ScreenedSupplier
from screening import contracts

COLUMNS: Final = (
    "supplier", "contract", "channel", "factor", "low", "points", "high", "reason", "source", "source_date",
    "left_out_for_use", "rank",
)  # fmt: skip
CONTRACT_COLUMNS: Final = ("supplier", "contract", "sector", "band", "low", "residual", "high", "rank")


def write_contributions(stream: TextIO, screened: Iterable[ScreenedSupplier]) -> None:
    """Write the lines of the `screened` suppliers, in ranked order, as CSV with a header.

    `contract` is empty where a line belongs to the supplier as a whole: controls, the statement, and all
    where no contract is known. What the law left out has nought points and the use in `left_out_for_use`.
    `rank` is the supplier's place in the queue, empty where there is none.
    """
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in screened:
        writer.writerows(_rows(one))


def _rows(one: ScreenedSupplier) -> Iterator[tuple[str, ...]]:
    supplier, rank = words.one_line(one.case.name), _rank(one)
    for line in contracts.lines(one.case, one.report):
        contract = "" if line.index is None else contracts.label(one.case.contracts[line.index])
        yield (
            supplier,
            words.one_line(contract),
            line.channel.value,
            line.factor,
            words.points(line.low),
            words.points(line.points),
            words.points(line.high),
            words.one_line(str(line.reason)),
            line.source,
            line.source_date,
            "",
            rank,
        )
    for out in one.report.left_out:
        yield (
            supplier,
            "",
            out.channel.value,
            out.factor,
            *["0.0"] * 3,
            words.one_line(str(out.reason)),
            out.source,
            out.source_date,
            one.report.use.value,
            rank,
        )


def _rank(one: ScreenedSupplier) -> str:
    return str(one.rank) if one.rank else ""


def contracts_csv(screened: Iterable[ScreenedSupplier]) -> bytes:
    """Each contract judged by itself, by supplier in ranked order and then the riskiest first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(CONTRACT_COLUMNS)
    for one in screened:
        for found in one.report.contracts:
            tenths = (words.points(part) for part in (found.low, found.residual, found.high))
            row = (words.one_line(one.case.name), words.one_line(found.label), found.sector)
            writer.writerow((*row, found.band.value, *tenths, _rank(one)))
    return text.getvalue().encode("utf-8-sig")
