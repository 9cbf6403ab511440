"""tfidf-matcher: nearest neighbours of three-letter TF-IDF vectors, by its one function."""

from __future__ import annotations

from collections.abc import Callable

from peers.common import SHOWN, Ranked, Search, Table, main
from tfidf_matcher import matcher


def build(targets: Table, _: Table) -> Callable[[Table], Ranked]:
    def ask(queries: Table) -> Ranked:
        found = matcher(queries["name"], targets["name"], k_matches=SHOWN, ngram_length=3)
        columns = [
            zip(found[f"Lookup {rank} Index"], found[f"Lookup {rank} Confidence"], strict=True)
            for rank in range(1, SHOWN + 1)
        ]
        return [[(int(row), float(score)) for row, score in best] for best in zip(*columns, strict=True)]

    return ask


if __name__ == "__main__":
    main(("tfidf-matcher", "scikit-learn"), searches={"3 letters": Search(build, one_call=True)})
