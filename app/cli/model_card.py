"""`fairhand model-card`: the transparency record (ATRS) and the model card, from the configuration itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import click

FIGURES: Final = Path(__file__).parents[2] / "benchmarks" / "results" / "matching"
"""Where the measured figures lie in a copy of the repository."""


@click.command(name="model-card")
@click.option(
    "--out",
    metavar="DIR",
    default="fairhand-model-card",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder for atrs.md, atrs.html, model-card.md and model-card.html; earlier files are replaced.",
)
@click.option(
    "--figures",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder with measured figures of the matcher.  [default: that of the repository, if it is there]",
)
@click.option(
    "--as-at",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Tell old sources as at this day.  [default: today]",
)
def model_card(out: Path, figures: Path | None, as_at: object) -> None:
    """Write a draft of the algorithmic transparency record, and a model card.

    Both are made from the weights, sources, uses and models that this copy of Fairhand uses. What only a
    council can say is marked "For the council to complete".
    """
    from app.documents import card_writers, model_card
    from app.documents.report_files import check_folder, write_file

    year = getattr(as_at, "year", date.today().year)
    try:
        check_folder(out)
        for name, make in (("atrs", model_card.atrs), ("model-card", model_card.model_card)):
            document = make(year, figures or FIGURES)
            for ending, render in ((".md", card_writers.markdown), (".html", card_writers.html)):
                click.echo(write_file(out / f"{name}{ending}", render(document).encode()))
    except OSError as error:
        raise click.ClickException(f"--out: files cannot be written in {out} ({error.strerror}).") from None
