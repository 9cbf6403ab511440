"""Names as arrays: what `parts` says of each name, in columns that can be compared many at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from screening.matching.left_over import values
from screening.matching.parts import NamePart, is_known, weight
from screening.matching.texts import Arrays, Hashes, Packer, Positions, Texts, hashes
from screening.name_words import word_lists

Floats = npt.NDArray[np.float64]

# What a word is, as bits.
DIGITS: Final = 1
PLACE: Final = 2
DIRECTION: Final = 4
GROUP: Final = 8
KNOWN: Final = 16
NUMBERED: Final = 32

# What kind of name a part is; all but the first are further names.
PROPER: Final = 0
ALIAS: Final = 1
PREVIOUS: Final = 2
WRITTEN: Final = 3
KINDS: Final = {"name": PROPER, "alias": ALIAS, "previous": PREVIOUS, "written": WRITTEN}


def word_bits(word: str) -> int:
    """What kinds of word a word is."""
    lists = word_lists()
    return (
        DIGITS * word.isdigit()
        + PLACE * (word in lists.places)
        + DIRECTION * (word in lists.directions)
        + GROUP * (word in lists.group_words)
        + KNOWN * is_known(word)
        + NUMBERED * any(map(str.isdigit, word))
    )


@cache
def _form_numbers() -> dict[str, int]:
    """Each canonical legal form -> its number; 0 is "no form"."""
    return {form: number for number, form in enumerate(("", *word_lists().legal_forms))}


@cache
def _form_names() -> tuple[str, ...]:
    return tuple(_form_numbers())


def form_name(number: int) -> str:
    """The canonical legal form of a number of `NameTable.forms`, empty for 0."""
    return _form_names()[number]


@dataclass(frozen=True, slots=True)
class Words:
    """The different words of a table, in alphabetical order.

    `bits` say what kinds of word each is (`word_bits`); `left_over` (2, n) how harmless it is that only the
    query, or only the target, has it.
    """

    texts: Texts
    hashes: Hashes
    weights: Floats
    lengths: Positions
    bits: npt.NDArray[np.uint8]
    left_over: Floats

    @classmethod
    def of(cls, words: list[str]) -> Self:
        """The attributes of `words`, which must be in order."""
        count = len(words)
        return cls(
            texts=Texts.of(words),
            hashes=hashes(words),
            weights=np.fromiter(map(weight, words), dtype=np.float64, count=count),
            lengths=np.fromiter(map(len, words), dtype=np.int64, count=count),
            bits=np.fromiter(map(word_bits, words), dtype=np.uint8, count=count),
            left_over=np.array([values().get(word, (0.0, 0.0)) for word in words]).reshape(count, 2).T.copy(),
        )


@dataclass(frozen=True, slots=True)
class NameTable:
    """Parts of names in columns; row i is one part.

    `words` holds numbers of `vocabulary`, those of row i from `starts[i]` to `starts[i + 1]`. `written` are
    the names as given, `folded` the same without case, accents and punctuation, `flat` their words written
    together. Hashes are those of `texts.hashes`: `flat_hashes` of `flat`, `initials` of three first letters
    and more (else 0), `numbers` of the words with digits (0 if none). `forms` are numbers of legal forms, 0
    for none; `kinds` as in `KINDS`; `masses` the sums of the words' weights.
    """

    vocabulary: Words
    starts: Positions
    words: npt.NDArray[np.int32]
    written: Texts
    folded: Texts
    flat: Texts
    flat_hashes: Hashes
    initials: Hashes
    initials_lengths: Positions
    numbers: Hashes
    forms: npt.NDArray[np.uint16]
    kinds: npt.NDArray[np.uint8]
    masses: Floats

    def __len__(self) -> int:
        return len(self.kinds)

    @classmethod
    def of(cls, parts: Iterable[NamePart]) -> Self:
        """The table of `parts`, in their order; each must have words."""
        number_of: dict[str, int] = {}
        words, starts, forms, kinds = array("i"), array("q", [0]), array("H"), array("B")
        written, folded, flat = Packer(), Packer(), Packer()
        initials: list[str] = []
        numbers: list[str] = []
        form_numbers = _form_numbers()
        for part in parts:
            words.extend([number_of.setdefault(word, len(number_of)) for word in part.words])
            starts.append(len(words))
            written.add(part.text)
            folded.add(part.folded)
            flat.add(part.flat)
            initials.append(part.initials if len(part.initials) >= 3 else "")
            numbers.append(" ".join(sorted(part.numbers)) if part.numbers else "")
            forms.append(form_numbers[part.legal_form])
            kinds.append(KINDS[part.kind])
        ordered = sorted(number_of)
        renumbered = np.empty(len(ordered), dtype=np.int32)
        renumbered[[number_of[word] for word in ordered]] = np.arange(len(ordered), dtype=np.int32)
        vocabulary = Words.of(ordered)
        all_words = renumbered[np.frombuffer(words, dtype=np.int32)] if words else renumbered[:0]
        all_starts = np.array(starts, dtype=np.int64)
        masses = np.add.reduceat(vocabulary.weights[all_words], all_starts[:-1]) if kinds else np.zeros(0)
        flat_texts = Texts(*flat.packed())
        return cls(
            vocabulary=vocabulary,
            starts=all_starts,
            words=all_words,
            written=Texts(*written.packed()),
            folded=Texts(*folded.packed()),
            flat=flat_texts,
            flat_hashes=hashes(flat_texts),
            initials=hashes(initials),
            initials_lengths=np.fromiter(map(len, initials), dtype=np.int64, count=len(initials)),
            numbers=hashes(numbers),
            forms=np.array(forms, dtype=np.uint16),
            kinds=np.array(kinds, dtype=np.uint8),
            masses=masses,
        )

    def between(self, first: int, last: int) -> Self:
        """The rows from `first` up to `last`, without a copy of their texts."""
        start, end = self.starts[first], self.starts[last]
        columns = ("flat_hashes", "initials", "initials_lengths", "numbers", "forms", "kinds", "masses")
        return replace(
            self,
            starts=self.starts[first : last + 1] - start,
            words=self.words[start:end],
            written=self.written.between(first, last),
            folded=self.folded.between(first, last),
            flat=self.flat.between(first, last),
            **{column: getattr(self, column)[first:last] for column in columns},
        )

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """What is to be saved, under names that begin with `name`."""
        own, vocabulary = self._plain(), self.vocabulary
        saved: dict[str, npt.NDArray[np.generic]] = {f"{name}.{key}": own[key] for key in own}
        for key, texts in self._texts():
            saved |= texts.arrays(f"{name}.{key}")
        for key in ("hashes", "weights", "lengths", "bits", "left_over"):
            saved[f"{name}.words.{key}"] = getattr(vocabulary, key)
        return saved

    def _texts(self) -> tuple[tuple[str, Texts], ...]:
        named = (("written", self.written), ("folded", self.folded), ("flat", self.flat))
        return (*named, ("words", self.vocabulary.texts))

    def _plain(self) -> dict[str, npt.NDArray[np.generic]]:
        return {key: value for key in _COLUMNS if isinstance(value := getattr(self, key), np.ndarray)}

    @classmethod
    def read(cls, arrays: Arrays, name: str) -> Self:
        """The table that was saved under `name`."""
        words = {
            key: arrays[f"{name}.words.{key}"]
            for key in ("hashes", "weights", "lengths", "bits", "left_over")
        }
        return cls(
            vocabulary=Words(texts=Texts.read(arrays, f"{name}.words"), **words),  # type: ignore[arg-type]
            written=Texts.read(arrays, f"{name}.written"),
            folded=Texts.read(arrays, f"{name}.folded"),
            flat=Texts.read(arrays, f"{name}.flat"),
            **{key: arrays[f"{name}.{key}"] for key in _COLUMNS},  # type: ignore[arg-type]
        )


_COLUMNS: Final = (
    "starts", "words", "flat_hashes", "initials", "initials_lengths", "numbers", "forms", "kinds", "masses",
)  # fmt: skip
