"""emm, the Entity Matching Model: its three default indexers, and its classifier fitted on our folds."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from emm import PandasEntityMatching
from peers.common import Ranked, Search, Table, best_of, main

# A query without a target belongs to no entity, so every candidate of it is a wrong one.
Frame = pd.DataFrame


def unsupervised(targets: Table, _: Table) -> Callable[[Table], Ranked]:
    """Candidates by the cosine of words, which is the first indexer's score."""
    model = PandasEntityMatching(name_only=True, supervised_on=False, n_jobs=1).fit(_frame(targets))
    return lambda queries: _ranked(model, queries, "score_0")


def supervised(targets: Table, seen: Table) -> Callable[[Table], Ranked]:
    """The classifier is fitted on the candidates of all labelled queries outside the measured fold."""
    model = PandasEntityMatching(name_only=True, supervised_on=False, n_jobs=1).fit(_frame(targets))
    model.fit_classifier(train_positive_names_to_match=_frame(seen))
    return lambda queries: _ranked(model, queries, "nm_score")


def _frame(table: Table) -> Frame:
    ids = [int(entity) for entity in table["gid"]]
    return pd.DataFrame({"uid": range(len(ids)), "id": ids, "name": table["name"]})


def _ranked(model: PandasEntityMatching, queries: Table, score: str) -> Ranked:
    found = model.transform(_frame(queries)[["uid", "name"]])
    found = found[found["gt_uid"].notna() & found[score].notna()]
    columns = (found["uid"], found["gt_uid"].astype(int), found[score].astype(float))
    return best_of(len(queries["name"]), list(zip(*(c.tolist() for c in columns), strict=True)))


if __name__ == "__main__":
    main(
        ("emm", "rapidfuzz", "scikit-learn", "xgboost"),
        searches={"unsupervised": Search(unsupervised), "supervised": Search(supervised, learns=True)},
    )
