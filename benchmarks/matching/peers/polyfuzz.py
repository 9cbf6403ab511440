"""PolyFuzz with its TF-IDF model; it answers with names, which stand for the first target of that name."""

from __future__ import annotations

from collections.abc import Callable

from peers.common import SHOWN, Ranked, Search, Table, main
from polyfuzz.models import TFIDF


def build(targets: Table, _: Table) -> Callable[[Table], Ranked]:
    row_of = {name: row for row, name in reversed(list(enumerate(targets["name"])))}
    model = TFIDF(n_gram_range=(3, 3), min_similarity=0, top_n=SHOWN)
    model.match(targets["name"][:1], targets["name"])

    def ask(queries: Table) -> Ranked:
        found = model.match(queries["name"], targets["name"], re_train=False)
        columns = [
            zip(found["To" if rank == 1 else f"To_{rank}"], found[_score(rank)], strict=True)
            for rank in range(1, SHOWN + 1)
        ]
        return [
            [(row_of[name], float(score)) for name, score in best if name in row_of]
            for best in zip(*columns, strict=True)
        ]

    return ask


def _score(rank: int) -> str:
    return "Similarity" if rank == 1 else f"Similarity_{rank}"


if __name__ == "__main__":
    main(("polyfuzz", "sparse-dot-topn"), searches={"TF-IDF": Search(build)})
