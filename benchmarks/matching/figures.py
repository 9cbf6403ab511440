"""Figures of a search for names: one line a method, and a table of reliability."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from screening.training import measures

# Per query its best answers: score, and whether it is the right entity; best first.
Ranked = list[list[tuple[float, bool]]]

HEADER = (
    f"{'method':40} {'recall@1':>8} {'recall@5':>8} {'hard@1':>7} {'F1':>6} "
    f"{'at 99 %':>7} {'queries/s':>10} {'peak MB':>8}"
)
EASY_KINDS = ("format", "format(rule)")
BINS = 10


def line(method: str, ranked: Ranked, queries: pd.DataFrame, per_second: float, peak: float) -> str:
    """The figures of one method; "hard" leaves out queries that differ from the target in format only."""
    findable = (queries["gid"] >= 0).to_numpy()
    hard = findable & ~queries["kind"].isin(EASY_KINDS).to_numpy()
    first = np.array([any(right for _, right in best[:1]) for best in ranked])
    first_five = np.array([any(right for _, right in best[:5]) for best in ranked])
    found = measures([best[0] for best in ranked if best], int(findable.sum()))
    return (
        f"{method:40} {first[findable].mean():8.3f} {first_five[findable].mean():8.3f} "
        f"{first[hard].mean():7.3f} {found['f1']:6.3f} {found['recall_at_0.99']:7.3f} "
        f"{per_second:10,.0f} {peak:8,.0f}"
    )


def reliability(answers: Sequence[tuple[float, bool]]) -> str:
    """Ten bins of probability: how many answers, the mean probability said, the share that was right."""
    said = np.array([answer[0] for answer in answers])
    right = np.array([answer[1] for answer in answers])
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    rows = [f"{'bin':>10} {'answers':>8} {'said':>6} {'right':>6} {'gap':>6}"]
    gaps = []
    for number in range(BINS):
        of_bin = bins == number
        if of_bin.any():
            gaps.append(abs(said[of_bin].mean() - right[of_bin].mean()))
            rows.append(
                f"{number / BINS:4.1f} - {(number + 1) / BINS:3.1f} {of_bin.sum():8d} "
                f"{said[of_bin].mean():6.3f} {right[of_bin].mean():6.3f} {gaps[-1]:6.3f}"
            )
    return "\n".join([*rows, f"largest gap {max(gaps):.3f}"])
