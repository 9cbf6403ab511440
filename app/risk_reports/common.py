"""What every risk report says of itself: that it is advice, what it may be used for, versions and weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.documents.risk_report.content import Block, Bullets, Cell, Pairs, Text
from app.labels import number, use_label, weight_label
from app.risk_reports import figures
from app.risk_reports.figures import day
from app.sentences import sentence
from screening.types import Use, WeightChange
from screening.uses import use_rows


def standing(use: Use, uses: Iterable[str], as_at: date, version: str, made_on: date) -> tuple[str, ...]:
    """The lines that stand first: advice and no verdict, permitted use and its limit, dates and version."""
    return (
        _("This is advice, not a verdict: a person decides."),
        _(
            "It may be used for: %(uses)s. %(limit)s",
            uses="; ".join(map(use_label, uses)),
            limit=sentence(use_rows()[use].limit),
        ),
        _(
            "Screened as at %(day)s, model %(version)s. This file was made on %(made)s.",
            day=day(as_at).text,
            version=version,
            made=day(made_on).text,
        ),
    )


def around(as_at: date, version: str) -> dict[str, Any]:
    """The line at the foot of each page, its number, and the words by which sheets are found."""
    return {
        "language": figures.language(),
        "foot": _(
            "Advice, not a verdict. As at %(day)s, model %(version)s", day=day(as_at).text, version=version
        ),
        "page": _("Page {page} of {pages}"),
        "summary": _("Summary"),
        "see_sheet": _("See the sheet “{sheet}”."),
    }


def versions(as_at: date, version: str, copy_date: date | None, *more: tuple[str, Cell]) -> Pairs:
    """By what the judgement was made, so that it can be made again."""
    return Pairs(
        (
            (_("Screened as at"), day(as_at)),
            (_("Model version"), version),
            (_("Registry copy"), day(copy_date) if copy_date else _("None was searched")),
            *more,
        )
    )


def weights(changes: Sequence[WeightChange]) -> tuple[Block, ...]:
    """The weights that the council moved: from what to what, when and why."""
    if not changes:
        return (Text(_("The judgement was made with the weights that it comes with.")),)
    told = tuple(
        _(
            "%(label)s: %(after)s in place of %(before)s (%(day)s: %(reason)s)",
            label=weight_label(one.name),
            after=number(one.value),
            before=number(one.shipped),
            day=day(one.on).text,
            reason=one.reason,
        )
        for one in changes
    )
    return Text(_("The council changed weights of the judgement, which this report was made with.")), Bullets(
        told
    )


def kept_apart() -> str:
    """What is in no risk report."""
    return _(
        "Exclusion grounds (Procurement Act 2023, Schedules 6 and 7), officers' notes and the names of "
        "people are kept apart and are no part of this report."
    )
