"""recordlinkage: its string comparisons of our normalised names and its logistic regression, on our folds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import recordlinkage
from peers.common import Pairs, Table, main

METHODS = ("jarowinkler", "levenshtein", "damerau_levenshtein", "qgram", "cosine", "lcs")


def build(seen: Table) -> Callable[[Table], Sequence[float]]:
    model = recordlinkage.LogisticRegressionClassifier(max_iter=1000)
    features = _features(seen)
    labels = pd.Series(seen["label"], index=features.index) == "1"
    model.fit(features, features.index[labels])
    return lambda table: model.prob(_features(table)).tolist()


def _features(table: Table) -> pd.DataFrame:
    rows = range(len(table["left"]))
    names = (pd.DataFrame({"name": table[side]}, index=rows) for side in ("left_core", "right_core"))
    comparison = recordlinkage.Compare()
    for method in METHODS:
        comparison.string("name", "name", method=method, label=method)
    return comparison.compute(pd.MultiIndex.from_arrays([rows, rows]), *names)


if __name__ == "__main__":
    main(
        ("recordlinkage", "scikit-learn", "jellyfish"),
        pairs={"logistic regression": Pairs(build, learns=True)},
    )
