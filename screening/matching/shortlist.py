"""Which targets are worth comparing with a query: sparse vectors of words and of letters.

Two indexes: words with their beginnings, the whole name written together and its initials (fast, finds
nearly all), and runs of three letters for the queries that the first one does not answer well (typing
errors). Both are TF-IDF vectors in float32; products are taken in batches, so that memory does not grow with
the number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from screening.matching.parts import NamePart

# Rows of queries multiplied at once: 512 x 50,000 sparse results are a few tens of megabytes.
BATCH = 512
# Candidates taken from the words' index and, where it is not enough, from the letters' index.
WORD_CANDIDATES = 15
LETTER_CANDIDATES = 10
# A best word similarity from which the letters are not asked: the name itself has been found.
GOOD_ENOUGH = 0.80
# From this best similarity on, only candidates with the given share of it can be rivals worth comparing.
SHARE_OF_FOUND = 0.4
FOUND = 0.95
# A feature that more of the targets share than this finds nothing (but small indexes keep all).
COMMONEST = 0.02
SMALL_INDEX = 2000

Candidates = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]


def word_features(part: NamePart) -> list[str]:
    """Words, their first four letters, the name written together, its initials; marked by kind."""
    found = list(part.words)
    found += [f"{word[:4]}~" for word in part.words if len(word) > 4]
    if len(part.words) <= 3:
        found.append(f"{part.flat}#")
    if 3 <= len(part.initials) <= 7:
        found.append(f"{part.initials}@")
    if len(part.words) <= 2 and 3 <= len(part.words[0]) <= 7:
        found.append(f"{part.words[0]}@")
    return found


def letter_features(part: NamePart) -> list[str]:
    """Runs of three letters of each word, its ends marked by a space."""
    return [f" {word} "[i : i + 3] for word in part.words for i in range(len(word))]


class Shortlist:
    """The two indexes over the parts of all targets; positions are those of the sequence given."""

    def __init__(self, parts: Sequence[NamePart]) -> None:
        self._words = _SparseIndex(parts, word_features, sublinear=True)
        self._letters = _SparseIndex(parts, letter_features, sublinear=False)

    def candidates(self, queries: Sequence[NamePart], *, unlikely: bool = False) -> Candidates:
        """Pairs (position in `queries`, position in the targets' parts) worth comparing, each pair once.

        `unlikely` keeps the far candidates of a name that was found, too: a fit needs them as bad examples.
        """
        rows, columns, scores = self._words.nearest(queries, WORD_CANDIDATES)
        best = np.zeros(len(queries), dtype=np.float32)
        np.maximum.at(best, rows, scores)
        unanswered = np.flatnonzero(best < GOOD_ENOUGH)
        near = (best[rows] < FOUND) | (scores >= best[rows] * SHARE_OF_FOUND) | unlikely
        more, more_columns, _ = self._letters.nearest(
            [queries[int(i)] for i in unanswered], LETTER_CANDIDATES
        )
        pairs = np.stack(
            [
                np.concatenate([rows[near], unanswered[more]]),
                np.concatenate([columns[near], more_columns]),
            ],
            axis=1,
        )
        unique = np.unique(pairs, axis=0)
        return unique[:, 0], unique[:, 1]


class _SparseIndex:
    """TF-IDF vectors of the targets' parts under one set of features."""

    def __init__(
        self, parts: Sequence[NamePart], analyse: Callable[[NamePart], list[str]], *, sublinear: bool
    ) -> None:
        self._targets: sparse.csr_array | None = None
        if not parts:
            return
        # Loading scikit-learn takes a second that processes which never match need not spend.
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectors = TfidfVectorizer(
            analyzer=analyse,
            dtype=np.float32,
            sublinear_tf=sublinear,
            max_df=1.0 if len(parts) < SMALL_INDEX else COMMONEST,
        )
        try:
            vectors = self._vectors.fit_transform(parts)
        except ValueError:
            # Every feature is too common: all targets have nearly one name, and only equal names can be told.
            return
        self._targets = sparse.csr_array(vectors.T.tocsr())

    def nearest(
        self, queries: Sequence[NamePart], count: int
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.float32]]:
        """For each query the `count` nearest targets: query positions, target positions, cosines.

        Equal cosines are told apart by the targets' order, so that the result never depends on chance.
        """
        rows: list[npt.NDArray[np.intp]] = [np.empty(0, dtype=np.intp)]
        columns: list[npt.NDArray[np.intp]] = [np.empty(0, dtype=np.intp)]
        scores: list[npt.NDArray[np.float32]] = [np.empty(0, dtype=np.float32)]
        for start in range(0, len(queries) if self._targets is not None else 0, BATCH):
            batch = self._vectors.transform(queries[start : start + BATCH])
            product = sparse.csr_array(batch @ self._targets)
            for row in range(product.shape[0]):
                span = slice(product.indptr[row], product.indptr[row + 1])
                found, cosine = product.indices[span], product.data[span]
                top = _largest(cosine, found, count)
                rows.append(np.full(len(top), start + row, dtype=np.intp))
                columns.append(found[top].astype(np.intp))
                scores.append(cosine[top])
        return np.concatenate(rows), np.concatenate(columns), np.concatenate(scores)


def _largest(
    cosine: npt.NDArray[np.float32], found: npt.NDArray[np.int32], count: int
) -> npt.NDArray[np.intp]:
    """Positions of the `count` largest cosines; equal ones in the order of the targets."""
    if len(cosine) > count:
        floor = np.partition(cosine, len(cosine) - count)[len(cosine) - count]
        kept = np.flatnonzero(cosine >= floor)
    else:
        kept = np.arange(len(cosine))
    order = np.lexsort((found[kept], -cosine[kept]))
    return kept[order[:count]]
