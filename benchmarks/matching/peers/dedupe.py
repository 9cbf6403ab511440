"""dedupe: its comparison of names as string (affine gaps) and as text (rare words count more), on our folds.

Its model of pairs is fitted and asked directly: learning which names are worth comparing, the other half of
`Dedupe.train`, has no part in scoring given pairs. Names are our normalised ones, since it asks for cleaned
input.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from dedupe import Dedupe, variables
from peers.common import Pairs, Table, main


def build(seen: Table) -> Callable[[Table], Sequence[float]]:
    corpus = sorted({*seen["left_core"], *seen["right_core"]})
    model = Dedupe([variables.String("name"), variables.Text("name", corpus=corpus)], num_cores=0)
    model.classifier.n_jobs = 1
    model.classifier.fit(model.data_model.distances(_records(seen)), np.array(seen["label"]) == "1")
    return lambda table: model.classifier.predict_proba(model.data_model.distances(_records(table)))[:, 1]


def _records(table: Table) -> list[tuple[dict[str, str], dict[str, str]]]:
    return [
        ({"name": left}, {"name": right})
        for left, right in zip(table["left_core"], table["right_core"], strict=True)
    ]


if __name__ == "__main__":
    main(("dedupe", "scikit-learn"), pairs={"string and text": Pairs(build, learns=True)})
