"""string-grouper: its own cleaning and three-letter TF-IDF; any cosine counts, since F1 picks the limit."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from peers.common import SHOWN, Ranked, Search, Table, best_of, main
from string_grouper import match_strings


def build(targets: Table, _: Table) -> Callable[[Table], Ranked]:
    master = pd.Series(targets["name"])

    def ask(queries: Table) -> Ranked:
        found = match_strings(
            master,
            pd.Series(queries["name"]),
            max_n_matches=SHOWN,
            min_similarity=0.01,
            number_of_processes=1,
        )
        columns = (found["right_index"], found["left_index"], found["similarity"])
        return best_of(len(queries["name"]), list(zip(*(c.tolist() for c in columns), strict=True)))

    return ask


if __name__ == "__main__":
    main(("string-grouper", "sparse-dot-topn"), searches={"match_strings": Search(build, one_call=True)})
