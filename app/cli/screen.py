"""`fairhand screen`: a council's file in, the ranked queue and its explanation out, without a server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.progress import shown_progress

if TYPE_CHECKING:
    from app.services.judgement.screen_files import Screening
    from screening.worklist import Worklist

UNUSABLE: Final = 2
TOP: Final = 10
MENDABLE: Final = 20
"""Lines to mend that are shown one by one; run.json has all."""
USES: Final = ("contract_management", "evaluation", "pre_market", "annual_statement")


class Unusable(click.ClickException):
    """Input that cannot be used: one line on standard error, exit status 2."""

    exit_code = UNUSABLE

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


@click.command()
@click.argument("suppliers", type=click.Path(path_type=Path))
@click.option(
    "--statements",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A copy of the statement registry (StatementSummaries<year>.csv, unchanged). May be given several "
    "times; without it, the part of the registry that comes with Fairhand is searched.",
)
@click.option("--no-statements", is_flag=True, help="Do not look for statements.")
@click.option(
    "--out",
    metavar="DIR",
    default="fairhand-report",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder for queue.csv, queue.xlsx, report.html and run.json; files of an earlier run are replaced.",
)
@click.option("--as-at", metavar="DATE", help="Screen as at this day, as 2026-11-21.  [default: today]")
@click.option(
    "--map",
    "mappings",
    metavar="FIELD=COLUMN",
    multiple=True,
    help='Say which column a field is in, such as --map supplier="Payee". May be given several times.',
)
@click.option(
    "--use",
    type=click.Choice(USES),
    default=USES[0],
    show_default=True,
    help="What the results are for. The law lets some uses see less (Local Government Act 1988, section 17): "
    "what is left out of the score, the order and the advice is named in every file.",
)
@click.option(
    "--answers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What suppliers answered: the columns supplier, signal, value, evidence and evidence_date.",
)
@click.option(
    "--weights",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Weights that the council changed, within bounds: the columns weight, value, by, on and reason.",
)
@click.option(
    "--country-index",
    "indices",
    metavar="KIND=FILE",
    multiple=True,
    help="Your own copy of an outside country index, gsi=FILE or tip=FILE; it counts as far as --weights "
    "says (outside.gsi, outside.tip). May be given once for each kind.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Also write contributions.csv (every point by contract and factor) and contracts.csv.",
)
@click.option(
    "--capacity",
    metavar="N",
    type=click.IntRange(0),
    help="Also write worklist.csv: which N reviews to do first, why, and what then stays unreviewed.",
)
@click.option(
    "--seed",
    metavar="TEXT",
    help="What draws the random checks of --capacity.  [default: the month, as 2026-11]",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the summary as JSON, and nothing else, on standard output."
)
def screen(
    suppliers: Path,
    statements: Sequence[Path],
    no_statements: bool,
    out: Path,
    as_at: str | None,
    mappings: Sequence[str],
    use: str,
    answers: Path | None,
    weights: Path | None,
    indices: Sequence[str],
    explain: bool,
    capacity: int | None,
    seed: str | None,
    as_json: bool,
) -> None:
    """Screen a file of suppliers and write the ranked queue.

    SUPPLIERS is a council's contracts register or spend file as published: CSV (also .gz), XLSX, XLS or ODS.
    Payees that are people or redacted are counted, not screened, not shown. The result is advice for a
    person to decide on, never a verdict.
    """
    if statements and no_statements:
        raise Unusable("--statements and --no-statements cannot be given together.")
    if seed is not None and capacity is None:
        raise Unusable("--seed draws the random checks of --capacity; give both.")
    if capacity is not None and use == "evaluation":
        raise Unusable(
            "--capacity plans the reviews of contracts in force; it goes with no --use evaluation."
        )
    day, mapping = _day(as_at), _mapping(mappings)
    chosen = [] if no_statements else list(statements) or None
    copies = _copies(indices)
    for path in (suppliers, *statements, *(one for one in (answers, weights) if one), *copies.values()):
        _check_file(path)
    _check_out(out)
    screening = _screen(suppliers, chosen, day, mapping, use, answers, weights, copies)
    _tell_mendable(screening)
    planned = None if capacity is None else _plan(screening, capacity, seed or f"{day:%Y-%m}")
    paths = _write(screening, out, explain, planned)
    if as_json:
        click.echo(_summary_json(screening, paths, planned), nl=False)
    else:
        _print_summary(screening, paths, planned)


# ------------------------------------------------------------------------------------------------ options


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unusable(f"--as-at: {text!r} is not a day; write it as 2026-11-21.") from None


def _mapping(texts: Sequence[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for text in texts:
        field, equals, column = text.partition("=")
        field, column = field.strip(), column.strip().strip("\"'").strip()
        if not (equals and field and column):
            raise Unusable(f'--map: {text!r} is not FIELD=COLUMN, such as supplier="Payee".')
        if field in mapping:
            raise Unusable(f"--map: the field {field!r} is given twice.")
        mapping[field] = column
    return mapping


def _copies(texts: Sequence[str]) -> dict[str, Path]:
    copies: dict[str, Path] = {}
    for text in texts:
        kind, _equals, path = text.partition("=")
        if kind not in ("gsi", "tip") or not path:
            raise Unusable(f"--country-index: {text!r} is not gsi=FILE or tip=FILE.")
        if kind in copies:
            raise Unusable(f"--country-index: {kind} is given twice.")
        copies[kind] = Path(path)
    return copies


def _check_file(path: Path) -> None:
    """Say what is wrong with a path before anything is read."""
    try:
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise Unusable(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise Unusable(f"{path}: this is a folder, not a file.") from None
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror}).") from None


def _check_out(out: Path) -> None:
    from app.documents.report_files import check_folder

    try:
        check_folder(out)
    except OSError as error:
        raise Unusable(f"--out: files cannot be written in {out} ({error.strerror}).") from None


# --------------------------------------------------------------------------------------------------- work


def _screen(
    suppliers: Path,
    statements: Sequence[Path] | None,
    as_at: date,
    mapping: dict[str, str],
    use: str,
    answers: Path | None,
    weights: Path | None,
    copies: dict[str, Path],
) -> Screening:
    with shown_progress() as on_progress:
        from app.intake import UnusableInput
        from app.intake.country_index import IndexKind
        from app.services.judgement.screen_files import screen_files
        from screening.types import Use

        try:
            indices = {IndexKind(kind): path for kind, path in copies.items()}
            return screen_files(
                suppliers, statements, as_at, mapping, on_progress, Use(use), answers, weights, indices
            )
        except UnusableInput as problem:
            raise Unusable(str(problem)) from None
        except OSError as error:
            raise Unusable(f"{error.filename or suppliers}: cannot be read ({error.strerror}).") from None


def _plan(screening: Screening, capacity: int, seed: str) -> Worklist:
    from screening.worklist import Candidate, plan, standing

    return plan(
        (Candidate(standing(one.report), one.case.spend) for one in screening.screened), capacity, seed
    )


def _write(screening: Screening, out: Path, explain: bool, planned: Worklist | None) -> tuple[Path, ...]:
    from app.documents.report_files import write_report_files

    try:
        return write_report_files(
            out,
            screening.screened,
            screening.facts,
            screening.timings,
            title=screening.title,
            explain=explain,
            worklist=planned,
        )
    except OSError as error:
        raise Unusable(f"--out: a file cannot be written in {out} ({error.strerror}).") from None


# ---------------------------------------------------------------------------------------------- the summary


def _summary_json(screening: Screening, paths: Sequence[Path], planned: Worklist | None) -> str:
    from app.documents.queue_rows import queue_row
    from app.documents.run_json import run_record, to_json

    record = run_record(screening.screened, screening.facts, screening.timings, planned)
    rows = [queue_row(one.case, one.report, one.rank) for one in screening.screened[:TOP]]
    record["top"] = [
        {
            "rank": row.rank,
            "supplier": row.supplier,
            "band": row.band,
            "residual": float(row.residual),
            "statement_status": row.statement_status,
        }
        for row in rows
    ]
    record["files"] = [str(path) for path in paths]
    return to_json(record).decode()


def _tell_mendable(screening: Screening) -> None:
    """Tell on standard error which rows and cells were not used and can be mended, and how."""
    for file in screening.facts.inputs:
        lines = sorted((row for row in (*file.skipped, *file.notes) if row.mend), key=lambda row: row.line)
        for row in lines[:MENDABLE]:
            value = f" ({row.value})" if row.value else ""
            click.echo(f"{file.name}, line {row.line}: {row.why}{value}; {row.mend}.", err=True)
        if len(lines) > MENDABLE:
            more = len(lines) - MENDABLE
            click.echo(f"{file.name}: {more:,} more such lines, counted by reason in run.json.", err=True)


def _print_summary(screening: Screening, paths: Sequence[Path], planned: Worklist | None) -> None:
    from rich.console import Console

    from app.documents import terminal

    console = Console(highlight=False)
    console.print(terminal.counts_table(screening.title, screening.summary, screening.facts))
    top = [(one.rank, one.case.name, one.report) for one in screening.screened[:TOP]]
    if top:
        console.print(terminal.top_table(top, "First to look at"))
    else:
        console.print("No supplier was found in the file.")
    if planned is not None:
        console.print(f"Worklist: {len(planned.picks)} reviews, about {planned.hours:g} hours.", style="bold")
        console.print(str(planned.left.sentence()), markup=False)
    console.print(terminal.paths("Written", paths))
