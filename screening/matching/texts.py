"""Many short texts in two arrays, so that they can be saved, memory-mapped and shared between processes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, Self

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.int64]
Arrays = Mapping[str, npt.NDArray[np.generic]]

# An odd multiplier near 2**64 / golden ratio: hashes of short texts spread over all 64 bits.
_BASE: Final = 0x9E3779B97F4A7C15
_PART: Final = 65_536
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
        packer = Packer()
        for text in texts:
            packer.add(text)
        return cls(*packer.packed())

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

    def between(self, first: int, last: int) -> Self:
        """The texts from `first` up to `last`, without a copy of them."""
        start = int(self._ends[first - 1]) if first else 0
        ends = self._ends[first:last]
        return type(self)(self._blob[start : int(ends[-1]) if len(ends) else start], ends - start)

    def letters(self) -> tuple[npt.NDArray[np.uint8], Positions]:
        """All texts in UTF-8 end to end, and where each ends."""
        return self._blob, self._ends

    def take(self, positions: Positions) -> list[str]:
        """The texts at `positions`, in that order."""
        ends = self._ends[positions].tolist()
        starts = np.where(positions > 0, self._ends[positions - 1], 0).tolist()
        view = self._view
        return [str(view[start:end], "utf-8") for start, end in zip(starts, ends, strict=True)]


class Packer:
    """Texts that come one at a time, kept in little room."""

    def __init__(self) -> None:
        self._blob, self._ends = bytearray(), array("q")

    def add(self, text: str) -> None:
        """Put `text` behind those before."""
        self._blob += text.encode("utf-8", "replace")
        self._ends.append(len(self._blob))

    def packed(self) -> tuple[npt.NDArray[np.uint8], Positions]:
        """All texts in UTF-8 end to end, and where each ends."""
        return np.frombuffer(bytes(self._blob), dtype=np.uint8), np.array(self._ends, dtype=np.int64)


def hashes(texts: Iterable[str]) -> Hashes:
    """A stable 64-bit polynomial hash of each text; equal on every machine, 0 for an empty one.

    Two texts written together have a hash that follows from those of the two: see `joined`.
    """
    remaining = iter(texts)
    found = [np.zeros(0, dtype=np.uint64)]
    # Taken a part at a time, since each letter needs twenty bytes meanwhile.
    while part := list(islice(remaining, _PART)):
        found.append(_hashes(part))
    return np.concatenate(found)


def _hashes(texts: Sequence[str]) -> Hashes:
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
