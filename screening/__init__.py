"""The judgement: how likely exploitation is behind a supplier, why, and what to do next. Advice, never a
verdict.

Pure: no web, no database, no network, no clock. `import screening` is light; tables are read when first
needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.ranking import OrderKey
    from screening.types import Case, Report, Sentence, Use
    from screening.weights import Weights

MODEL_VERSION = "1.1"
"""Changes whenever a factor, a weight or a reference table changes what a case is judged to be."""

__all__ = ["MODEL_VERSION", "explain_change", "order_key", "rank", "reference_versions", "screen"]


def screen(case: Case, use: Use | str = "contract_management", weights: Weights | None = None) -> Report:
    """Judge one supplier of one council for a use; `screening.uses` says what the law keeps out of which.

    `weights` are a council's own (`screening.weights`), the shipped ones if None; the report names those that
    differ. The same case, use and weights give the same report, to the byte of its canonical JSON. ValueError
    for a use that does not exist.
    """
    from screening.report import build
    from screening.types import Use
    from screening.weights import SHIPPED

    return build(case, MODEL_VERSION, Use(use), SHIPPED if weights is None else weights)


def rank(reports: Iterable[Report]) -> list[Report]:
    """The reports in the order of the queue: total and without ties; see `order_key` for what decides."""
    from screening.ranking import rank as ranked

    return ranked(reports)


def order_key(report: Report) -> OrderKey:
    """Numbers and plain text by which a database can sort the queue (ascending); see `ranking.order_key`."""
    from screening.ranking import order_key as key

    return key(report)


def explain_change(before: Report, after: Report) -> tuple[Sentence, ...]:
    """Why a supplier's points changed: factor by factor, the largest change first."""
    from screening.changes import explain_change as explain

    return explain(before, after)


def reference_versions() -> dict[str, str]:
    """The reference tables in use: source id -> as-at date and the beginning of the sha256."""
    from screening.reference import reference_versions as versions

    return versions()
