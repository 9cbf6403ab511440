"""Fitting the model of pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from screening.training import pairs as fit

HEADS = [
    f"{start}{end}"
    for start in ("north", "east", "stan", "pendle", "lark")
    for end in ("gate", "croft", "beck")
]


@pytest.fixture
def labelled() -> pd.DataFrame:
    same = [(f"{head} cleaning ltd", f"{head.upper()} Cleaning Limited", 1, head) for head in HEADS]
    other = [
        (f"{head} cleaning ltd", f"{rival} catering ltd", 0, head)
        for head, rival in zip(HEADS, HEADS[1:] + HEADS[:1], strict=True)
    ]
    return pd.DataFrame(same + other, columns=["left", "right", "label", "cluster"])


def test_every_pair_is_judged_by_a_model_that_has_not_seen_its_cluster(
    labelled: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "MADE_UP", 50)
    odds = fit.cross_validated(labelled, folds=2)
    assert odds.shape == (len(labelled),)
    assert np.isfinite(odds).all()


def test_strict_folds_share_no_name(labelled: pd.DataFrame) -> None:
    chosen = (labelled["cluster"] == HEADS[1]).to_numpy()
    shared = fit._shares_a_name(labelled, chosen)
    assert shared[chosen].all()
    # The rival's name stands in another cluster's pair too.
    assert shared[(labelled["left"] == f"{HEADS[1]} cleaning ltd").to_numpy()].all()
    assert not shared[(labelled["cluster"] == HEADS[7]).to_numpy()].any()
