"""sparse-dot-topn: cosines of TF-IDF vectors of three letters within words, over our normalised names."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from peers.common import SHOWN, Ranked, Search, Table, main
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn


def build(targets: Table, _: Table) -> Callable[[Table], Ranked]:
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    indexed = vectors.fit_transform(targets["full"]).T.tocsr()

    def ask(queries: Table) -> Ranked:
        found = sp_matmul_topn(
            vectors.transform(queries["full"]), indexed, top_n=SHOWN, sort=True, n_threads=1
        )
        return [
            list(zip(found.indices[first:last].tolist(), found.data[first:last].tolist(), strict=True))
            for first, last in zip(found.indptr, found.indptr[1:], strict=False)
        ]

    return ask


if __name__ == "__main__":
    main(("sparse-dot-topn", "scikit-learn"), searches={"char_wb 3, our normaliser": Search(build)})
