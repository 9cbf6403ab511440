"""Many short texts in two arrays, so that they can be saved, memory-mapped and shared between processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Self

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.int64]
Arrays = Mapping[str, npt.NDArray[np.generic]]

# An odd multiplier near 2**64 / golden ratio: hashes of short texts spread over all 64 bits.
_BASE: Final = 0x9E3779B97F4A7C15
_MASK: Final = (1 << 64) - 1
LONGEST: Final = 512
"""Letters of a text that count in its hash; names are cut before (`screening.names.MAX_NAME_LENGTH`)."""

POWERS: Final[Hashes] = np.array([pow(_BASE, n, 1 << 64) for n in range(LONGEST + 1)], dtype=np.uint64)
"""Powers of the base: `joined` needs that of the second text's length."""


class Texts(Sequence[str]):
    """A fixed sequence of texts: `blob` holds them in UTF-8 end to end, `ends[i]` is where text i ends."""

    def __init__(self, blob: npt.NDArray[np.uint8], ends: Positions) -> None:
        self._blob, self._ends = blob, ends
        self._view = memoryview(blob)  # type: ignore[arg-type]  # numpy arrays are buffers

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Pack `texts`; what no UTF-8 can hold (half of a surrogate pair) becomes a question mark."""
        encoded = [text.encode("utf-8", "replace") for text in texts]
        ends = np.cumsum([len(text) for text in encoded], dtype=np.int64)
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), ends)

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """What is to be saved, under names that begin with `name`."""
        return {f"{name}.text": self._blob, f"{name}.ends": self._ends}

    @classmethod
    def read(cls, arrays: Arrays, name: str) -> Self:
        """The texts that were saved under `name`."""
        return cls(arrays[f"{name}.text"].view(np.uint8), arrays[f"{name}.ends"].view(np.int64))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, position: int) -> str:  # type: ignore[override]  # no slices are needed
        start = self._ends[position - 1] if position else 0
        return str(self._view[start : self._ends[position]], "utf-8")

    def __iter__(self) -> Iterator[str]:
        start = 0
        for end in self._ends.tolist():
            yield str(self._view[start:end], "utf-8")
            start = end

    def letters(self) -> tuple[npt.NDArray[np.uint8], Positions]:
        """All texts in UTF-8 end to end, and where each ends."""
        return self._blob, self._ends

    def take(self, positions: Positions) -> list[str]:
        """The texts at `positions`, in that order."""
        ends = self._ends[positions].tolist()
        starts = np.where(positions > 0, self._ends[positions - 1], 0).tolist()
        view = self._view
        return [str(view[start:end], "utf-8") for start, end in zip(starts, ends, strict=True)]


def hashes(texts: Sequence[str]) -> Hashes:
    """A stable 64-bit polynomial hash of each text; equal on every machine, 0 for an empty one.

    Two texts written together have a hash that follows from those of the two: see `joined`.
    """
    found = np.zeros(len(texts), dtype=np.uint64)
    lengths = np.fromiter((min(len(text), LONGEST) for text in texts), dtype=np.int64, count=len(texts))
    codes = np.frombuffer(
        "".join(text[:LONGEST] for text in texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32
    )
    filled = np.flatnonzero(lengths)
    if not len(filled):
        return found
    starts = np.cumsum(lengths) - lengths
    ends = np.repeat(starts + lengths, lengths)
    terms = (codes.astype(np.uint64) + np.uint64(1)) * POWERS[ends - np.arange(len(codes)) - 1]
    found[filled] = np.add.reduceat(terms, starts[filled])
    return found


def joined(first: Hashes, second: Hashes, length: Positions) -> Hashes:
    """The hashes of texts written together; `length` is that of the second texts."""
    return first * POWERS[np.minimum(length, LONGEST)] + second
