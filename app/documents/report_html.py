"""The screening report as one web page: no script, nothing fetched, fit for a screen, a phone and paper.

The page is a Jinja2 template with automatic escaping; this module prepares what the template shows, so that
the template decides nothing. The same results give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from app.documents import words
from app.documents.explanation import BAR_WIDTH, bars, lines_of, weightiest_unknowns
from app.documents.run_facts import RunFacts, ScreenedSupplier, summarise
from screening.changes import FACTOR_NAMES
from screening.reference import Source, sources
from screening.types import Band
from screening.uses import use_rows

EXPLAINED: Final = 300
"""Suppliers told in full; the others get a line each, or a large council's page would not open on a phone."""

TEMPLATES: Final = Path(__file__).parent / "templates"
SHAPES: Final = {Band.HIGH: "▲", Band.MEDIUM: "◆", Band.LOW: "▼", Band.NOT_ENOUGH_KNOWN: "?"}
"""A shape beside the word, so that a band is never told by colour alone."""


def report_html(
    screened: Sequence[ScreenedSupplier], facts: RunFacts, *, title: str, explained: int = EXPLAINED
) -> str:
    """Render the report of the `screened` suppliers, which are in ranked order.

    `title` names what was screened, for instance the council's file. The first `explained` suppliers
    are explained in full.
    """
    return _template().render(
        title=title,
        facts=facts,
        summary=summarise(screened, facts.inputs),
        told=screened[:explained],
        rest=screened[explained:],
        uses=words.uses(supplier.report for supplier in screened),
        limit=use_rows()[facts.use].limit,
        left_out=_left_out(screened),
        sources=_cited(screened[:explained]),
    )


def _left_out(screened: Sequence[ScreenedSupplier]) -> dict[str, str]:
    """What the law kept out of these results: the factors, by the legal reason."""
    names: dict[str, dict[str, None]] = {}
    for one in screened:
        for out in one.report.left_out:
            names.setdefault(str(out.reason), {})[FACTOR_NAMES[out.factor]] = None
    return {reason: ", ".join(sorted(factors)) for reason, factors in sorted(names.items())}


def _cited(screened: Sequence[ScreenedSupplier]) -> dict[str, Source]:
    """The sources that the explanations of these suppliers cite, by id, in the order of their titles."""
    known = sources()
    names = {line.source for one in screened for line in one.report.contributions} & known.keys()
    return {name: known[name] for name in sorted(names, key=lambda name: (known[name].title, name))}


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "points": words.points,
        "signed_points": words.signed_points,
        "pounds": words.pounds,
        "long_date": words.long_date,
        "count": words.count,
        "listed": words.listed,
        "one_line": words.one_line,
        "weight_changed": words.weight_changed,
        "bars": bars,
        "lines_of": lines_of,
        "statement_line": words.statement_line,
        "covered_line": words.covered_line,
        "weightiest_unknowns": weightiest_unknowns,
        "is_web_address": lambda text: text.startswith(("https://", "http://")),
    }
    environment.globals |= {
        "BANDS": words.BANDS,
        "SHAPES": SHAPES,
        "STATUSES": words.STATUSES,
        "CHANNELS": words.CHANNELS,
        "ADVICE": words.ADVICE,
        "BAR_WIDTH": BAR_WIDTH,
    }
    return environment.get_template("report.html")
