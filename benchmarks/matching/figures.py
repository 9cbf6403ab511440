"""The figures: of answers to queries, of scored pairs, and how reliable the probabilities are.

Thresholds are treated alike for every method: F1 is that of its best threshold on the measured set. Scores
are rounded to six digits first, so that the noise of a float does not part answers that are equally sure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import average_precision_score

from screening.training.common import measures

# Per query its best answers: score, and whether it is the right entity; best first.
Ranked = list[list[tuple[float, bool]]]
Figures = dict[str, float]

EASY_KINDS = ("format", "format(rule)")
BINS = 10
DIGITS = 6


def of_answers(ranked: Ranked, queries: pd.DataFrame) -> Figures:
    """Recall at 1 and 5, and accept-or-reject of the best answer; queries without a target count in that.

    "Hard" leaves out queries that differ from the target in format only.
    """
    findable = (queries["gid"] >= 0).to_numpy()
    hard = findable & ~queries["kind"].isin(EASY_KINDS).to_numpy()
    first = np.array([any(right for _, right in best[:1]) for best in ranked])
    first_five = np.array([any(right for _, right in best[:5]) for best in ranked])
    answered = [(round(score, DIGITS), right) for best in ranked for score, right in best[:1]]
    found = measures(answered, int(findable.sum()))
    return {
        "recall_1": float(first[findable].mean()),
        "recall_5": float(first_five[findable].mean()),
        "hard_recall_1": float(first[hard].mean()),
        "f1": found["f1"],
        "threshold": found["threshold"],
        "recall_at_99": found["recall_at_0.99"],
    }


def of_pairs(scores: Sequence[float] | npt.NDArray[np.float64], labels: pd.Series) -> Figures:
    """F1 and the area under precision and recall; a pair that a method did not score is its least likely."""
    # Some methods say "minus infinity", which no sorting minds but average precision does.
    rounded = np.nan_to_num(np.round(np.asarray(scores, dtype=float), DIGITS), neginf=-1e9)
    right = labels.to_numpy() == 1
    found = measures(list(zip(rounded.tolist(), right.tolist(), strict=True)), int(right.sum()))
    return {
        "f1": found["f1"],
        "threshold": found["threshold"],
        "pr_auc": float(average_precision_score(right, rounded)),
    }


def judged(answers: pd.DataFrame, targets: pd.DataFrame, queries: pd.DataFrame) -> Ranked:
    """A peer's answers (`query_row`, `rank`, `target_row`, `score`) with whether each is the right entity."""
    ranked: Ranked = [[] for _ in range(len(queries))]
    found = targets["gid"].to_numpy()[answers["target_row"]]
    right = found == queries["gid"].to_numpy()[answers["query_row"]]
    for query, score, is_right in zip(answers["query_row"], answers["score"], right, strict=True):
        ranked[query].append((float(score), bool(is_right)))
    return ranked


def reliability(ranked: Ranked) -> list[dict[str, float]]:
    """Ten bins of probability: how many best answers, the mean probability said, the share that was right."""
    answers = [best[0] for best in ranked if best]
    said, right = (np.array(values, dtype=float) for values in zip(*answers, strict=True))
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    return [
        {
            "from": number / BINS,
            "answers": int((bins == number).sum()),
            "said": float(said[bins == number].mean()),
            "right": float(right[bins == number].mean()),
        }
        for number in range(BINS)
        if (bins == number).any()
    ]


def largest_gap(bins: Sequence[dict[str, float]]) -> float:
    """Between what was said and what was right, in the worst bin."""
    return max(abs(row["said"] - row["right"]) for row in bins)
