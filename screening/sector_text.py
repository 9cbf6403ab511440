"""What the words of a contract say of its sector: a linear text model with calibrated probabilities.

The model is a multinomial logistic regression over the words and pairs of words of a title and a
description, weighted by TF-IDF. It is fitted offline (`screening.training.sectors`) on the descriptions of
the CPV, ProClass and SIC codes, on the phrases of sector_words.yaml and on published contract notices whose
CPV code is known. Its numbers, and nothing else, are kept in data/sector_text.npz; here they are only
multiplied and added, so that nothing but numpy is loaded. Probabilities are tempered on notices that the
model had not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from screening import reference
from screening.words import tokens

FILE = "sector_text.npz"
FORMAT = "fairhand-sector-text-1"
"""Names the way in which texts become features; a file of another format is refused."""

TITLE_COUNTS = 2
"""A word of the title counts as often as this, a word of the description once."""

SHOWN_WORDS = 3
_WORDS_LOOKED_AT = 12
_LONGEST_TEXT = 1000

# Words that stand in contracts of every kind.
_COMMON = (
    "the of and for to a in on with at by or an is be as are from that this will it which other not service",
    "provision supply lot contract council borough tender framework agreement",
    # Marks of purchasing bodies and portals, which tell who buys.
    "gb tppl nepo hcc espo yptt ypo lps corp rfq gmp dcc ccc rtb",
)
STOP_WORDS = frozenset(token for line in _COMMON for token in tokens(line))

Floats = npt.NDArray[np.float32]


def features(text: str) -> list[str]:
    """The words of a text that can tell a sector, and the pairs of words that follow each other."""
    words = [
        word
        for word in tokens(text[:_LONGEST_TEXT])
        if word not in STOP_WORDS and not word.isdigit() and len(word) > 1
    ]
    return words + [f"{first} {second}" for first, second in pairwise(words)]


def counts(title: str, description: str) -> dict[str, int]:
    """Feature -> how often it counts, over the title and the description."""
    table: dict[str, int] = {}
    for text, times in ((title, TITLE_COUNTS), (description, 1)):
        for feature in features(text):
            table[feature] = table.get(feature, 0) + times
    return table


@dataclass(frozen=True, slots=True)
class Guess:
    """Sectors with their probabilities, the likeliest first, and the words that spoke for the likeliest.

    `known` is the number of different words of the text that the model knows.
    """

    shares: tuple[tuple[str, float], ...]
    words: tuple[str, ...]
    known: int


@dataclass(frozen=True, slots=True)
class TextModel:
    """The numbers: features in the order of the rows of `weights`, sectors in the order of its columns."""

    names: tuple[str, ...]
    vocabulary: Mapping[str, int]
    idf: Floats
    weights: Floats
    intercepts: Floats
    sectors: tuple[str, ...]
    temperature: float

    def row(self, counted: Mapping[str, int]) -> tuple[npt.NDArray[np.int64], Floats]:
        """The known features of a text: their row numbers, and their values, of length 1 together."""
        vocabulary = self.vocabulary
        known = sorted((vocabulary[name], times) for name, times in counted.items() if name in vocabulary)
        rows = np.array([index for index, _ in known], dtype=np.int64)
        often = np.array([times for _, times in known], dtype=np.float32)
        values = (np.float32(1.0) + np.log(often)) * self.idf[rows]
        length = float(np.sqrt((values * values).sum()))
        return rows, values / np.float32(length) if length else values

    def guess(self, title: str, description: str) -> Guess | None:
        """The sectors that a text could mean, None if no word of it is known."""
        rows, values = self.row(counts(title, description))
        if not len(rows):
            return None
        parts = self.weights[rows] * values[:, None]
        odds = (parts.sum(axis=0, dtype=np.float64) + self.intercepts) / self.temperature
        chances = np.exp(odds - odds.max())
        chances /= chances.sum()
        # The sectors are in alphabetical order, and a stable sort keeps it among equals.
        order = np.argsort(-chances, kind="stable").tolist()
        # How much more a word says for the likeliest sector than for the others on average.
        lead = parts[:, order[0]] - parts.mean(axis=1)
        telling = np.argsort(-lead, kind="stable")[:_WORDS_LOOKED_AT].tolist()
        words = _few(self.names[rows[place]] for place in telling if lead[place] > 0)
        share = chances.tolist()
        return Guess(
            tuple((self.sectors[column], share[column]) for column in order),
            words,
            sum(" " not in self.names[row] for row in rows),
        )


def _few(words: Iterable[str]) -> tuple[str, ...]:
    """The first words and pairs that say something new, without those whose words were all named before."""
    kept: list[str] = []
    said: set[str] = set()
    for word in words:
        parts = word.split()
        if not said.issuperset(parts):
            kept.append(word)
            said.update(parts)
            if len(kept) == SHOWN_WORDS:
                break
    return tuple(kept)


def read_model(path: Path) -> TextModel:
    """Read a file of numbers. ValueError if its format, its sectors or its shapes do not fit."""
    with np.load(path, allow_pickle=False) as held:
        if "format" not in held or str(held["format"]) != FORMAT:
            raise ValueError(f"{path.name}: not of the format {FORMAT}; train the model anew")
        names = tuple(str(name) for name in held["vocabulary"])
        sectors = tuple(str(name) for name in held["sectors"])
        model = TextModel(
            names=names,
            vocabulary={name: row for row, name in enumerate(names)},
            idf=held["idf"].astype(np.float32),
            weights=held["weights"].astype(np.float32),
            intercepts=held["intercepts"].astype(np.float32),
            sectors=sectors,
            temperature=float(held["temperature"]),
        )
    unknown = sorted(set(sectors) - reference.sectors().keys())
    if unknown or list(sectors) != sorted(set(sectors)):
        raise ValueError(
            f"{path.name}: sectors that the table does not have: {', '.join(unknown) or 'twice'}"
        )
    shapes = (model.idf.shape, model.weights.shape, model.intercepts.shape)
    if shapes != ((len(names),), (len(names), len(sectors)), (len(sectors),)) or len(model.vocabulary) != len(
        names
    ):
        raise ValueError(f"{path.name}: the arrays do not fit together; train the model anew")
    if not (model.temperature > 0 and np.isfinite(model.weights).all() and np.isfinite(model.idf).all()):
        raise ValueError(f"{path.name}: not all of its numbers are finite; train the model anew")
    return model


@cache
def text_model() -> TextModel:
    """The model of the data folder, read once."""
    return read_model(reference.DATA / FILE)


@lru_cache(maxsize=65536)
def guess(title: str, description: str) -> Guess | None:
    """What the shipped model makes of a text; None if it knows no word of it."""
    return text_model().guess(title, description)
